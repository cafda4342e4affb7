"""What hostile servers say over HTTP: each a conversation, whole or flawed."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from hostile.canary import PORT
from hostile.stage import Opens, Stage
from watcher.demo import pages
from watcher.demo.businesses import BUSINESSES
from watcher.demo.servers.conduct import Conduct, ScriptedAnswer, deliver
from watcher.demo.servers.hypertext import Headers, Request, head_of, read_request
from watcher.demo.servers.loopback import Conversation

SHOP = pages.shop(BUSINESSES[1], date.today() - timedelta(days=7)).encode()  # noqa: DTZ011 - any day
_HTML = ("Content-Type", "text/html; charset=utf-8")
CANARY = f"127.0.0.2:{PORT}"

Reply = Callable[[Request], ScriptedAnswer]


def page(
    body: bytes = SHOP,
    *headers: tuple[str, str],
    status: int = 200,
    conduct: Conduct = Conduct.ANSWER,
) -> Reply:
    """A page with its length; headers given take the place of the Content-Type."""
    kind: Headers = headers or (_HTML,)
    head = head_of(status, [*kind, ("Content-Length", str(len(body)))])
    return lambda _: ScriptedAnswer(head, body, conduct)


def unmeasured(
    body: bytes = SHOP, *headers: tuple[str, str], conduct: Conduct = Conduct.ANSWER
) -> Reply:
    """A page without its length: whatever comes until the end is the body."""
    return lambda _: ScriptedAnswer(head_of(200, headers or (_HTML,)), body, conduct)


def coded(encoding: str, body: Callable[[], bytes]) -> Reply:
    """A body under a Content-Encoding; made when it is asked for, because bombs take a while."""
    head = head_of(200, [_HTML, ("Content-Encoding", encoding)])
    return lambda _: ScriptedAnswer(head, body())


def says(head: bytes, body: bytes = b"", conduct: Conduct = Conduct.ANSWER) -> Reply:
    """An answer byte for byte."""
    return lambda _: ScriptedAnswer(head, body, conduct)


def moved(location: str, status: int = 302) -> Reply:
    """A redirect; CANARY may be named in it."""
    head = f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    return lambda _: ScriptedAnswer(head.encode("utf-8", "surrogateescape"), b"")


def by_path(replies: Mapping[str, Reply], otherwise: Reply) -> Reply:
    """Another answer for each path."""
    return lambda request: replies.get(request.path, otherwise)(request)


def conversation(reply: Reply) -> Conversation:
    """Read the request, answer, close."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await deliver(reader, writer, reply(await read_request(reader)))

    return converse


def unasked(reply: bytes) -> Conversation:
    """Answer before the request is read, and close."""

    async def converse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply)
        await writer.drain()

    return converse


def http(reply: Reply) -> Opens:
    """A server that answers so; the address to look at is its home page."""

    async def opens(stage: Stage, host: str) -> str:
        reply(Request("GET", host, "/", {}))  # bombs are built before the looks begin
        return f"http://{host}:{await stage.door(conversation(reply))}/"

    return opens


def talking(converse: Conversation) -> Opens:
    """A server that speaks so, whatever it is asked."""

    async def opens(stage: Stage, host: str) -> str:
        return f"http://{host}:{await stage.door(converse)}/"

    return opens


def at(url: str) -> Opens:
    """No server: an address that is looked at as it stands."""

    async def opens(_: Stage, host: str) -> str:
        return url.format(host=host)

    return opens
