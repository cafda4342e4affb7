"""Fetch a page as a browser does: follow redirects with cookies, under one deadline.

Redirects are not left to httpx, because every new URL must be checked before it is fetched.
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
#: How often the same URL is fetched with the same cookies; some sites redirect once to themselves.
_ASKED_ALIKE = 2
_READ = httpx.ByteStream(b"")
#: What httpx raises for an invalid Location, which it parses before we do; UnicodeError for a
#: host that is not a valid IDN.
_ODD_LOCATIONS = (httpx.InvalidURL, httpx.RemoteProtocolError, UnicodeError)


def no_cookies() -> CookieJar:
    """A cookie jar that stores nothing, for the shared client: cookies belong to one look."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    trace: LookTrace,
    seconds: float,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    """Fetch a URL and follow its redirects.

    Args:
        client: with a LookTransport.
        url: the first one; it is checked like every other.
        trace: gets the facts of every hop, also where the look fails.
        seconds: the deadline of the whole look.
        headers: those that differ from the client's.

    Raises:
        LookError: why there is no answer.
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
    cookies = Cookies()  # dropped at the end of the look
    asked = Counter[tuple[str, str]]()  # URL and cookies of each request
    while True:
        request = client.build_request("GET", url, headers=headers, extensions={KEY: trace})
        sent = cookies.header(str(request.url))
        if sent:
            request.headers.encoding = "latin-1"  # the bytes as they were received
            request.headers["Cookie"] = sent
        asked[url, sent] += 1
        if max(asked.values()) > _ASKED_ALIKE:
            raise LookError(Reason.REDIRECT_LOOP, url)
        response = await client.send(request)
        response.stream = _READ  # httpx's own refers to the response, and only gc would free both
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
        urlsplit(target)  # raises where httpx's normalisation has made it invalid
        return target
    except (ValueError, httpx.InvalidURL) as error:
        raise LookError(Reason.BAD_REDIRECT, location[:200]) from error
