"""HTTP/1.1 of the demo's servers: one request, one answer, close.

Reads the head of a request and writes that of an answer. Request bodies are not read: watcher
sends none. Answers are written byte for byte: an HTTP library would refuse the broken ones.
"""

import asyncio
import functools
import gzip
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

Headers = Iterable[tuple[str, str]]

MEBIBYTE = 1 << 20

_PHRASES = {int(status): status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came.

    Attributes:
        authority: the Host header, with its port if it had one, lower case.
        path: path and query, undecoded.
        headers: names in lower case; the last of equal names wins.
    """

    method: str
    authority: str
    path: str
    headers: Mapping[str, str]

    @property
    def host(self) -> str:
        """The name alone, without a port."""
        return self.authority.rpartition(":")[0] or self.authority

    @property
    def takes_gzip(self) -> bool:
        """Whether the client asked for gzip."""
        return "gzip" in self.headers.get("accept-encoding", "")


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Read one request head.

    Raises:
        asyncio.IncompleteReadError: the client left, or sent no request.
    """
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.rstrip().split("\r\n")
        method, path, _ = first.split(" ")
    except (ValueError, asyncio.LimitOverrunError) as broken:
        raise asyncio.IncompleteReadError(b"", None) from broken
    fields = (line.partition(":") for line in rest)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    return Request(method, headers.get("host", "").lower(), path, headers)


def head_of(status: int, headers: Headers) -> bytes:
    """The status line and headers of an answer, to the empty line."""
    phrase = _PHRASES.get(status, "Unknown")
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def squeeze(body: bytes) -> bytes:
    """The body as gzip, the same bytes every time."""
    return gzip.compress(body, mtime=0)


@functools.cache
def gzip_bomb(mebibytes: int) -> bytes:
    """A small, valid gzip stream that inflates to so many MiB of zeros.

    A full flush makes deflate forget, so one compressed MiB can be repeated as it stands.
    """
    zeros = bytes(MEBIBYTE)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflate.compress(zeros) + deflate.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(mebibytes):
        checksum = zlib.crc32(zeros, checksum)
    size = mebibytes * MEBIBYTE % (1 << 32)
    head, end = b"\x1f\x8b\x08" + bytes(6) + b"\xff", b"\x03\x00"
    return (
        head + block * mebibytes + end + checksum.to_bytes(4, "little") + size.to_bytes(4, "little")
    )
