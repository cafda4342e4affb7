"""The cookies of one look, stored and sent as Chromium does (RFC 6265bis; Python's jar differs).

Some pages set a cookie, redirect to themselves, and show their content only with it. Cookies are
dropped at the end of a look, so no clock is needed: whether a server deletes a cookie is decided
by the server's own Date.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_LONGEST_ATTRIBUTE = 1024
_SAFE_PREFIXES = ("__secure-", "__host-")
_MAX_AGE = re.compile(r"-?\d+")
_DATE_PART = re.compile(r"[^\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The time of an answer without a Date header: earlier expiry dates delete a cookie.
_LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Cookie:
    """A stored cookie; `host_only` where it is not sent to subdomains of `host`."""

    name: str
    value: str
    host: str
    host_only: bool
    path: str
    secure: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.name, self.host, self.path

    @property
    def sent_as(self) -> str:
        return f"{self.name}={self.value}" if self.name else self.value

    def belongs_to(self, scheme: str, host: str, path: str) -> bool:
        if self.secure and scheme != "https":
            return False
        on_host = host == self.host or (not self.host_only and host.endswith(f".{self.host}"))
        return on_host and _is_below(path, self.path)


class Cookies:
    """The cookies that the answers of a look have set so far."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], _Cookie] = {}

    def header(self, url: str) -> str:
        """The Cookie header for a URL, longer paths first; "" without cookies."""
        scheme, host, path = _place(url)
        sent = [cookie for cookie in self._kept.values() if cookie.belongs_to(scheme, host, path)]
        sent.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(cookie.sent_as for cookie in sent)

    def keep(self, url: str, lines: Iterable[str], date: str | None) -> None:
        """Store or delete what the Set-Cookie headers of an answer say.

        Args:
            url: of the answer.
            lines: values of its Set-Cookie headers.
            date: its Date header; None without one.
        """
        answered = _instant(date)
        for line in lines:
            pair, *parts = line.split(";")
            attributes = _attributes(parts)
            cookie = _cookie(url, pair, attributes)
            if cookie is None:
                continue
            if _is_deleted(attributes, answered):
                self._kept.pop(cookie.key, None)
            else:
                self._kept[cookie.key] = cookie


def _place(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
        return parts.scheme, (parts.hostname or "").rstrip("."), parts.path or "/"
    except ValueError:
        return "", "", "/"


def _attributes(parts: Iterable[str]) -> dict[str, str]:
    """The attributes by name, in lower case; the last of a name counts."""
    split = (part.partition("=") for part in parts)
    pairs = ((name.strip().lower(), value.strip()) for name, _, value in split)
    return {name: value for name, value in pairs if len(value) <= _LONGEST_ATTRIBUTE}


def _cookie(url: str, pair: str, attributes: Mapping[str, str]) -> _Cookie | None:
    """One cookie; None where browsers refuse it."""
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals:
        name, value = "", name
    scheme, host, path = _place(url)
    secure, domain = "secure" in attributes, attributes.get("domain", "").lstrip(".").lower()
    wants_secure = (
        attributes.get("samesite", "").lower() == "none"
        or "partitioned" in attributes
        or (name or value).lower().startswith(_SAFE_PREFIXES)
    )
    refused = (
        not (name or value)
        or (secure and scheme != "https")
        or (wants_secure and not secure)
        or not _may_set(host, domain)
    )
    if refused:
        return None
    below = attributes.get("path", "")
    if not below.startswith("/"):
        below = path.rpartition("/")[0] or "/"
    host_only = not domain or _is_address(host)
    return _Cookie(name, value, host if host_only else domain, host_only, below, secure)


def _may_set(host: str, domain: str) -> bool:
    """Whether a host may set cookies for a domain: its own or one above it, but not a TLD."""
    if not domain or domain == host:
        return True
    return "." in domain and host.endswith(f".{domain}") and not _is_address(host)


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _is_below(path: str, parent: str) -> bool:
    if not path.startswith(parent):
        return False
    return path == parent or parent.endswith("/") or path[len(parent)] == "/"


def _is_deleted(attributes: Mapping[str, str], answered: datetime) -> bool:
    """Whether its expiry is past, which deletes it; Max-Age counts before Expires."""
    age = attributes.get("max-age", "")
    if _MAX_AGE.fullmatch(age):
        return age.startswith("-") or not age.strip("0")
    ends = _read_date(attributes.get("expires", ""))
    return ends is not None and ends <= answered


def _instant(date: str | None) -> datetime:
    try:
        at = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError):
        return _LONG_AGO
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _read_date(text: str) -> datetime | None:
    """Parse the date of a cookie, whose parts may come in any order (RFC 6265, 5.1.1)."""
    clock: tuple[int, int, int] | None = None
    day = month = year = None
    for part in _DATE_PART.findall(text):
        if clock is None and (found := re.match(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)", part)):
            clock = int(found[1]), int(found[2]), int(found[3])
        elif day is None and (found := re.match(r"\d{1,2}(?!\d)", part)):
            day = int(found[0])
        elif month is None and part[:3].lower() in _MONTHS:
            month = _MONTHS.index(part[:3].lower()) + 1
        elif year is None and (found := re.match(r"\d{2,4}(?!\d)", part)):
            year = int(found[0])
    if clock is None or day is None or month is None or year is None:
        return None
    year += 1900 if 70 <= year <= 99 else 2000 if year < 70 else 0
    try:
        hour, minute, second = clock
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
