"""Read any bytes as an answer: `python tests/fuzz/answers.py [libFuzzer's options] [corpus]`.

Whatever a server sends, and however it is cut into pieces, reading it ends: with a body within
the limit, or with the reason why there is none.
"""

import asyncio
import gzip
import sys
from collections.abc import Iterator
from typing import cast

import atheris

with atheris.instrument_imports(include=["watcher"]):
    from watcher.core.looks.observation import Reason
    from watcher.net.http.http1 import exchange
    from watcher.net.limits import MemoryBudget
    from watcher.net.look_error import LookError
    from watcher.net.stream import Stream
    from watcher.net.trace import LookTrace

LIMIT = 16 * 1024
OK = b"HTTP/1.1 200 OK\r\n"
GZIP = OK + b"Content-Encoding: gzip\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
HEADS = (
    b"",
    OK,
    OK + b"\r\n",
    OK + CHUNKED,
    GZIP + b"\r\n",
    GZIP + CHUNKED,
    b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK,
)
REQUEST = b"GET / HTTP/1.1\r\nHost: usaha.example\r\n\r\n"
ROOM = MemoryBudget(LIMIT)  # for one body: who does not give it back holds up the next
LOOP = asyncio.new_event_loop()


class Wire:
    """A connection whose other side says these bytes, in these pieces, and closes."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = iter(pieces)
        self._ends = 0

    async def read(self) -> bytes:
        """Give a piece; whoever asks on behind the end never stops."""
        piece = next(self._pieces, b"")
        self._ends += not piece
        assert self._ends < 3, "reads on and on"
        return piece

    async def write(self, data: bytes) -> None:
        """Hear the request."""
        assert data == REQUEST


def cut(fuzzed: "atheris.FuzzedDataProvider", said: bytes) -> Iterator[bytes]:
    """Up to nine pieces."""
    for _ in range(8):
        size = fuzzed.ConsumeIntInRange(1, len(said)) if said else 0
        piece, said = said[:size], said[size:]
        if piece:
            yield piece
    if said:
        yield said


def answered(pieces: list[bytes]) -> int | Reason:
    """The status of an answer, or why there is none."""
    trace = LookTrace(LIMIT)
    asking = exchange(cast(Stream, Wire(pieces)), REQUEST, ROOM, trace)
    try:
        answer = LOOP.run_until_complete(asking)
    except LookError as error:
        return error.reason
    assert len(answer.body.content) <= LIMIT
    assert answer.head is not None
    assert answer.head.status // 100 != 1
    return answer.head.status


def read(data: bytes) -> None:
    """One answer: its last bytes choose a head before it, and where it is cut."""
    fuzzed = atheris.FuzzedDataProvider(data)
    head = HEADS[fuzzed.ConsumeIntInRange(0, len(HEADS) - 1)]
    packed, sizes = fuzzed.ConsumeBool(), fuzzed.ConsumeBytes(32)
    body = fuzzed.ConsumeBytes(len(data))
    said = head + (gzip.compress(body, 1) if packed else body)
    in_pieces = answered(list(cut(atheris.FuzzedDataProvider(sizes), said)))
    at_once = answered([said] if said else [])
    assert in_pieces == at_once or {type(in_pieces), type(at_once)} == {Reason}


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
