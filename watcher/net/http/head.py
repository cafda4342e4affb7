"""Parse the head of an HTTP/1.1 answer: status, headers, and where its body ends. Pure.

What a browser shows is up, so heads are parsed as leniently as in Chromium:
net/http/http_response_headers.cc, http_util.cc and http_stream_parser.cc of its source, and
docs/decisions/0016. What it refuses as an attack (a NUL, two different lengths) is refused.
"""

import re
from dataclasses import dataclass

from watcher.core.looks.observation import Reason
from watcher.net.look_error import LookError

MAX_HEADERS = 1000  # each takes more memory than its bytes
#: Statuses of redirects to the URL in the Location header (RFC 9110, 15.4).
MOVED = frozenset({301, 302, 303, 307, 308})

#: Most bytes before the status line, which are ignored; the name is Chromium's.
SLOP = 4
_BEGINS = re.compile(rb"http|ICY ", re.IGNORECASE)
_LINES = re.compile(rb"[\r\n]+")
_VERSION = re.compile(rb"http/(\d)[^.]*\.(\d)", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BLANK = b" \t"
_NO_BODY = frozenset({204, 205, 304})
#: Headers that may not occur twice with different values, which is used in response smuggling.
_SINGULAR = (b"location", b"content-disposition")
_LARGEST = 2**63
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_COOKIES, _COOKIE_BYTES = 50, 4096  # limits of browsers (RFC 6265, 6.1)

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer.

    Attributes:
        headers: names in lower case, in their order. Set-Cookie is kept of redirects only, as
            no other answer is followed by a request.
        chunked: the body has the chunked transfer coding (RFC 9112, 7.1).
        length: bytes of the body; None when it ends with its chunks or with the connection.
    """

    status: int
    headers: Headers
    chunked: bool
    length: int | None

    def values(self, name: bytes) -> list[bytes]:
        """The values of all headers of a name, which is in lower case."""
        return _values(self.headers, name)


def beginning(data: bytes | bytearray) -> int | None:
    """The index at which the status line begins; None without one in the first bytes."""
    match = _BEGINS.search(data, 0, SLOP + len(b"HTTP"))
    return match.start() if match else None


def read_head(raw: bytes) -> Head:
    """Parse a head from its status line to its empty line.

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
    chunked = _supports_chunks(status_line) and b"chunked" in (
        coding.lower() for coding in _listed(headers, b"transfer-encoding")
    )
    _refuse_smuggling(headers, chunked=chunked)
    return Head(status, _kept(headers, status), chunked, _length(status, headers, chunked=chunked))


def _check_number(lines: list[bytes]) -> None:
    """Refuse too many lines before they are parsed, which costs more; cookies do not count."""
    cookies = sum(line[:11].lower() == b"set-cookie:" for line in lines)
    if len(lines) - cookies > 2 * MAX_HEADERS:
        raise LookError(Reason.HTTP_TOO_LARGE, "headers without end")


def _status(line: bytes) -> int:
    """The number after the first space; 200 where it is not a status.

    A status has three digits (RFC 9110, 15). "20" or "2000" is a mistake of the server, and
    Chromium shows the page.
    """
    after_version = line.partition(b" ")[2].lstrip(b" ")
    digits = re.match(rb"0*([1-9]\d\d)(?!\d)", after_version)
    return int(digits[1]) if digits else 200


def _supports_chunks(status_line: bytes) -> bool:
    """Whether the version is 1.1 or later, which has chunks; an invalid one counts as 1.0."""
    version = _VERSION.match(status_line)
    return version is not None and (version[1], version[2]) >= (b"1", b"1")


def _unfolded(lines: list[bytes]) -> list[bytes]:
    """Join header lines that are continued on the next line (RFC 9112, 5.2)."""
    whole: list[bytes] = []
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            whole.append(line)
        elif whole and whole[-1].find(b":") > 0:
            whole[-1] += b" " + line.strip(_BLANK)
    return whole


def _header(line: bytes) -> tuple[bytes, bytes] | None:
    """Name and value of a header line; None for a line that is not one."""
    name, colon, value = line.partition(b":")
    name = name.rstrip(_BLANK)
    if not colon or not _TOKEN.fullmatch(name):
        return None
    return name.lower(), value.strip(_BLANK)


def _values(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _listed(headers: Headers, name: bytes) -> list[bytes]:
    """The values of a header that is a list, separated by commas."""
    parts = (part.strip(_BLANK) for value in _values(headers, name) for part in value.split(b","))
    return [part for part in parts if part]


def _refuse_smuggling(headers: Headers, *, chunked: bool) -> None:
    """Refuse what browsers refuse: two different lengths or two different Locations."""
    if not chunked and len(set(_listed(headers, b"content-length"))) > 1:
        raise LookError(Reason.BAD_HTTP, "lengths that differ")
    for name in _SINGULAR:
        if len(set(_values(headers, name))) > 1:
            raise LookError(Reason.BAD_HTTP, f"{name.decode()} twice")


def _length(status: int, headers: Headers, *, chunked: bool) -> int | None:
    """The Content-Length; None where it is not a number, signed, or too large."""
    if status in _NO_BODY:
        return 0
    stated = next(iter(_listed(headers, b"content-length")), b"")
    if chunked or not stated.isdigit() or len(stated) > 40 or int(stated) >= _LARGEST:
        return None
    return int(stated)


def _kept(headers: Headers, status: int) -> Headers:
    kept = [header for header in headers if header[0] != b"set-cookie"]
    if len(kept) > MAX_HEADERS:
        raise LookError(Reason.HTTP_TOO_LARGE, "headers without end")
    if status in MOVED:
        cookies = (value for value in _values(headers, b"set-cookie") if _is_cookie(value))
        kept += [(b"set-cookie", value) for value, _ in zip(cookies, range(_COOKIES), strict=False)]
    return kept


def _is_cookie(value: bytes) -> bool:
    """Whether browsers accept it: name and value not too long, and no control characters."""
    pair = value.partition(b";")[0]
    return len(pair) <= _COOKIE_BYTES and not _CONTROL.search(value)
