"""Reads one RDAP answer (RFC 9083) into facts.

Owns the meaning of the body. Fetching it, and what the HTTP status says, is the client's.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from watcher.core.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.dates import FIRST_YEAR, YEARS_AHEAD, Stamp, day_of, differing, earliest
from watcher.probes.domain.names import a_label, status_word, tidy

_ERRORS = {404: Reason.NOT_FOUND, 429: Reason.RATE_LIMITED}
_LIST_CAP = 64  # entries of any list; no real answer comes near


class _NotJsonError(ValueError):
    """The body is not a JSON object."""


def read_rdap(body: bytes, domain: str, at: datetime) -> Finding:
    """Read what an RDAP server answered about a name.

    Args:
        domain: the name asked for; empty, or with a "?" before its ending, where not known.
        at: when the answer came, for telling dates that cannot be.
    """
    asked = "" if "?" in domain else a_label(domain)
    facts = DomainFacts(asked, source="rdap")
    try:
        answer = _parse(body)
    except _NotJsonError:
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    if "errorCode" in answer:
        return _read_error(answer["errorCode"], facts)
    if not _has_shape(answer):
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, facts)
    named = a_label(tidy(answer.get("ldhName") or answer["unicodeName"]))
    if asked and named != asked:
        return Finding(Outcome.UNKNOWN, Reason.WRONG_DOMAIN, facts)
    return _read_domain(answer, replace(facts, domain=named), at.year + YEARS_AHEAD)


def is_rdap_error(body: bytes) -> bool:
    """Tell a registry's own "no such name" from the 404 page of a web server."""
    try:
        return isinstance(_parse(body).get("errorCode"), int)
    except _NotJsonError:
        return False


def _parse(body: bytes) -> dict[str, Any]:
    """Parse a JSON object.

    Raises:
        _NotJsonError: it is none, or is nested beyond reason, or holds NaN, which JSON forbids.
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


def _read_error(code: object, facts: DomainFacts) -> Finding:
    reason = _ERRORS.get(code, Reason.BAD_ANSWER) if isinstance(code, int) else Reason.BAD_ANSWER
    if reason is Reason.NOT_FOUND:
        return Finding(Outcome.FAILED, reason, replace(facts, registered=False))
    return Finding(Outcome.UNKNOWN, reason, facts)


def _has_shape(answer: dict[str, Any]) -> bool:
    """Tell whether the body is a domain object that names itself and lists its events."""
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


def _event(events: list[dict[str, Any]], action: str, last_year: int) -> Stamp | Reason:
    dates = (event.get("eventDate") for event in events if _action(event) == action)
    return earliest(_stamp(printed, last_year) for printed in dates)


def _action(event: dict[str, Any]) -> str:
    action = event.get("eventAction")
    return action.strip().lower() if isinstance(action, str) else ""


def _stamp(printed: object, last_year: int) -> Stamp | Reason:
    """Read an RFC 3339 date. Without a zone it is UTC; without a time it is a day only."""
    if printed is None:
        return Reason.NO_DATE
    if not isinstance(printed, str):
        return Reason.BAD_DATE
    try:
        at = datetime.fromisoformat(printed.strip().upper())
    except ValueError:
        return Reason.BAD_DATE
    if not FIRST_YEAR <= at.year <= last_year:
        return Reason.BAD_DATE
    at = at.replace(tzinfo=at.tzinfo or UTC)
    return Stamp(day_of(at), at.astimezone(UTC) if ":" in printed else None)


def _instant(stamp: Stamp | Reason) -> datetime | None:
    return stamp.instant if isinstance(stamp, Stamp) else None


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
