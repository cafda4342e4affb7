"""One HTTP/1.1 exchange on an open connection: a request, and an answer with a bounded body.

h11 does the parsing; here are the bounds, and what each kind of broken answer is called.
"""

import asyncio
import ssl
from dataclasses import dataclass

import h11

from watcher.core.observation import Reason
from watcher.net.decode import BoundedBody
from watcher.net.errors import LookError
from watcher.net.handshake import READ_BUFFER, Streams
from watcher.net.tls import reason_of
from watcher.net.trail import Trail

MAX_HEAD_BYTES = 256 * 1024  # of all headers, and of interim answers (RFC 9110, 15.2) before them
MAX_RAW_BYTES = 4 * 1024 * 1024
BODY_SECONDS = 6.0

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An answer: status, headers as they came, and the body as far as it was wanted."""

    status: int
    headers: Headers
    body: bytes


async def exchange(
    streams: Streams, method: str, target: str, headers: Headers, trail: Trail
) -> Exchanged:
    """Ask once and read the answer.

    Raises:
        LookError: closed, reset, bad_http, not_http, http_too_large or a TLS reason.
    """
    parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
    request = h11.Request(method=method, target=target, headers=headers)
    await _send(streams[1], parser.send(request) or b"", parser)
    trail.waiting_for = Reason.TIMEOUT_READ
    head = await _read_head(streams[0], parser)
    trail.mark("first_byte")
    body = BoundedBody(_header(head, b"content-encoding").lower(), trail.body_limit)
    await _read_body(streams[0], parser, body)
    trail.flaw = body.flaw
    return Exchanged(head.status_code, list(head.headers), body.content)


async def _send(writer: asyncio.StreamWriter, head: bytes, parser: h11.Connection) -> None:
    try:
        writer.write(head + (parser.send(h11.EndOfMessage()) or b""))
        await writer.drain()
    except OSError:
        pass  # some servers answer and close before they have read: the answer may be there


async def _read_head(reader: asyncio.StreamReader, parser: h11.Connection) -> h11.Response:
    heard, size = b"", 0
    while True:
        event = _next_event(parser, heard)
        if isinstance(event, h11.Response):
            return event
        if event is h11.NEED_DATA:
            if size > MAX_HEAD_BYTES:
                raise LookError(Reason.HTTP_TOO_LARGE)
            chunk = await _read(reader)
            heard, size = heard or chunk[:16], size + len(chunk)
            if not chunk:
                raise LookError(_silence(heard))
            parser.receive_data(chunk)
        elif not isinstance(event, h11.InformationalResponse):
            raise LookError(Reason.BAD_HTTP)


def _next_event(parser: h11.Connection, heard: bytes) -> object:
    if heard and not _speaks_http(heard):
        raise LookError(Reason.NOT_HTTP, repr(heard))
    try:
        return parser.next_event()
    except h11.RemoteProtocolError as error:
        too_long = "too long" in str(error)
        raise LookError(
            Reason.HTTP_TOO_LARGE if too_long else Reason.BAD_HTTP, str(error)
        ) from error


def _speaks_http(heard: bytes) -> bool:
    start = heard.lstrip(b"\r\n")[:5]
    return b"HTTP/".startswith(start) or start == b"HTTP/"


def _silence(heard: bytes) -> Reason:
    return Reason.BAD_HTTP if heard else Reason.CLOSED


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(READ_BUFFER)
    except ConnectionResetError as error:
        raise LookError(Reason.RESET) from error
    except ssl.SSLError as error:
        raise LookError(reason_of(error), str(error.reason)) from error
    except OSError as error:
        raise LookError(Reason.CLOSED, str(error)) from error


async def _read_body(
    reader: asyncio.StreamReader, parser: h11.Connection, body: BoundedBody
) -> None:
    """Read until the end, the limit, or our patience; what came until then is kept."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            await _read_all(reader, parser, body)
    except TimeoutError:
        body.flaw = body.flaw or Reason.SLOW
    except (h11.RemoteProtocolError, LookError):
        body.flaw = body.flaw or Reason.TRUNCATED


async def _read_all(
    reader: asyncio.StreamReader, parser: h11.Connection, body: BoundedBody
) -> None:
    raw = 0
    while not body.full:
        event = parser.next_event()
        if isinstance(event, h11.Data):
            raw += len(event.data)
            body.feed(bytes(event.data))
            if raw > MAX_RAW_BYTES:
                body.flaw = Reason.TOO_LARGE
        elif event is h11.NEED_DATA:
            parser.receive_data(await _read(reader))
        else:
            body.end()
            return


def _header(head: h11.Response, name: bytes) -> str:
    return next((v.decode("latin-1").strip() for k, v in head.headers if k == name), "")
