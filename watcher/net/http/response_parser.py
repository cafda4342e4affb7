"""Bytes of an HTTP/1.1 answer -> status, headers, bounded body. No sockets.

Here are the limits and the ends: how large a head may be, where a body is whole, and what
to call an answer that is neither. What a head says is net/http_head's.
"""

import re

from watcher.core.looks.observation import Reason
from watcher.net.http.chunks import Chunks
from watcher.net.http.decode import BoundedBody
from watcher.net.http.head import MOVED, SLOP, Head, Headers, beginning, read_head
from watcher.net.look_error import LookError

MAX_HEAD_BYTES = 256 * 1024  # of all headers, and of interim answers (RFC 9110, 15.2) before them
USUAL_HEAD_BYTES = 16 * 1024  # who sends more has to wait for room
MAX_RAW_BYTES = 4 * 1024 * 1024

_HEAD_END = re.compile(rb"\n\r?\n")


class ResponseParser:
    """An answer that grows as its bytes are fed.

    Attributes:
        head: what it says before its body; None until that is whole.
        complete: nothing more belongs to it.
        body: decoded, as far as it was wanted; there once the head is.
    """

    def __init__(self, body_limit: int) -> None:
        """Await an answer of which so many decoded bytes are wanted."""
        self.head: Head | None = None
        self.complete = False
        self.body = BoundedBody((), body_limit)
        self._chunks: Chunks | None = None
        self._left: int | None = None  # bytes of the body that are still to come, if it said so
        self._held = bytearray()  # a head that is not whole yet, then the body until it is wanted
        self._searched = 0  # so much of it holds no end of a head
        self._head_bytes = self._raw_bytes = 0
        self._between = 0  # since the last byte of the body: sizes and trailers of chunks

    def feed(self, data: bytes) -> None:
        """Take bytes in; none means that the connection has ended.

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
        """Whether its head is larger than those of nearly all sites, as far as it came."""
        return self.head is None and self._head_bytes + len(self._held) > USUAL_HEAD_BYTES

    @property
    def is_redirect(self) -> bool:
        """Whether it redirects to another URL, so that its body is not needed."""
        head = self.head
        return head is not None and head.status in MOVED and bool(head.values(b"location"))

    def begin_body(self) -> None:
        """Begin to decode; until now the body waited as it came. Raises LookError: bad_http."""
        held = bytes(self._held)
        self._held.clear()
        self._take_body(held)

    def _take_heads(self) -> None:
        """Read what is whole of the head, and pass over those that only promise another one."""
        while self.head is None and self._finds_beginning():
            end = _HEAD_END.search(self._held, self._searched)
            if end is None:
                self._searched = max(0, len(self._held) - 2)  # they may be the first of an end
                break
            self._take_head(end.end())
        if self._head_bytes + (len(self._held) if self.head is None else 0) > MAX_HEAD_BYTES:
            raise LookError(Reason.HTTP_TOO_LARGE)

    def _finds_beginning(self) -> bool:
        """Drop what little stands before the status line; False while it may still come."""
        if self._searched:
            return True
        start = beginning(self._held)
        if start is None and len(self._held) >= SLOP + len(b"HTTP"):
            promised = self._head_bytes > 0
            said = repr(bytes(self._held[:16]))
            raise LookError(Reason.BAD_HTTP if promised else Reason.NOT_HTTP, said)
        del self._held[: start or 0]
        return start is not None

    def _take_head(self, size: int) -> None:
        head = read_head(bytes(self._held[:size]))
        del self._held[:size]
        self._searched = 0
        self._head_bytes += size
        if head.status // 100 == 1:  # 101 too: nobody asked for another protocol
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
        """Raises LookError: truncated; bad_http where not even the first chunk was one."""
        part = chunks.feed(data)
        self._between = 0 if part else self._between + len(data)
        self._keep(part)
        self.complete = chunks.complete
        if chunks.flaw:
            reason = Reason.TRUNCATED if self._raw_bytes else Reason.BAD_HTTP
            raise LookError(reason, chunks.flaw)
        if self._between > MAX_HEAD_BYTES and not self.complete:
            raise LookError(Reason.TRUNCATED, "much between two chunks, or behind the last")

    def _keep(self, part: bytes) -> None:
        """Decode as much as is wanted."""
        self._raw_bytes += len(part)
        self.body.feed(part)
        if self._raw_bytes > MAX_RAW_BYTES and not self.body.full:
            self.body.flaw = Reason.TOO_LARGE

    def _end(self) -> None:
        if self.head is None:
            has_begun = self._held or self._head_bytes
            raise LookError(Reason.BAD_HTTP if has_begun else Reason.CLOSED)
        if self._chunks is not None or self._left:
            came = self._raw_bytes or not self._between  # else what came was no chunk
            raise LookError(Reason.TRUNCATED if came else Reason.BAD_HTTP, "it says where it ends")
        self.complete = True


def codings(headers: Headers) -> tuple[str, ...]:
    """How the body is encoded, by all its headers of that name, in the order of encoding."""
    said = b",".join(value for name, value in headers if name == b"content-encoding")
    return tuple(filter(None, (part.strip().lower() for part in said.decode("latin-1").split(","))))
