"""Parse an HTTP/1.1 answer as its bytes arrive: status, headers, bounded body. No sockets.

Decides how large a head may be, where a body ends, and the reason of a broken answer. Heads are
parsed in head.py, chunks in chunks.py, compression in decode.py.
"""

import re

from watcher.core.looks.observation import Reason
from watcher.net.http.chunks import Chunks
from watcher.net.http.decode import BoundedBody
from watcher.net.http.head import MOVED, SLOP, Head, Headers, beginning, read_head
from watcher.net.look_error import LookError

MAX_HEAD_BYTES = 256 * 1024  # of the head, and of interim answers (RFC 9110, 15.2) before it
USUAL_HEAD_BYTES = 16 * 1024  # a larger head has to reserve memory first (http1.py)
MAX_RAW_BYTES = 4 * 1024 * 1024

_HEAD_END = re.compile(rb"\n\r?\n")


class ResponseParser:
    """An answer that is parsed as its bytes are fed.

    Attributes:
        head: None until it is complete.
        complete: nothing more belongs to the answer.
        body: decoded up to its limit; used once the head is complete.
    """

    def __init__(self, body_limit: int) -> None:
        """Parse an answer, keeping at most `body_limit` decoded bytes of its body."""
        self.head: Head | None = None
        self.complete = False
        self.body = BoundedBody((), body_limit)
        self._chunks: Chunks | None = None
        self._left: int | None = None  # bytes of the body that are missing, if its length is known
        self._held = bytearray()  # an incomplete head, then the body until begin_body()
        self._searched = 0  # bytes of it that were searched for the end of the head
        self._head_bytes = self._raw_bytes = 0
        self._between = 0  # bytes since the last one of the body: sizes and trailers of chunks

    def feed(self, data: bytes) -> None:
        """Parse the next bytes; b"" means that the connection has ended.

        Raises:
            LookError: closed, truncated, bad_http, not_http or http_too_large.
        """
        if not data:
            self._end()
        elif self.head is not None:
            self._take_body(data)
        else:
            self._held += data
            self._take_heads()

    @property
    def is_large(self) -> bool:
        """Whether its incomplete head is already larger than those of nearly all sites."""
        return self.head is None and self._head_bytes + len(self._held) > USUAL_HEAD_BYTES

    @property
    def is_redirect(self) -> bool:
        """Whether it redirects to another URL, so that its body is not needed."""
        head = self.head
        return head is not None and head.status in MOVED and bool(head.values(b"location"))

    def begin_body(self) -> None:
        """Decode the body that was held so far, and from now on. Raises LookError: bad_http."""
        held = bytes(self._held)
        self._held.clear()
        self._take_body(held)

    def _take_heads(self) -> None:
        """Parse the head once it is complete; skip interim answers (1xx) before it."""
        while self.head is None and self._finds_beginning():
            end = _HEAD_END.search(self._held, self._searched)
            if end is None:
                self._searched = max(0, len(self._held) - 2)  # the end may have begun in these two
                break
            self._take_head(end.end())
        if self._head_bytes + (len(self._held) if self.head is None else 0) > MAX_HEAD_BYTES:
            raise LookError(Reason.HTTP_TOO_LARGE)

    def _finds_beginning(self) -> bool:
        """Drop stray bytes before the status line; False while it may still come."""
        if self._searched:
            return True
        start = beginning(self._held)
        if start is None and len(self._held) >= SLOP + len(b"HTTP"):
            after_interim = self._head_bytes > 0
            first_bytes = repr(bytes(self._held[:16]))
            raise LookError(Reason.BAD_HTTP if after_interim else Reason.NOT_HTTP, first_bytes)
        del self._held[: start or 0]
        return start is not None

    def _take_head(self, size: int) -> None:
        head = read_head(bytes(self._held[:size]))
        del self._held[:size]
        self._searched = 0
        self._head_bytes += size
        if head.status // 100 == 1:  # also 101: we never ask for another protocol
            return
        self.head = head
        self._chunks = Chunks() if head.chunked else None
        self._left = head.length
        self.complete = self._left == 0
        self.body = BoundedBody(codings(head.headers), self.body.limit)

    def _take_body(self, data: bytes) -> None:
        if self.complete:
            return
        if self._chunks is not None:
            self._take_chunks(self._chunks, data)
        elif self._left is not None:
            self._keep(data[: self._left])
            self._left -= len(data[: self._left])
            self.complete = self._left == 0
        else:
            self._keep(data)

    def _take_chunks(self, chunks: Chunks, data: bytes) -> None:
        """Decode chunks. Raises LookError: truncated; bad_http where the first one is broken."""
        part = chunks.feed(data)
        self._between = 0 if part else self._between + len(data)
        self._keep(part)
        self.complete = chunks.complete
        if chunks.flaw:
            reason = Reason.TRUNCATED if self._raw_bytes else Reason.BAD_HTTP
            raise LookError(reason, chunks.flaw)
        if self._between > MAX_HEAD_BYTES and not self.complete:
            raise LookError(Reason.TRUNCATED, "too much between two chunks, or after the last")

    def _keep(self, part: bytes) -> None:
        """Add a part of the body, up to its limits."""
        self._raw_bytes += len(part)
        self.body.feed(part)
        if self._raw_bytes > MAX_RAW_BYTES and not self.body.full:
            self.body.flaw = Reason.TOO_LARGE

    def _end(self) -> None:
        if self.head is None:
            has_begun = self._held or self._head_bytes
            raise LookError(Reason.BAD_HTTP if has_begun else Reason.CLOSED)
        if self._chunks is not None or self._left:
            has_chunk = self._raw_bytes or not self._between  # else the bytes were no chunk
            raise LookError(
                Reason.TRUNCATED if has_chunk else Reason.BAD_HTTP, "closed before the body's end"
            )
        self.complete = True


def codings(headers: Headers) -> tuple[str, ...]:
    """The codings of all Content-Encoding headers, lower-case, in the order of encoding."""
    value = b",".join(value for name, value in headers if name == b"content-encoding")
    return tuple(
        filter(None, (part.strip().lower() for part in value.decode("latin-1").split(",")))
    )
