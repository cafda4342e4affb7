"""Bytes of an HTTP/1.1 answer -> status, headers, bounded body. No sockets.

llhttp (by httptools) takes the syntax apart; it knows no limit and no end of a connection, so
both are kept here: how large a head may be, and whether a body that ended was whole. Heads
are handed to it whole, as that lets two habits of real servers pass that it refuses.
"""

import re

import httptools

from watcher.core.observation import Reason
from watcher.net.decode import BoundedBody
from watcher.net.errors import LookError

MAX_HEAD_BYTES = 256 * 1024  # of all headers, and of interim answers (RFC 9110, 15.2) before them
USUAL_HEAD_BYTES = 16 * 1024  # who sends more has to wait for room
MAX_HEADERS = 1000  # cookies aside, which are never kept; each costs more than its bytes
#: Answers that lead to another address, which stands in their head (RFC 9110, 15.4).
MOVED = frozenset({301, 302, 303, 307, 308})
MAX_RAW_BYTES = 4 * 1024 * 1024

_HEAD_END = re.compile(rb"\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_LENGTHS = re.compile(rb"\ncontent-length:([^\n]*)")
_BLANK = b" \t\r"

Headers = list[tuple[bytes, bytes]]


class Answer:
    """An answer that grows as its bytes are fed.

    Attributes:
        has_head: status and headers are known.
        complete: nothing more belongs to it.
        body: decoded, as far as it was wanted; there once the head is.
    """

    def __init__(self, body_limit: int) -> None:
        """Await an answer of which so many decoded bytes are wanted."""
        self.status = 0
        self.headers: Headers = []
        self.has_head = self.complete = False
        self.body = BoundedBody("", body_limit)
        self._parser = self._a_parser()
        self._held = bytearray()  # a head that is not whole yet, then the body until it is wanted
        self._searched = 0  # so much of it holds no end of a head
        self._head_bytes = self._raw_bytes = 0
        self._between = 0  # since the last byte of the body: sizes and extensions of chunks

    def feed(self, data: bytes) -> None:
        """Take bytes in; none means that the connection has ended.

        Raises:
            LookError: closed, truncated, bad_http, not_http or http_too_large.
        """
        if not data:
            self._end()
        elif self.has_head:
            self._take_body(data)
        else:
            self._held += data
            self._take_heads()

    @property
    def is_large(self) -> bool:
        """Whether its head is larger than those of nearly all sites, as far as it came."""
        return self._head_bytes + len(self._held) > USUAL_HEAD_BYTES and not self.has_head

    def close(self) -> None:
        """Let go of the parser. It holds us: a page would wait for the collector of cycles."""
        del self._parser

    def begin_body(self) -> None:
        """Begin to decode; until now the body waited as it came. Raises LookError: bad_http."""
        held = bytes(self._held)
        self._held.clear()
        self._take_body(held)

    def _a_parser(self) -> httptools.HttpResponseParser:
        parser = httptools.HttpResponseParser(self)
        parser.set_dangerous_leniencies(
            lenient_optional_cr_before_lf=True,  # bare line feeds, as every browser takes them
            lenient_chunked_length=True,  # a length beside chunks: the chunks are believed
        )
        return parser

    def _take_heads(self) -> None:
        """Parse what is whole of the head, and of those that only promise another one."""
        if not self._head_bytes and self._searched < len(b"HTTP/"):
            self._check_beginning()
        begun = 0
        while not self.has_head and (end := _HEAD_END.search(self._held, self._searched)):
            head = bytes(self._held[begun : end.end()])
            self._head_bytes += len(head)
            begun = self._searched = end.end()
            if not head.startswith(b"HTTP/"):  # llhttp would pass empty lines over
                raise LookError(Reason.BAD_HTTP, repr(head[:16]))
            self._parse(_mended(head))
            self._check_head()
            if not self.has_head:  # what an interim answer says of closing is not meant for us
                self._parser = self._a_parser()
        del self._held[:begun]
        self._searched = max(0, len(self._held) - 2)  # two bytes may be the first of an end
        if self._head_bytes + (0 if self.has_head else len(self._held)) > MAX_HEAD_BYTES:
            raise LookError(Reason.HTTP_TOO_LARGE)

    def _check_beginning(self) -> None:
        start = bytes(self._held[:16]).lstrip(b"\r\n")
        if not b"HTTP/".startswith(start[:5]):
            raise LookError(Reason.NOT_HTTP, repr(start))
        if self._held.startswith((b"\r", b"\n")):
            raise LookError(Reason.BAD_HTTP, "an empty line first")

    def _check_head(self) -> None:
        if len(self.headers) > MAX_HEADERS:
            raise LookError(Reason.HTTP_TOO_LARGE, "headers without end")
        if self.status == 101:
            raise LookError(Reason.BAD_HTTP, "another protocol")
        codings = [
            value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"
        ]
        if codings not in ([], [b"chunked"], [b"identity"]):
            raise LookError(Reason.BAD_HTTP, "an unknown transfer coding")

    def _take_body(self, data: bytes) -> None:
        self._between += len(data)
        self._parse(data)
        if self._between > MAX_HEAD_BYTES and not self.complete:
            raise LookError(Reason.TRUNCATED, "much between two chunks, or behind the last")

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            if not self.complete:  # what follows a whole answer is nobody's concern
                raise LookError(Reason.BAD_HTTP, str(error)) from error
        except httptools.HttpParserUpgrade as error:
            raise LookError(Reason.BAD_HTTP, "another protocol") from error

    def _end(self) -> None:
        if not self.has_head:
            heard = self._held or self._head_bytes
            raise LookError(Reason.BAD_HTTP if heard else Reason.CLOSED)
        chunked = self._value(b"transfer-encoding").lower() == "chunked"
        if chunked or self._value(b"content-length"):
            raise LookError(Reason.TRUNCATED)  # it says itself where it ends, and has not
        self.complete = True

    def _value(self, name: bytes) -> str:
        return next((v.decode("latin-1").strip() for k, v in self.headers if k == name), "")

    # what llhttp calls, also for a second answer behind the first, which is nobody's concern

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what trails behind a body is none, and cookies are for nobody here."""
        name = name.lower()
        if not self.has_head and name != b"set-cookie" and len(self.headers) <= MAX_HEADERS:
            self.headers.append((name, value.strip(b" \t")))

    def on_headers_complete(self) -> None:
        """Make ready for the body; after a head that only promises another, begin anew."""
        if self.has_head:
            return
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers.clear()
            return
        self.has_head = True
        self.body = BoundedBody(self._value(b"content-encoding").lower(), self.body.limit)

    def on_body(self, chunk: bytes) -> None:
        """Decode as much as is wanted."""
        if self.complete:
            return
        self._between = 0
        self._raw_bytes += len(chunk)
        self.body.feed(chunk)
        if self._raw_bytes > MAX_RAW_BYTES and not self.body.full:
            self.body.flaw = Reason.TOO_LARGE

    def on_message_complete(self) -> None:
        """Note the end; of a head that only promised another it was none."""
        self.complete = self.has_head


def _mended(head: bytes) -> bytes:
    """Unfold headers, and leave out a Content-Length that says the same again (RFC 9112)."""
    if b"\n " in head or b"\n\t" in head:
        head = _FOLD.sub(b" ", head)
    lengths = _LENGTHS.findall(head.lower())
    if len(lengths) > 1 or any(b"," in length for length in lengths):
        head = _with_one_length(head, lengths)
    return head


def _with_one_length(head: bytes, lengths: list[bytes]) -> bytes:
    """The head, and its length once where all its lengths are the same."""
    values = {value.strip(_BLANK) for length in lengths for value in length.split(b",")}
    if len(values) > 1:
        return head
    status, *lines = head.split(b"\n")
    others = [line for line in lines if not line.lower().startswith(b"content-length:")]
    return b"\n".join((status, b"Content-Length: %b" % values.pop(), *others))
