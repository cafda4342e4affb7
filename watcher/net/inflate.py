"""Unpack a compressed stream piece by piece: gzip of any number of members, or deflate.

The heads are read here and only what they hold is inflated. So a wrong check sum, over which
zlib loses the text that came before it, loses nothing, as in browsers; a second member is
text (RFC 1952, 2.2), and isal has no gzip head to lose its way in.
"""

import importlib
import re
import zlib
from types import ModuleType

GZIP_MAGIC = b"\x1f\x8b\x08"
_MOST_MEMBERS = 100  # each costs some microseconds, however little it holds
_MOST_HEAD = 64 * 1024
_GZIP_HEAD, _GZIP_FOOT, _ZLIB_HEAD = 10, 8, 2
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_EXTRA, _NAME, _COMMENT, _SUM = 4, 8, 16, 2


def _inflating() -> ModuleType:
    """Choose who inflates: isal of the extra "fast" makes the same calls, and is quicker."""
    try:
        return importlib.import_module("isal.isal_zlib")
    except ImportError:
        return zlib


_ZLIB = _inflating()


class NotPackedError(Exception):
    """Not a stream of this kind, or no longer one.

    Attributes:
        text: what was unpacked before, or what stands there instead of a packed stream.
    """

    def __init__(self, text: bytes = b"") -> None:
        super().__init__("not a compressed stream")
        self.text = text


class Unpacker:
    """A compressed stream that is read piece by piece.

    Attributes:
        members: streams that have begun; more than one only in gzip.
        ended: nothing that follows belongs to it.
    """

    def __init__(self, *, gzip: bool) -> None:
        self.members = 0
        self.ended = False
        self._gzip = gzip
        self._held = b""  # the foot of a member and a head, as long as that is not whole
        self._inflater: zlib._Decompress | None = None

    @property
    def is_within(self) -> bool:
        """Whether it stops in the middle if nothing more comes."""
        return self._inflater is not None or (self.members == 0 and bool(self._held))

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Take bytes in; give what they hold, at most `room` bytes. Raises NotPackedError."""
        text, data = bytearray(), self._held + chunk
        self._held = b""
        while data and len(text) < room and not self.ended:
            inflater = self._inflater
            if inflater is None:
                data = self._begin(data)
                continue
            try:
                text += inflater.decompress(data, room - len(text))
            except (zlib.error, _ZLIB.error) as error:
                raise NotPackedError(bytes(text)) from error
            data = inflater.unused_data
            if inflater.eof:
                self._inflater, self.ended = None, not self._gzip
        return bytes(text)

    def _begin(self, data: bytes) -> bytes:
        """Read a head and make ready to inflate what follows it, which is returned.

        A head that is not whole is held, and what is no further member ends the stream; then
        nothing is left to read.
        """
        foot = _GZIP_FOOT if self.members else 0
        head = data[foot:]
        is_one = _begins_gzip(head) if self._gzip else True
        if not is_one and not self.members:
            raise NotPackedError(data if _reads_as_text(data) else b"")
        if not is_one or self.members == _MOST_MEMBERS:
            self.ended = True
            return b""
        size = _gzip_head(head) if self._gzip else _zlib_head(head)
        if size is None:
            self._held = data
            if len(data) > _MOST_HEAD:
                raise NotPackedError
            return b""
        self._inflater = _ZLIB.decompressobj(-zlib.MAX_WBITS)
        self.members += 1
        return head[size:]


def _reads_as_text(data: bytes) -> bool:
    """Whether browsers would take it for text: no byte that no text has (MIME Sniffing, 7.2)."""
    return not _BINARY.search(data, 0, 512)


def _begins_gzip(head: bytes) -> bool:
    return GZIP_MAGIC.startswith(head[: len(GZIP_MAGIC)])


def _gzip_head(head: bytes) -> int | None:
    """How long a head of gzip is (RFC 1952, 2.3); None while it is not whole."""
    if len(head) < _GZIP_HEAD:
        return None
    flags, size = head[3], _GZIP_HEAD
    if flags & _EXTRA:
        size += 2 + int.from_bytes(head[size : size + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = head.find(b"\0", size)
            if end < 0:
                return None
            size = end + 1
    size += 2 if flags & _SUM else 0
    return size if size <= len(head) else None


def _zlib_head(head: bytes) -> int | None:
    """The two bytes of a head of zlib (RFC 1950, 2.2); none where deflate comes bare."""
    if len(head) < _ZLIB_HEAD:
        return None
    is_zlib = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0
    return _ZLIB_HEAD if is_zlib else 0
