"""What a registry says in words when it shows no record.

Phrases are looked for in short lines only: terms of use, which speak of limits and of names
not found as well, come in paragraphs.
"""

import re
from enum import Enum, auto

_LINE_CAP = 120


class Said(Enum):
    """What the words amount to."""

    LIMIT = auto()
    INVALID = auto()
    RESERVED = auto()
    ABSENT = auto()


_PHRASES: tuple[tuple[Said, tuple[str, ...]], ...] = (
    (
        Said.LIMIT,
        (
            "limit exceeded",
            "limit reached",
            "limit has been",
            "quota exceeded",
            "quota reached",
            "exceeded the",
            "exceeded your",
            "exceeded allowed",
            "exceeded maximum",
            "over quota",
            "too many requests",
            "too many queries",
            "too many connections",
            "try again later",
            "access denied",
            "you have been blocked",
            "you have been banned",
            "temporarily blocked",
            "temporarily unavailable",
            "been blacklisted",
            "are blacklisted",
            "your ip",
            "kuota",
            "melebihi batas",
            "melampaui batas",
            "terlalu banyak permintaan",
            "terlalu sering",
            "coba lagi",
            "akses ditolak",
            "alamat ip",
        ),
    ),
    (
        Said.INVALID,
        (
            "invalid query",
            "invalid input",
            "invalid request",
            "invalid domain",
            "invalid character",
            "invalid name",
            "invalid syntax",
            "status: invalid",
            "malformed",
            "syntax error",
            "bad request",
            "internal error",
            "internal server error",
            "404 not found",
            "page not found",
            "server not found",
            "service not found",
            "host not found",
            "zone not found",
            "tld not found",
            "for that zone",
            "not supported",
            "unknown tld",
            "unsupported",
            "no whois server",
            "has no whois server",
            "server does not exist",
            "zone does not exist",
            "tld does not exist",
            "permintaan tidak valid",
            "halaman tidak ditemukan",
            "server tidak ditemukan",
            "layanan tidak ditemukan",
        ),
    ),
    (
        Said.RESERVED,
        (
            "reserved by",
            "reserved name",
            "reserved domain",
            "is reserved",
            "restricted from registration",
            "restricted domain",
            "name is restricted",
            "cannot be registered",
            "can not be registered",
            "not available for registration",
            "domain not available",
            "tidak dapat didaftarkan",
            "name not available",
        ),
    ),
    (
        Said.ABSENT,
        (
            "no match",
            "not found",
            "no data found",
            "no object found",
            "no objects found",
            "no entries found",
            "no entry found",
            "no record found",
            "no records found",
            "no result found",
            "no results found",
            "no results were found",
            "no information found",
            "nothing found",
            "no such domain",
            "not been registered",
            "not registered",
            "does not exist",
            "could not find the",
            "returned 0 objects",
            "no information available about domain",
            "no information about domain",
            "domain status: available",
            "status: available",
            "status: free",
            "belum terdaftar",
            "tidak ditemukan",
        ),
    ),
)
_FREE_NAME = re.compile(
    r"(?:the )?(?:domain )?(?:name )?['\" ]*is (?:available|free)\b(?! (?:at|from|in|on|via|by)\b)"
)
_WHOLE_LINES = {
    "available": (Said.ABSENT,),
    "free": (Said.ABSENT,),
    "reserved": (Said.RESERVED,),
}

_STATUSES: tuple[tuple[Said, tuple[str, ...]], ...] = (
    (Said.INVALID, ("invalid",)),
    (Said.RESERVED, ("reserved", "unassignable", "prohibitedstring", "restricted", "blocked")),
    (
        Said.ABSENT,
        ("free", "available", "notregistered", "unregistered", "noobjectfound", "notfound"),
    ),
)
_TAKEN_WORDS = (
    "ok active inactive registered delegated connect connected verified published taken paid"
    " notavailable granted assigned failed suspended quarantine outofservice hold clienthold"
    " serverhold pendingcreate pendingdelete pendingrelease pendingrenew pendingrestore"
    " pendingtransfer pendingupdate transferlocked locked deleted expired"
)
_TAKEN = frozenset(_TAKEN_WORDS.split())


def status_says(word: str) -> Said | None:
    """Tell what a normalised status says about a name nobody holds."""
    return next((said for said, words in _STATUSES if word.startswith(words)), None)


def is_taken(word: str) -> bool:
    """Tell whether a normalised status is one that only a registered name has."""
    return word in _TAKEN or word.endswith(("prohibited", "period"))


def what_is_said(lines: list[str], domain: str) -> tuple[Said, str] | None:
    """Find the phrase that counts, with its line. A limit outranks all, absence comes last.

    Args:
        domain: the name asked for; it is masked, as it may itself be made of such words.
    """
    short = [_masked(line, domain) for line in lines if len(line) <= _LINE_CAP]
    text = "\n".join(short)
    for said, phrases in _PHRASES:
        if found := next((phrase for phrase in phrases if phrase in text), None):
            return said, next(line for line in short if found in line)
    return next(((said, line) for line in short for said in _whole_line_says(line)), None)


def _masked(line: str, domain: str) -> str:
    line = " ".join(line.strip(" \t%#*-").lower().split())
    return line.replace(domain, "") if domain else line


def _whole_line_says(line: str) -> tuple[Said, ...]:
    return (Said.ABSENT,) if _FREE_NAME.match(line) else _WHOLE_LINES.get(line.rstrip(".!"), ())
