"""Unpack a compressed stream piece by piece: gzip of any number of members, or deflate.

The heads are read here and only what they hold is inflated. So a wrong check sum, over which
zlib loses the text that came before it, loses nothing, as in browsers; a second member is
text (RFC 1952, 2.2), and isal has no gzip head to lose its way in.
"""

import importlib
import zlib
from types import ModuleType

from watcher.net.http.packed_heads import begins_gzip, gzip_head, reads_as_text, zlib_head

_MOST_MEMBERS = 100  # each costs some microseconds, however little it holds
_MOST_HEAD = 64 * 1024
_GZIP_FOOT = 8


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
        is_one = begins_gzip(head) if self._gzip else True
        if not is_one and not self.members:
            raise NotPackedError(data if reads_as_text(data) else b"")
        if not is_one or self.members == _MOST_MEMBERS:
            self.ended = True
            return b""
        size = gzip_head(head) if self._gzip else zlib_head(head)
        if size is None:
            self._held = data
            if len(data) > _MOST_HEAD:
                raise NotPackedError
            return b""
        self._inflater = _ZLIB.decompressobj(-zlib.MAX_WBITS)
        self.members += 1
        return head[size:]
