"""Inflate a body while counting, so that a bomb costs what we allow and not what it holds.

Bounding the size after a library has inflated a chunk is too late: one compressed chunk can
become gigabytes before a limit is asked.

Read as browsers read it: a coding with a name that nobody knows ("none", "UTF-8") is none,
deflate may come bare, and the check sum at the end of a stream is not asked for.
"""

from dataclasses import dataclass, field

from watcher.core.looks.observation import Reason
from watcher.net.http.inflate import NotPackedError, Unpacker
from watcher.net.http.packed_heads import GZIP_MAGIC

_GZIP, _DEFLATE = ("gzip", "x-gzip"), ("deflate",)
_KNOWN = frozenset({*_GZIP, *_DEFLATE, "br", "zstd"})


@dataclass(slots=True)
class BoundedBody:
    """A body that grows up to a limit and then takes no more.

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
        """Make ready to inflate; refuse what browsers could read and we did not ask for."""
        if not self.codings or not _KNOWN.issuperset(self.codings):
            return  # as it is
        if self.codings[0] in (*_GZIP, *_DEFLATE) and len(self.codings) == 1:
            self._unpacker = Unpacker(gzip=self.codings[0] in _GZIP)
        else:
            self.flaw = Reason.BAD_ENCODING

    @property
    def content(self) -> bytes:
        """What was kept."""
        return bytes(self._kept)

    @property
    def full(self) -> bool:
        """Whether more would be thrown away: browsers drop what follows a compressed stream."""
        ended = self._unpacker is not None and self._unpacker.ended
        return ended or self.flaw is not None or len(self._kept) >= self.limit

    def feed(self, chunk: bytes) -> None:
        """Take raw bytes in, as long as there is room."""
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
            began = self._unpacker.members and self._kept
            self.flaw = Reason.TRUNCATED if began else Reason.BAD_ENCODING

    def break_off(self, why: Reason) -> None:
        """Note why no more comes, unless a packed body is whole whatever was to follow."""
        packed = self._unpacker
        if packed is None or packed.is_within or not packed.members:
            self.flaw = self.flaw or why

    def end(self) -> None:
        """Notice a packed body that stops in the middle, or that does not say that it is one."""
        if self.flaw is not None:
            return
        if self._unpacker is not None and self._unpacker.is_within and not self.full:
            self.flaw = Reason.TRUNCATED
        if self._kept.startswith(GZIP_MAGIC):
            self._kept.clear()
            self.flaw = Reason.BAD_ENCODING
