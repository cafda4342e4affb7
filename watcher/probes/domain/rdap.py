"""Parse one RDAP answer (RFC 9083) into facts.

Reads the body of statuses 200 and 404. Fetching it and all other statuses are the domain look's
(`probes/domain/__init__.py`).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.domain_names import a_label, status_word, tidy
from watcher.probes.domain.printed_dates import (
    FIRST_YEAR,
    YEARS_AHEAD,
    ParsedDate,
    day_of,
    differing,
    earliest,
)
from watcher.probes.domain.whois_phrases import RegistryStatement, find_denial, find_statement
from watcher.probes.domain.whois_terms import AnswerParts

_ERRORS = {404: Reason.NOT_FOUND, 429: Reason.RATE_LIMITED}
_LIST_CAP = 64  # entries of any list, more than real answers have
_LINE_CAP = 240  # bytes of a body that is not JSON
_CODE_DIGITS = 3
_STAMP_CAP = 64
#: The members of an answer without an object (RFC 9083, sections 4 and 6).
_ERROR_MEMBERS = frozenset(
    {"errorCode", "title", "description", "notices", "lang", "rdapConformance"}
)
#: Members that a record has, and a "no such name" has not.
_RECORD_MEMBERS = frozenset({"events", "entities", "nameservers"})
# a library of Go prints "2027-11-21 23:59:59 +0000 UTC" where RFC 3339 has a "Z"
_SPACED_OFFSET = re.compile(r" (?=[+-]\d{2}:?\d{2}\b)")
_UTC_WORD = re.compile(r"(?:(?<=\d)|Z|[+-]00:?00)\s*(?:UTC|GMT)$")
# the end of a day is 24:00:00 in ISO 8601, and a leap second is :60 (RFC 3339, 5.6)
_DAYS_END = re.compile(r"(?<=[T ])24:00(?::00(?:\.0+)?)?(?![\d:.])")
_LEAP_SECOND = re.compile(r"(:[0-5]\d):60(?!\d)")


class _NotJsonError(ValueError):
    """The body is not a JSON object."""


def read_rdap(body: bytes, domain: str, at: datetime, status: int = 200) -> Finding:
    """Parse the answer of an RDAP server about a name.

    Args:
        body: of the answer.
        domain: the name asked for; "", or "?" before its TLD, where it is not known.
        at: when the answer arrived; dates that are impossible then are BAD_DATE.
        status: of HTTP, 200 or 404.
    """
    asked = "" if "?" in domain else a_label(domain)
    facts = DomainFacts(asked, source="rdap")
    if status == 404:
        return _read_denial(body, facts)
    try:
        answer = _parse(body)
    except _NotJsonError:
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    if "errorCode" in answer:
        return _read_error(answer, facts)
    if not _has_shape(answer):
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    named = a_label(tidy(answer.get("ldhName") or answer["unicodeName"]))
    if asked and named != asked:
        return Finding(Outcome.UNKNOWN, Reason.WRONG_DOMAIN, facts)
    return _read_domain(answer, replace(facts, domain=named), at.year + YEARS_AHEAD)


def _read_denial(body: bytes, facts: DomainFacts) -> Finding:
    """Read the body of an HTTP 404, which means that there is no such name.

    The body may explain it (RFC 7480, section 5.3). A web page, or the JSON of a program that is
    not an RDAP server, is BAD_ANSWER: that 404 is not about the name.
    """
    absent = Finding(Outcome.FAILED, Reason.NOT_FOUND, replace(facts, registered=False))
    odd = Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    try:
        answer = _parse(body)
    except _NotJsonError:
        return absent if _is_plain_denial(body, facts.domain) else odd
    if "errorCode" in answer:
        return _read_error(answer, facts)
    return absent if answer.keys() <= _ERROR_MEMBERS else odd


def _is_plain_denial(body: bytes, domain: str) -> bool:
    """Whether a body is empty, or a line of text like WHOIS's "not found"."""
    if len(body) > _LINE_CAP or b"<" in body:
        return False
    lines = body.decode("utf-8-sig", errors="replace").split("\n")
    text = AnswerParts(list(filter(str.strip, lines)))
    found = find_statement(text, domain, find_denial(text, domain))
    return not body.strip() or (found is not None and found.statement is RegistryStatement.ABSENT)


def _parse(body: bytes) -> dict[str, Any]:
    """Parse a JSON object.

    Raises:
        _NotJsonError: it is not one, is nested too deeply, or holds NaN, which JSON forbids.
    """
    try:
        answer = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _NotJsonError from error
    if not isinstance(answer, dict):
        raise _NotJsonError
    return answer


def _refuse(constant: str) -> None:
    raise _NotJsonError(constant)


def _read_error(answer: dict[str, Any], facts: DomainFacts) -> Finding:
    """Read an error; "no such name" with a record beside it contradicts itself: BAD_ANSWER."""
    reason = _ERRORS.get(_code(answer["errorCode"]), Reason.BAD_ANSWER)
    if reason is not Reason.NOT_FOUND:
        return Finding(Outcome.UNKNOWN, reason, facts)
    if answer.keys() & _RECORD_MEMBERS:
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    return Finding(Outcome.FAILED, reason, replace(facts, registered=False))


def _code(printed: object) -> int:
    """Parse an error code; some servers print the number as a string."""
    if isinstance(printed, str) and len(printed) == _CODE_DIGITS and printed.isdecimal():
        return int(printed)
    return printed if isinstance(printed, int) else 0


def _has_shape(answer: dict[str, Any]) -> bool:
    """Whether the body is a domain object with a name and a list of events."""
    name = answer.get("ldhName") or answer.get("unicodeName")
    return (
        isinstance(name, str)
        and answer.get("objectClassName", "domain") == "domain"
        and isinstance(answer.get("events", []), list)
    )


def _read_domain(answer: dict[str, Any], facts: DomainFacts, last_year: int) -> Finding:
    events, statuses = list(_objects(answer.get("events"))), _strings(answer.get("status"))
    facts = replace(
        facts,
        registered=True,
        registrar=_registrar(answer),
        statuses=tuple(dict.fromkeys(filter(None, map(status_word, statuses)))),
        nameservers=tuple(dict.fromkeys(_nameservers(answer))),
        registered_at=_instant(_event(events, "registration", last_year)),
        changed_at=_instant(_event(events, "last changed", last_year)),
    )
    expires = _event(events, "expiration", last_year)
    registrar_expires = _event(events, "registrar expiration", last_year)
    facts = replace(facts, registrar_expires_on=differing(registrar_expires, expires))
    if isinstance(expires, Reason):
        return Finding(Outcome.UNKNOWN, expires, facts)
    return Finding(
        Outcome.OK, Reason.OK, replace(facts, expires_on=expires.day, expires_at=expires.at)
    )


def _event(events: list[dict[str, Any]], action: str, last_year: int) -> ParsedDate | Reason:
    dates = (event.get("eventDate") for event in events if _action(event) == action)
    return earliest(_stamp(printed, last_year) for printed in dates)


def _action(event: dict[str, Any]) -> str:
    action = event.get("eventAction")
    return action.strip().lower() if isinstance(action, str) else ""


def _stamp(printed: object, last_year: int) -> ParsedDate | Reason:
    """Parse an RFC 3339 date; without a zone it is in UTC, without a time it is only a day."""
    if printed is None:
        return Reason.NO_DATE
    if not isinstance(printed, str):
        return Reason.BAD_DATE
    try:
        at = datetime.fromisoformat(_plain(printed))
    except ValueError:
        return Reason.BAD_DATE
    if not FIRST_YEAR <= at.year <= last_year:
        return Reason.BAD_DATE
    at = at.replace(tzinfo=at.tzinfo or UTC)
    return ParsedDate(day_of(at), at.astimezone(UTC) if ":" in printed else None)


def _plain(printed: str) -> str:
    """Convert a date to what Python parses; 24:00:00 and leap seconds become a second less."""
    printed = _SPACED_OFFSET.sub("", " ".join(printed[:_STAMP_CAP].upper().split()))
    printed = _UTC_WORD.sub("+00:00" if ":" in printed else "", printed)
    return _DAYS_END.sub("23:59:59", _LEAP_SECOND.sub(r"\1:59", printed))


def _instant(stamp: ParsedDate | Reason) -> datetime | None:
    return stamp.instant if isinstance(stamp, ParsedDate) else None


def _registrar(answer: dict[str, Any]) -> str | None:
    for entity in _objects(answer.get("entities")):
        if "registrar" in _strings(entity.get("roles")) and (name := _full_name(entity)):
            return name
    return None


def _full_name(entity: dict[str, Any]) -> str | None:
    """Read "fn" of a jCard (RFC 7095): ["vcard", [["fn", {}, "text", "PT Contoh"], ...]]."""
    card = _list(entity.get("vcardArray"))[1:2]
    for line in _list(card[0] if card else None):
        match line:
            case ["fn", _, _, str(name), *_] if tidy(name):
                return tidy(name)
    return None


def _nameservers(answer: dict[str, Any]) -> Iterator[str]:
    for server in _objects(answer.get("nameservers")):
        name = server.get("ldhName")
        if isinstance(name, str) and (name := a_label(tidy(name))):
            yield name


def _list(value: object) -> list[Any]:
    return value[:_LIST_CAP] if isinstance(value, list) else []


def _objects(value: object) -> Iterator[dict[str, Any]]:
    return (entry for entry in _list(value) if isinstance(entry, dict))


def _strings(value: object) -> Iterator[str]:
    return (entry for entry in _list(value) if isinstance(entry, str))
