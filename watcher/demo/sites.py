"""The web servers of the demo: every site on one HTTPS and one HTTP port.

Chooses certificate and page by host name, and delivers the page in the way of its conduct. The
HTML is in pages.py. Each answer closes its connection.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from watcher.demo.servers.conduct import Conduct, ScriptedAnswer, deliver
from watcher.demo.servers.hypertext import Request, head_of, read_request, squeeze
from watcher.demo.servers.loopback import listening

__all__ = ["Conduct", "Page", "Request", "SiteServer", "moved_to"]


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answers, and how.

    Attributes:
        headers: sent beside the ones that follow from the other fields; "Content-Encoding"
            here means that the body is sent as it stands.
        delay: seconds before the first byte.
        pace: seconds between the bytes of a drip.
        sized: False leaves Content-Length out; the close ends the body.
        raw: sent in place of all the above, head and all, for answers that are not HTTP.
    """

    body: str | bytes = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    conduct: Conduct = Conduct.ANSWER
    pace: float = 0.5
    sized: bool = True
    raw: bytes = b""


Show = Page | Callable[[Request], Page]

NOT_FOUND = Page("<!doctype html><title>404</title><h1>Halaman tidak ditemukan</h1>", status=404)

# A length, or the end of a gzip stream, would end these early.
_ENDLESS = (Conduct.ENDLESS, Conduct.LINGER)


def moved_to(url: str, status: int = 302) -> Page:
    """A redirect; the URL goes into the Location header as it stands, good or not."""
    return Page(status=status, headers=(("Location", url),))


class SiteServer:
    """Serves `pages` by "host" (its home page) or "host/path"; a function may vary by request.

    Attributes:
        https_port, http_port: set once entered; https_port stays 0 without certificates.
        requests: every request that was read, in order of arrival.
    """

    def __init__(
        self,
        pages: Mapping[str, Show],
        certificates: Mapping[str, ssl.SSLContext] | None = None,
        *,
        ports: tuple[int, int] = (0, 0),
        host: str = "127.0.0.1",
    ) -> None:
        """Ports are HTTPS, HTTP. A host without a certificate of its own is shown the first."""
        self.pages = pages
        self.requests: list[Request] = []
        self.https_port = self.http_port = 0
        self._tls = _by_name(certificates) if certificates else None
        self._ports, self._host = ports, host
        self._doors = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open both ports.

        Raises:
            OSError: a port is taken.
        """
        async with contextlib.AsyncExitStack() as doors:
            self.http_port = await self._open(doors, self._ports[1], None)
            if self._tls:
                self.https_port = await self._open(doors, self._ports[0], self._tls)
            self._doors = doors.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close both ports, and end every conversation."""
        await self._doors.aclose()

    async def _open(
        self, doors: contextlib.AsyncExitStack, port: int, tls: ssl.SSLContext | None
    ) -> int:
        door = listening(self._converse, port=port, host=self._host, tls=tls)
        return int((await doors.enter_async_context(door)).rpartition(":")[2])

    def url(self, host: str, path: str = "/", *, plain: bool = False) -> str:
        """The address of a page, with the port it is really on."""
        if plain:
            return f"http://{host}:{self.http_port}{path}"
        return f"https://{host}:{self.https_port}{path}"

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        self.requests.append(request)
        page = self._page_for(request)
        await asyncio.sleep(page.delay)
        await deliver(reader, writer, _answer(page, request))

    def _page_for(self, request: Request) -> Page:
        place = request.host if request.path == "/" else request.host + request.path
        shown = self.pages.get(place, NOT_FOUND)
        return shown if isinstance(shown, Page) else shown(request)


def _answer(page: Page, request: Request) -> ScriptedAnswer:
    if page.raw:
        return ScriptedAnswer(b"", page.raw, page.conduct, page.pace)
    body = page.body.encode() if isinstance(page.body, str) else page.body
    given = {name.lower() for name, _ in page.headers}
    headers = list(page.headers)
    if "content-type" not in given:
        headers.append(("Content-Type", "text/html; charset=utf-8"))
    if page.conduct not in _ENDLESS:
        if body and request.takes_gzip and "content-encoding" not in given:
            body = squeeze(body)
            headers.append(("Content-Encoding", "gzip"))
        if page.sized:
            headers.append(("Content-Length", str(len(body))))
    if request.method == "HEAD":
        body = b""
    return ScriptedAnswer(head_of(page.status, headers), body, page.conduct, page.pace)


def _by_name(certificates: Mapping[str, ssl.SSLContext]) -> ssl.SSLContext:
    """The first context, made to give way to the one of the host the client names (SNI)."""
    first = next(iter(certificates.values()))

    def give_way(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.context = certificates.get(name or "", first)

    first.sni_callback = give_way
    return first
