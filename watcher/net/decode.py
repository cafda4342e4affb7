"""Inflate a body while counting, so that a bomb costs what we allow and not what it holds.

Bounding the size after a library has inflated a chunk is too late: one compressed chunk can
become gigabytes before a limit is asked.
"""

import importlib
import zlib
from dataclasses import dataclass, field
from types import ModuleType

from watcher.core.observation import Reason


def _inflating() -> ModuleType:
    """Choose who inflates: isal of the extra "fast" makes the same calls, and is quicker."""
    try:
        return importlib.import_module("isal.isal_zlib")
    except ImportError:
        return zlib


def _inflater_of(beginning: bytes) -> "zlib._Decompress":
    """Make ready to inflate. isal loses its way in a long gzip head that comes in pieces."""
    has_short_head = beginning.startswith(_GZIP_MAGIC) and beginning[3:4] == b"\0"
    made: zlib._Decompress = (_ZLIB if has_short_head else zlib).decompressobj(_GZIP_OR_ZLIB)
    return made


_ZLIB = _inflating()
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_GZIP_MAGIC = b"\x1f\x8b"
_PACKED, _PLAIN = ("gzip", "x-gzip", "deflate"), ("", "identity")


@dataclass(slots=True)
class BoundedBody:
    """A body that grows up to a limit and then takes no more.

    Attributes:
        encoding: the Content-Encoding of the answer, lower case.
        limit: most decoded bytes that are kept.
        flaw: too_large, truncated or bad_encoding once something is wrong.
    """

    encoding: str
    limit: int
    flaw: Reason | None = None
    _kept: bytearray = field(default_factory=bytearray)
    _inflater: "zlib._Decompress | None" = None

    def __post_init__(self) -> None:
        """Refuse an encoding that was not asked for."""
        if self.encoding not in (*_PACKED, *_PLAIN):
            self.flaw = Reason.BAD_ENCODING  # we asked for gzip only

    @property
    def content(self) -> bytes:
        """What was kept."""
        return bytes(self._kept)

    @property
    def full(self) -> bool:
        """Whether more would be thrown away: browsers drop what follows a compressed stream."""
        ended = self._inflater is not None and self._inflater.eof
        return ended or self.flaw is not None or len(self._kept) >= self.limit

    def feed(self, chunk: bytes) -> None:
        """Take raw bytes in, as long as there is room."""
        if self.full:
            return
        room = self.limit - len(self._kept)
        self._kept += self._inflate(chunk, room) if self.encoding in _PACKED else chunk[:room]

    def _inflate(self, chunk: bytes, room: int) -> bytes:
        self._inflater = self._inflater or _inflater_of(chunk)
        try:
            return self._inflater.decompress(chunk, room)
        except (zlib.error, _ZLIB.error):
            self.flaw = Reason.TRUNCATED if self._kept else Reason.BAD_ENCODING
            says_gzip_and_sends_text = not self._kept and not chunk.startswith(_GZIP_MAGIC)
            return chunk[:room] if says_gzip_and_sends_text else b""

    def end(self) -> None:
        """Notice a compressed body that stops in the middle."""
        inflater = self._inflater
        if self.flaw is None and inflater is not None and self._kept and not self.full:
            self.flaw = None if inflater.eof else Reason.TRUNCATED
