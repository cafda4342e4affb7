"""Decompress a body up to a limit, so that a decompression bomb costs no more than the limit.

Checking the size after a library has inflated a chunk is too late: one compressed chunk can
become gigabytes.

As lenient as browsers: a coding with an unknown name ("none", "UTF-8") is no coding, deflate may
come without its zlib header, and the checksum at the end of a stream is not verified.
"""

from dataclasses import dataclass, field

from watcher.core.looks.observation import Reason
from watcher.net.http.inflate import NotPackedError, Unpacker
from watcher.net.http.packed_heads import GZIP_MAGIC

_GZIP, _DEFLATE = ("gzip", "x-gzip"), ("deflate",)
_KNOWN = frozenset({*_GZIP, *_DEFLATE, "br", "zstd"})


@dataclass(slots=True)
class BoundedBody:
    """A body that is decoded as it arrives, up to a limit.

    Attributes:
        codings: of the answer's Content-Encoding, lower case.
        limit: most decoded bytes that are kept.
        flaw: too_large, truncated or bad_encoding once something is wrong.
    """

    codings: tuple[str, ...]
    limit: int
    flaw: Reason | None = None
    _kept: bytearray = field(default_factory=bytearray)
    _unpacker: Unpacker | None = None

    def __post_init__(self) -> None:
        """Choose a decoder; codings that we did not offer (br, zstd, several) are a flaw."""
        if not self.codings or not _KNOWN.issuperset(self.codings):
            return  # kept as it arrives
        if self.codings[0] in (*_GZIP, *_DEFLATE) and len(self.codings) == 1:
            self._unpacker = Unpacker(gzip=self.codings[0] in _GZIP)
        else:
            self.flaw = Reason.BAD_ENCODING

    @property
    def content(self) -> bytes:
        """The decoded bytes so far."""
        return bytes(self._kept)

    @property
    def full(self) -> bool:
        """Whether further bytes would be ignored, as those after a compressed stream are."""
        ended = self._unpacker is not None and self._unpacker.ended
        return ended or self.flaw is not None or len(self._kept) >= self.limit

    def feed(self, chunk: bytes) -> None:
        """Decode the next raw bytes, up to the limit."""
        if self.full:
            return
        room = self.limit - len(self._kept)
        if self._unpacker is None:
            self._kept += chunk[:room]
            return
        try:
            self._kept += self._unpacker.feed(chunk, room)
        except NotPackedError as error:
            self._kept += error.text[:room]
            has_begun = self._unpacker.members and self._kept
            self.flaw = Reason.TRUNCATED if has_begun else Reason.BAD_ENCODING

    def break_off(self, why: Reason) -> None:
        """Note why no more arrives; no flaw where a compressed stream is complete already."""
        unpacker = self._unpacker
        if unpacker is None or unpacker.is_within or not unpacker.members:
            self.flaw = self.flaw or why

    def end(self) -> None:
        """Note a flaw where a stream stops in the middle, or is gzip that no header declares."""
        if self.flaw is not None:
            return
        if self._unpacker is not None and self._unpacker.is_within and not self.full:
            self.flaw = Reason.TRUNCATED
        if self._kept.startswith(GZIP_MAGIC):
            self._kept.clear()
            self.flaw = Reason.BAD_ENCODING
