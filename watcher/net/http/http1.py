"""One HTTP/1.1 exchange on an open connection: send a request, read an answer within bounds.

This module waits for bytes and bounds the waits; response_parser.py parses them.
"""

import asyncio
import contextlib
import ssl

from watcher.core.looks.observation import Reason
from watcher.net.http.response_parser import MAX_HEAD_BYTES, ResponseParser
from watcher.net.limits import MemoryBudget
from watcher.net.look_error import LookError
from watcher.net.stream import Stream
from watcher.net.tls.contexts import reason_of
from watcher.net.trace import LookTrace

BODY_SECONDS = 6.0


async def exchange(
    stream: Stream, head: bytes, memory: MemoryBudget, trace: LookTrace
) -> ResponseParser:
    """Send the head of a request and read the answer.

    The body of a redirect is not read: some servers never end it.

    Args:
        stream: the connection; the caller closes it.
        head: of the request, as it is sent.
        memory: from which the body's limit is reserved before it is read.
        trace: gets the time of the first byte and the flaw of the body.

    Raises:
        LookError: closed, reset, bad_http, not_http, http_too_large or a TLS reason.
    """
    await _send(stream, head)
    trace.waiting_for = Reason.TIMEOUT_READ
    answer = ResponseParser(trace.body_limit)
    async with contextlib.AsyncExitStack() as reserved:
        while not (answer.head or answer.is_large):
            answer.feed(await _read(stream))
        needed = trace.body_limit + (2 * MAX_HEAD_BYTES if answer.is_large else 0)
        await trace.pause(reserved.enter_async_context(memory.reserve(needed)))
        while not answer.head:
            answer.feed(await _read(stream))
        trace.mark("first_byte")
        if not answer.is_redirect:
            await _read_body(stream, answer)
    trace.flaw = answer.body.flaw
    return answer


async def _send(stream: Stream, head: bytes) -> None:
    with contextlib.suppress(OSError):  # some servers answer and close before they have read it
        await stream.write(head)


async def _read(stream: Stream) -> bytes:
    try:
        return await stream.read()
    except ConnectionResetError as error:
        raise LookError(Reason.RESET) from error
    except ssl.SSLError as error:
        raise LookError(reason_of(error), str(error.reason)) from error
    except OSError as error:
        raise LookError(Reason.CLOSED, str(error)) from error


async def _read_body(stream: Stream, answer: ResponseParser) -> None:
    """Read the body until its end, its limit or BODY_SECONDS; what arrived until then is kept.

    Raises:
        LookError: bad_http where not even its first byte could be read.
    """
    body = answer.body
    try:
        answer.begin_body()
        async with asyncio.timeout(BODY_SECONDS):
            while not answer.complete and not body.full:
                answer.feed(await _read(stream))
            body.end()
    except TimeoutError:
        body.break_off(Reason.SLOW)
    except LookError as error:
        if error.reason is Reason.BAD_HTTP:
            raise
        body.break_off(Reason.TRUNCATED)
