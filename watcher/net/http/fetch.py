"""Get a page as a browser's address bar would: redirects by hand, each checked anew, and the
cookies of the way, under one deadline for the whole look.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import MappingProxyType
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from watcher.core.looks.observation import Reason
from watcher.net.block_pages import is_block_host
from watcher.net.http.cookies import Cookies
from watcher.net.http.head import MOVED
from watcher.net.look_error import LookError
from watcher.net.trace import KEY, LookTrace

MAX_REDIRECTS = 20  # as many as Chromium and Firefox follow
#: A page that was just cached, or a cookie just set, is asked for at the same address again.
_ASKED_ALIKE = 2
_READ = httpx.ByteStream(b"")
#: What httpx says of an address that is none; it reads every Location before we do. The last:
#: a host that is no IDN.
_ODD_LOCATIONS = (httpx.InvalidURL, httpx.RemoteProtocolError, UnicodeError)


def no_cookies() -> CookieJar:
    """A jar for the client of all looks that takes nothing: each look has its own, for itself."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    trace: LookTrace,
    seconds: float,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    """Follow a URL to its answer.

    Args:
        trace: is filled in on the way, and holds what was learned even if nothing arrives.
        seconds: the deadline of the whole look.
        headers: those that differ from the ones for a page.

    Raises:
        LookError: why no answer was reached.
    """
    try:
        async with asyncio.timeout(seconds) as trace.deadline:
            return await _follow(client, url, trace, headers)
    except TimeoutError as error:
        raise LookError(trace.waiting_for) from error
    except _ODD_LOCATIONS as error:
        raise LookError(Reason.BAD_REDIRECT, str(error)) from error


async def _follow(
    client: httpx.AsyncClient, url: str, trace: LookTrace, headers: Mapping[str, str]
) -> httpx.Response:
    cookies = Cookies()  # they die with the look
    asked = Counter[tuple[str, str]]()
    while True:
        request = client.build_request("GET", url, headers=headers, extensions={KEY: trace})
        said = cookies.header(str(request.url))
        if said:
            request.headers.encoding = "latin-1"  # the bytes as they came
            request.headers["Cookie"] = said
        asked[url, said] += 1
        if max(asked.values()) > _ASKED_ALIKE:
            raise LookError(Reason.REDIRECT_LOOP, url)
        response = await client.send(request)
        response.stream = _READ  # httpx's own holds the response: a page would wait for gc
        if response.status_code not in MOVED or "location" not in response.headers:
            return response
        lines = [v.decode("latin-1") for k, v in response.headers.raw if k.lower() == b"set-cookie"]
        cookies.keep(str(request.url), lines, response.headers.get("date"))
        url = _next_url(response, url)
        if is_block_host(urlsplit(url).hostname or ""):
            raise LookError(Reason.ISP_BLOCK, url)
        if len(trace.redirects) == MAX_REDIRECTS:
            raise LookError(Reason.REDIRECT_LIMIT, url)
        trace.redirects.append(str(response.url))


def _next_url(response: httpx.Response, url: str) -> str:
    location = response.headers["location"].strip()
    if not location:
        raise LookError(Reason.BAD_REDIRECT, "an empty Location")
    try:
        target = str(httpx.URL(urldefrag(urljoin(url, location)).url))
        urlsplit(target)  # httpx has spelled it anew, and may have made another thing of it
        return target
    except (ValueError, httpx.InvalidURL) as error:
        raise LookError(Reason.BAD_REDIRECT, location[:200]) from error
