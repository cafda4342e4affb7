"""Decode the chunked transfer coding piece by piece (RFC 9112, 7.1). Pure.

As lenient as Chromium (net/http/http_chunked_decoder.cc): spaces after a size, anything as an
extension, and bare line feeds are accepted; a sign, 0x, or a chunk without its empty line is not.
"""

import re

_MAX_LINE = 16 * 1024  # bytes of a size and its extensions, or of a trailer
_SIZE = re.compile(rb"0*([0-9A-Fa-f]{1,15}) *(?:;.*)?", re.DOTALL)


class Chunks:
    """A chunked body that is decoded piece by piece.

    Attributes:
        complete: the last chunk and the empty line after it were read.
        flaw: what broke the format, for logs; "" so far. After it nothing more is read.
    """

    def __init__(self) -> None:
        self.complete = False
        self.flaw = ""
        self._held = bytearray()  # a line that is not complete yet
        self._left = 0  # bytes of the chunk that are still missing
        self._closes = False  # the empty line after a chunk must come next
        self._is_last = False  # the chunk of size 0 was read; trailers come next

    def feed(self, data: bytes) -> bytes:
        """Read the next bytes; return those of the body among them."""
        held, at, body = self._held, 0, bytearray()
        held += data
        while not self.complete and not self.flaw:
            if self._left:
                part = held[at : at + self._left]
                body += part
                at += len(part)
                self._left -= len(part)
                if self._left:
                    break
                self._closes = True
            end = held.find(b"\n", at)
            if end < 0:
                break
            self._take_line(bytes(held[at:end]).removesuffix(b"\r"))
            at = end + 1
        del held[:at]
        if len(held) > _MAX_LINE:
            self.flaw = "a line without end"
        return bytes(body)

    def _take_line(self, line: bytes) -> None:
        if self._closes:
            self.flaw = "a chunk longer than it says" if line else ""
            self._closes = False
        elif self._is_last:
            self.complete = not line  # else a trailer, which is ignored
        else:
            self._begin_chunk(line)

    def _begin_chunk(self, line: bytes) -> None:
        size = _SIZE.fullmatch(line)
        if size is None:
            self.flaw = "no size of a chunk"
        else:
            self._left = int(size[1], 16)
            self._is_last = self._left == 0
