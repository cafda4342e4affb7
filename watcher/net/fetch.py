"""Get a page: redirects by hand, each checked anew, under one deadline for the whole look."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from watcher.core.observation import Reason
from watcher.net.answer import MOVED
from watcher.net.block_pages import is_block_host
from watcher.net.errors import LookError
from watcher.net.trail import KEY, Trail

MAX_REDIRECTS = 5
_READ = httpx.ByteStream(b"")
#: What httpx says of an address that is none; it reads every Location before we do. The last:
#: a host that is no IDN.
_ODD_LOCATIONS = (httpx.InvalidURL, httpx.RemoteProtocolError, UnicodeError)


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    trail: Trail,
    seconds: float,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    """Follow a URL to its answer.

    Args:
        trail: is filled in on the way, and holds what was learned even if nothing arrives.
        seconds: the deadline of the whole look.
        headers: those that differ from the ones for a page.

    Raises:
        LookError: why no answer was reached.
    """
    try:
        async with asyncio.timeout(seconds) as trail.deadline:
            return await _follow(client, url, trail, headers)
    except TimeoutError as error:
        raise LookError(trail.waiting_for) from error
    except _ODD_LOCATIONS as error:
        raise LookError(Reason.BAD_REDIRECT, str(error)) from error


async def _follow(
    client: httpx.AsyncClient, url: str, trail: Trail, headers: Mapping[str, str]
) -> httpx.Response:
    seen: set[str] = set()
    while True:
        seen.add(url)
        response = await client.get(url, headers=headers, extensions={KEY: trail})
        response.stream = _READ  # httpx's own holds the response: a page would wait for gc
        if response.status_code not in MOVED:
            return response
        url = _next_url(response, url)
        if is_block_host(urlsplit(url).hostname or ""):
            raise LookError(Reason.ISP_BLOCK, url)
        if url in seen:
            raise LookError(Reason.REDIRECT_LOOP, url)
        if len(trail.redirects) == MAX_REDIRECTS:
            raise LookError(Reason.REDIRECT_LIMIT, url)
        trail.redirects.append(str(response.url))


def _next_url(response: httpx.Response, url: str) -> str:
    location = response.headers.get("location", "").strip()
    if not location:
        raise LookError(Reason.BAD_REDIRECT, "no Location")
    try:
        target = str(httpx.URL(urldefrag(urljoin(url, location)).url))
        urlsplit(target)  # httpx has spelled it anew, and may have made another thing of it
        return target
    except (ValueError, httpx.InvalidURL) as error:
        raise LookError(Reason.BAD_REDIRECT, location[:200]) from error
