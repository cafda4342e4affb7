"""Find what a registry states in words when its answer has no record.

Phrases are matched in short lines only, as terms of use mention limits and absent names in long
ones. "Not found" is believed only in lines about the name, without trouble (`whois_trouble`).
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import islice

from watcher.probes.domain.whois_terms import AnswerParts
from watcher.probes.domain.whois_trouble import reports_trouble

_LINE_CAP, _DENIALS_CAP = 120, 3  # characters; lines that are checked for trouble around them


class RegistryStatement(Enum):
    """What the words mean."""

    LIMIT = auto()
    INVALID = auto()
    RESERVED = auto()
    TROUBLE = auto()
    ABSENT = auto()


_PHRASES: tuple[tuple[RegistryStatement, tuple[str, ...]], ...] = (
    (
        RegistryStatement.LIMIT,
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
        RegistryStatement.INVALID,
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
            "file not found",
            "url not found",
            "route not found",
            "method not found",
            "command not found",
            "database not found",
            "table not found",
            "user not found",
            "account not found",
            "session not found",
            "database does not exist",
            "table does not exist",
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
            "berkas tidak ditemukan",
            "basis data tidak ditemukan",
            "sistem tidak ditemukan",
        ),
    ),
    (
        RegistryStatement.RESERVED,
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
)
_ABSENT = (
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
    "no matching",
    "status: available",
    "status: free",
    "belum terdaftar",
    "tidak ditemukan",
    "220 available",
)
# a condition and what follows it is not about the name: "If the name is not found, ..."
_CONDITION = re.compile(r"\b(?:if|when|whether|unless|until|jika|apabila|bila|kalau)\b.*")
# something else than the name is absent: "No match for contact CTH-1"
_NONE = "no match|no such|not found|no entr|no record|no object|no data"
_OTHERS = r"(?:contact|name ?server|registra(?:r|nt)|person|handle|role|reseller)s?\b"
_OF_OTHERS = re.compile(
    rf"\b{_OTHERS}[^.!?,:]{{0,30}}(?:not found|not exist|not registered|tidak ditemukan)"
    rf"|(?:{_NONE})[^.!?,:]{{0,20}} {_OTHERS}"
)
_FREE_NAME = re.compile(
    r"(?:the )?(?:domain )?(?:name )?['\" ]*is (?:available|free)\b(?! (?:at|from|in|on|via|by)\b)"
)
_WHOLE_LINES = ("available", "free")

_STATUSES: tuple[tuple[RegistryStatement, tuple[str, ...]], ...] = (
    (RegistryStatement.INVALID, ("invalid",)),
    (
        RegistryStatement.RESERVED,
        ("reserved", "unassignable", "prohibitedstring", "restricted", "blocked"),
    ),
    (
        RegistryStatement.ABSENT,
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


def statement_of_status(word: str) -> RegistryStatement | None:
    """The meaning of a normalised status of an unregistered name; None for other statuses."""
    return next((statement for statement, words in _STATUSES if word.startswith(words)), None)


def is_taken(word: str) -> bool:
    """Whether a normalised status is one that only registered names have."""
    return word in _TAKEN or word.endswith(("prohibited", "period"))


@dataclass(frozen=True, slots=True)
class StatedStatus:
    """A statement and the line that it was found in.

    Attributes:
        line: in lower case and without the name asked for.
        names_it: the line contains the name asked for.
        at: index of the line in the record lines; the terms of use follow on.
    """

    statement: RegistryStatement
    line: str
    names_it: bool = False
    at: int = 0


def find_statement(
    answer: AnswerParts, domain: str, denial: StatedStatus | None
) -> StatedStatus | None:
    """Find the statement that counts: a limit comes first, absence last.

    Args:
        domain: the name asked for; it is masked, as it may contain such words itself.
        denial: the result of `find_denial` for this answer.
    """
    short = [_masked(line, domain) for line in answer.record + answer.terms if _is_short(line)]
    text = "\n".join(short)
    for statement, phrases in _PHRASES:
        if found := next((phrase for phrase in phrases if phrase in text), None):
            return StatedStatus(statement, next(line for line in short if found in line))
    return denial or _reserved_line(short)


def _reserved_line(short: list[str]) -> StatedStatus | None:
    reserved = (line for line in short if line.rstrip(".!") == "reserved")
    return next((StatedStatus(RegistryStatement.RESERVED, line) for line in reserved), None)


def find_denial(answer: AnswerParts, domain: str) -> StatedStatus | None:
    """Find the line that says that the name does not exist.

    A line of the terms of use counts only if it contains the name. If any such line has trouble
    reported around it, the result is TROUBLE instead of ABSENT.
    """
    if not _may_deny(answer.record + answer.terms):
        return None
    named = [line for line in answer.terms if _names(line, domain)]
    parts = AnswerParts(answer.record + named, answer.terms)
    denials = (at for at, line in enumerate(parts.record) if _denies(line, domain))
    found = list(islice(denials, _DENIALS_CAP))
    if not found:
        return None
    line, at = parts.record[found[0]], found[0]
    troubled = any(reports_trouble(parts, at, domain) for at in found)
    statement = RegistryStatement.TROUBLE if troubled else RegistryStatement.ABSENT
    return StatedStatus(statement, _masked(line, domain), _names(line, domain), at)


def _may_deny(lines: list[str]) -> bool:
    """Whether any line can be a denial; a quick test, as most answers have none."""
    text = " ".join("\n".join(lines).lower().split())
    return any(word in text for word in (*_ABSENT, *_WHOLE_LINES))


def _denies(line: str, domain: str) -> bool:
    if not _is_short(line):
        return False
    text = _CONDITION.sub("", _masked(line, domain))
    if any(phrase in text for phrase in _ABSENT):
        return not _OF_OTHERS.search(text)
    return bool(_FREE_NAME.match(text)) or text.rstrip(".!") in _WHOLE_LINES


def _is_short(line: str) -> bool:
    return len(line) <= _LINE_CAP


def _masked(line: str, domain: str) -> str:
    line = " ".join(line.strip(" \t%#*-").lower().split())
    return _whole(domain).sub("", line) if domain else line


def _names(line: str, domain: str) -> bool:
    return bool(domain) and _whole(domain).search(line.lower()) is not None


@lru_cache(maxsize=8)
def _whole(domain: str) -> re.Pattern[str]:
    """Match the name, but not as part of a longer one."""
    return re.compile(rf"(?<![\w.-]){re.escape(domain)}(?!\.?[\w-])")
