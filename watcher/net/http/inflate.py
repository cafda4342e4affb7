"""Decompress a stream piece by piece: gzip with several members, or deflate.

The headers are read here, and zlib inflates only what follows them. For three reasons: at a wrong
checksum zlib would drop the text before it, which browsers keep; zlib would stop after the first
member of several (RFC 1952, 2.2); and isal fails on some headers of gzip.
"""

import importlib
import zlib
from types import ModuleType

from watcher.net.http.packed_heads import begins_gzip, gzip_head, reads_as_text, zlib_head

_MOST_MEMBERS = 100  # each costs some microseconds, also an empty one
_MOST_HEAD = 64 * 1024
_GZIP_FOOT = 8  # bytes of checksum and size after each member


def _inflating() -> ModuleType:
    """The library that inflates: isal where the extra "fast" is installed, which is faster."""
    try:
        return importlib.import_module("isal.isal_zlib")
    except ImportError:
        return zlib


_ZLIB = _inflating()


class NotPackedError(Exception):
    """The bytes are not a compressed stream, or are damaged.

    Attributes:
        text: what was decompressed before the damage, or plain text that was never compressed.
    """

    def __init__(self, text: bytes = b"") -> None:
        super().__init__("not a compressed stream")
        self.text = text


class Unpacker:
    """A compressed stream that is decompressed piece by piece.

    Attributes:
        members: streams that have begun; more than one only in gzip.
        ended: the stream is complete; what follows it is ignored.
    """

    def __init__(self, *, gzip: bool) -> None:
        self.members = 0
        self.ended = False
        self._gzip = gzip
        self._held = b""  # the foot of a member and an incomplete header after it
        self._inflater: zlib._Decompress | None = None

    @property
    def is_within(self) -> bool:
        """Whether it is incomplete if nothing more comes."""
        return self._inflater is not None or (self.members == 0 and bool(self._held))

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Decompress the next bytes, up to `room` bytes of text. Raises NotPackedError."""
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
        """Read the header of a member and prepare to inflate it.

        Returns:
            What follows the header; b"" where the header is incomplete (it is held until more
            comes), or where what follows is not a member (the stream has ended).
        """
        foot = _GZIP_FOOT if self.members else 0
        head = data[foot:]
        is_member = begins_gzip(head) if self._gzip else True
        if not is_member and not self.members:
            raise NotPackedError(data if reads_as_text(data) else b"")
        if not is_member or self.members == _MOST_MEMBERS:
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
