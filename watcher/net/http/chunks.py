"""Take the framing of chunks off a body as it comes (RFC 9112, 7.1). Pure.

As Chromium does (net/http/http_chunked_decoder.cc): blanks behind a size, anything as an
extension, bare line feeds; no sign, no 0x, and an empty line behind every chunk.
"""

import re

_MAX_LINE = 16 * 1024  # bytes of a size and its extensions, or of a trailer
_SIZE = re.compile(rb"0*([0-9A-Fa-f]{1,15}) *(?:;.*)?", re.DOTALL)


class Chunks:
    """A body of chunks that is read piece by piece.

    Attributes:
        complete: the last chunk and the empty line behind it have come.
        flaw: what was no chunk, in words; from then on nothing is read.
    """

    def __init__(self) -> None:
        self.complete = False
        self.flaw = ""
        self._held = bytearray()  # a line that is not whole yet
        self._left = 0  # bytes of the chunk that are still to come
        self._closes = self._is_last = False  # an empty line, or trailers, must come next

    def feed(self, data: bytes) -> bytes:
        """Take bytes in, give those of the body among them."""
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
            self.complete = not line  # else a trailer, which nobody reads
        else:
            self._begin_chunk(line)

    def _begin_chunk(self, line: bytes) -> None:
        size = _SIZE.fullmatch(line)
        if size is None:
            self.flaw = "no size of a chunk"
        else:
            self._left = int(size[1], 16)
            self._is_last = self._left == 0
