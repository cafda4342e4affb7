"""The ways in which a server delivers an answer, good and bad, whatever its content."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum

_READING_TIME = 0.1  # seconds; RST throws away what the peer has not read by then


class Conduct(StrEnum):
    """How an answer is delivered, whatever it says."""

    ANSWER = "answer"
    CLOSE = "close"  # without a byte
    RESET = "reset"  # RST without a byte
    SILENT = "silent"  # never a byte, never a close
    LINGER = "linger"  # everything, and the connection stays open
    DRIP = "drip"  # a byte at a time, from the first one on
    DRIP_BODY = "drip_body"  # the head at once, the body a byte at a time
    CUT = "cut"  # half of the body, then a close
    CUT_RESET = "cut_reset"  # half of the body, then RST
    ENDLESS = "endless"  # the body again and again, for ever


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """Bytes to deliver; `pace` is the pause in seconds between the bytes of a drip."""

    head: bytes
    body: bytes
    conduct: Conduct = Conduct.ANSWER
    pace: float = 0.5


async def deliver(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: ScriptedAnswer
) -> None:
    """Send `answer` as its conduct demands; returning means the connection may be closed."""
    await _WAYS[answer.conduct](writer, answer)
    if answer.conduct in (Conduct.SILENT, Conduct.LINGER):
        await _departure(reader)


async def _departure(reader: asyncio.StreamReader) -> None:
    while await reader.read(65536):
        pass


async def _send(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(content)
    await writer.drain()


async def _whole(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    await _send(writer, answer.head + answer.body)


async def _nothing(_writer: asyncio.StreamWriter, _answer: ScriptedAnswer) -> None:
    pass


async def _reset(writer: asyncio.StreamWriter, _answer: ScriptedAnswer) -> None:
    caller: socket.socket = writer.get_extra_info("socket")
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()  # with a linger of zero the kernel sends RST


async def _drip(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    for drop in answer.head + answer.body:
        await _send(writer, bytes([drop]))
        await asyncio.sleep(answer.pace)


async def _drip_body(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    await _send(writer, answer.head)
    await _drip(writer, replace(answer, head=b""))


async def _cut(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    await _send(writer, answer.head + answer.body[: len(answer.body) // 2])


async def _cut_reset(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    await _cut(writer, answer)
    await asyncio.sleep(_READING_TIME)
    await _reset(writer, answer)


async def _endless(writer: asyncio.StreamWriter, answer: ScriptedAnswer) -> None:
    await _send(writer, answer.head)
    while True:
        await _send(writer, answer.body)
        await asyncio.sleep(0)  # drain alone never yields while the peer keeps up


_WAYS: dict[Conduct, Callable[[asyncio.StreamWriter, ScriptedAnswer], Awaitable[None]]] = {
    Conduct.ANSWER: _whole,
    Conduct.CLOSE: _nothing,
    Conduct.RESET: _reset,
    Conduct.SILENT: _nothing,
    Conduct.LINGER: _whole,
    Conduct.DRIP: _drip,
    Conduct.DRIP_BODY: _drip_body,
    Conduct.CUT: _cut,
    Conduct.CUT_RESET: _cut_reset,
    Conduct.ENDLESS: _endless,
}
