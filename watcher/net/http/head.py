"""The head of an HTTP/1.1 answer -> status, headers, and where its body ends. Pure.

What a browser shows is up, so heads are read as Chromium reads them, which forgives much:
net/http/http_response_headers.cc, http_util.cc and http_stream_parser.cc of its source, and
docs/decisions/0016. What it refuses as an attack (a NUL, two lengths that differ) is refused.
"""

import re
from dataclasses import dataclass

from watcher.core.looks.observation import Reason
from watcher.net.look_error import LookError

MAX_HEADERS = 1000  # each costs more than its bytes
#: Answers that lead to another address, which stands in their head (RFC 9110, 15.4).
MOVED = frozenset({301, 302, 303, 307, 308})

#: Bytes of anything that may stand before the status line.
SLOP = 4
_BEGINS = re.compile(rb"http|ICY ", re.IGNORECASE)
_LINES = re.compile(rb"[\r\n]+")
_VERSION = re.compile(rb"http/(\d)[^.]*\.(\d)", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BLANK = b" \t"
_NO_BODY = frozenset({204, 205, 304})
#: More than one of these, and different ones, is how answers are smuggled.
_SINGULAR = (b"location", b"content-disposition")
_LARGEST = 2**63
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_COOKIES, _COOKIE_BYTES = 50, 4096  # as many, and as long, as browsers keep (RFC 6265, 6.1)

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer says before its body.

    Attributes:
        headers: names in lower case, in the order in which they came. Set-Cookie is kept only
            of an answer that leads on, for nobody else comes back.
        chunked: the body comes in chunks (RFC 9112, 7.1).
        length: bytes of the body; None when it ends with its chunks or with the connection.
    """

    status: int
    headers: Headers
    chunked: bool
    length: int | None

    def values(self, name: bytes) -> list[bytes]:
        """The values of all headers of a name."""
        return _values(self.headers, name)


def beginning(data: bytes | bytearray) -> int | None:
    """Where the status line begins; None where none can."""
    found = _BEGINS.search(data, 0, SLOP + len(b"HTTP"))
    return found.start() if found else None


def read_head(raw: bytes) -> Head:
    """Read a head from its status line to its empty line.

    Raises:
        LookError: bad_http or http_too_large.
    """
    if b"\0" in raw:
        raise LookError(Reason.BAD_HTTP, "a NUL in the head")
    status_line, *lines = _LINES.split(raw)
    if len(lines) > 2 * MAX_HEADERS:
        _check_number(lines)
    status = _status(status_line)
    headers = [header for line in _unfolded(lines) if (header := _header(line))]
    chunked = _speaks_chunks(status_line) and b"chunked" in (
        coding.lower() for coding in _listed(headers, b"transfer-encoding")
    )
    _refuse_smuggling(headers, chunked=chunked)
    return Head(status, _kept(headers, status), chunked, _length(status, headers, chunked=chunked))


def _check_number(lines: list[bytes]) -> None:
    cookies = sum(line[:11].lower() == b"set-cookie:" for line in lines)
    if len(lines) - cookies > 2 * MAX_HEADERS:
        raise LookError(Reason.HTTP_TOO_LARGE, "headers without end")


def _status(line: bytes) -> int:
    """The number behind the first blank; 200 where there is none that a status can be.

    A status has three digits (RFC 9110, 15). Whoever sends "20" or "2000" has mistyped it, and
    Chromium shows the page.
    """
    said = line.partition(b" ")[2].lstrip(b" ")
    digits = re.match(rb"0*([1-9]\d\d)(?!\d)", said)
    return int(digits[1]) if digits else 200


def _speaks_chunks(status_line: bytes) -> bool:
    """Whether the version knows chunks: 1.1 and later; what is no version counts as 1.0."""
    version = _VERSION.match(status_line)
    return version is not None and (version[1], version[2]) >= (b"1", b"1")


def _unfolded(lines: list[bytes]) -> list[bytes]:
    """Header lines, those that go on in the next line joined (RFC 9112, 5.2)."""
    whole: list[bytes] = []
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            whole.append(line)
        elif whole and whole[-1].find(b":") > 0:
            whole[-1] += b" " + line.strip(_BLANK)
    return whole


def _header(line: bytes) -> tuple[bytes, bytes] | None:
    """One header; None for a line that is none."""
    name, colon, value = line.partition(b":")
    name = name.rstrip(_BLANK)
    if not colon or not _TOKEN.fullmatch(name):
        return None
    return name.lower(), value.strip(_BLANK)


def _values(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _listed(headers: Headers, name: bytes) -> list[bytes]:
    """The values of a header that is a list, divided by commas."""
    parts = (part.strip(_BLANK) for value in _values(headers, name) for part in value.split(b","))
    return [part for part in parts if part]


def _refuse_smuggling(headers: Headers, *, chunked: bool) -> None:
    """Refuse what browsers refuse: two lengths or two destinations that differ."""
    if not chunked and len(set(_listed(headers, b"content-length"))) > 1:
        raise LookError(Reason.BAD_HTTP, "lengths that differ")
    for name in _SINGULAR:
        if len(set(_values(headers, name))) > 1:
            raise LookError(Reason.BAD_HTTP, f"{name.decode()} twice")


def _length(status: int, headers: Headers, *, chunked: bool) -> int | None:
    """The length that is said; one in words, signed or without end is as good as none."""
    if status in _NO_BODY:
        return 0
    said = next(iter(_listed(headers, b"content-length")), b"")
    if chunked or not said.isdigit() or len(said) > 40 or int(said) >= _LARGEST:
        return None
    return int(said)


def _kept(headers: Headers, status: int) -> Headers:
    kept = [header for header in headers if header[0] != b"set-cookie"]
    if len(kept) > MAX_HEADERS:
        raise LookError(Reason.HTTP_TOO_LARGE, "headers without end")
    if status in MOVED:
        cookies = (value for value in _values(headers, b"set-cookie") if _is_cookie(value))
        kept += [(b"set-cookie", value) for value, _ in zip(cookies, range(_COOKIES), strict=False)]
    return kept


def _is_cookie(value: bytes) -> bool:
    """Whether browsers take it: not too long without its attributes, and no control characters."""
    pair = value.partition(b";")[0]
    return len(pair) <= _COOKIE_BYTES and not _CONTROL.search(value)
