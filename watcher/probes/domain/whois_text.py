"""Reads one WHOIS answer into facts.

Owns the verdict: registered, no such name, or no telling. Labels are in `whois_fields`, dates
in `dates`, phrases in `whois_phrases`. Asks nobody; registrant data never gets past it.
"""

import re
from dataclasses import replace
from datetime import datetime

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.domain_names import (
    a_label,
    host_in,
    hosts_in,
    status_word,
    tidy,
    top_level,
)
from watcher.probes.domain.printed_dates import (
    YEARS_AHEAD,
    Orders,
    ParsedDate,
    differing,
    earliest,
    order_in_label,
    orders_of,
    read_stamp,
)
from watcher.probes.domain.whois_fields import Field, FieldLine, Fields, read_fields
from watcher.probes.domain.whois_phrases import (
    RegistryStatement,
    StatedStatus,
    denial_in,
    is_taken,
    status_says,
    what_is_said,
)
from watcher.probes.domain.whois_terms import TEXT_CAP, Parted, part

_DATED = (Field.EXPIRES, Field.REGISTRAR_EXPIRES, Field.REGISTERED, Field.CHANGED)
_REASON_OF = {
    RegistryStatement.LIMIT: Reason.RATE_LIMITED,
    RegistryStatement.RESERVED: Reason.NO_DATE,
}
"""What is said of a name that is neither held nor free. All else is BAD_ANSWER."""
_HTML = re.compile(r"<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STATUS_END = re.compile(r"https?:|\(| - |\s-$")
_STATUS_CAP = 40  # letters; longer ones are sentences


def read_whois(text: str, domain: str, at: datetime) -> Finding:
    """Read what a WHOIS server answered about a name.

    Args:
        domain: the name asked for; empty, or with a "?" before its ending, where not known.
        at: when the answer came, for telling dates that cannot be.
    """
    asked = "" if "?" in domain else a_label(domain)
    unknown = DomainFacts(asked, source="whois")
    if _is_no_text(text):
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, unknown)
    answer = part(text)
    fields, denial = read_fields(answer.said), denial_in(answer, asked)
    first = denial if denial and _stands_first(denial, answer.said) else None
    named = _named(fields, asked)
    about_another = bool(asked and named) and asked not in named
    if about_another and not (first and first.names_it):
        return Finding(Outcome.UNKNOWN, Reason.WRONG_DOMAIN, unknown)
    unknown = replace(unknown, domain=asked or (named[0] if named else ""))
    facts = _with_words(unknown, fields)
    record = _read_record(fields, facts, top_level(domain), at.year)
    if record is None or first is None:
        return record or _read_words(answer, facts, denial)
    its_own = not about_another and (bool(named) or not first.names_it)
    if its_own and _is_dated(record):
        return _unknown(Reason.BAD_ANSWER, unknown)  # absent, and yet dated
    return _read_words(answer, unknown, denial)


def _stands_first(denial: StatedStatus, lines: list[str]) -> bool:
    """Tell whether the name is said to be absent before any field but the name's own.

    Such an answer has no record: what looks like fields further down is not about the name.
    """
    return not read_fields(lines[: denial.at + 1]).keys() - {Field.DOMAIN}


def _is_dated(record: Finding) -> bool:
    """Tell whether a record has a date, so that "not found" above it contradicts it."""
    since = isinstance(record.facts, DomainFacts) and record.facts.registered_at
    return bool(since) or record.reason is not Reason.NO_DATE


def _is_no_text(text: str) -> bool:
    """Tell a web page or bytes that are no text from an answer."""
    text = text[:TEXT_CAP]
    return bool(_HTML.search(text[:1024])) or 50 * len(_CONTROL.findall(text)) > len(text)


def _named(fields: Fields, asked: str) -> list[str]:
    """List the names the answer says it is about; its whole ending counts as one."""
    values = [entry.value for entry in fields.get(Field.DOMAIN, ())]
    hosts = (host_in(value) for value in values)
    endings = (ending for value in values if (ending := a_label(value)) == top_level(asked))
    return [host for host in (*hosts, *endings) if host]


def _with_words(facts: DomainFacts, fields: Fields) -> DomainFacts:
    """Add all that is no date: registrar, statuses, nameservers."""
    hosts = (host_in(entry.value) for entry in fields.get(Field.NAMESERVER, ()))
    return replace(
        facts,
        registrar=_registrar(fields),
        statuses=tuple(dict.fromkeys(_statuses(fields))),
        nameservers=tuple(dict.fromkeys(host for host in hosts if host)),
    )


def _registrar(fields: Fields) -> str | None:
    for entry in fields.get(Field.REGISTRAR, ()):
        name = re.sub(r"(?i)^(?:registrar |organi[sz]ation )?name\s*:", "", entry.value)
        if name := tidy(name):
            return name
    return None


def _statuses(fields: Fields) -> list[str]:
    """Normalise the status lines. "State" is a word of addresses too: known words only."""
    printed = [part for entry in fields.get(Field.STATUS, ()) for part in _status_parts(entry)]
    states = [part for entry in fields.get(Field.STATE, ()) for part in _status_parts(entry)]
    printed += [word for word in states if is_taken(word) or status_says(word)]
    return [word for word in printed if 0 < len(word) <= _STATUS_CAP]


def _status_parts(entry: FieldLine) -> list[str]:
    """Part "ok, clientHold (see there)" and, where each word is a code, "ok clientHold"."""
    value = _STATUS_END.split(entry.value, maxsplit=1)[0]
    printed = value.split()
    words = [status_word(word) for word in dict.fromkeys(printed)]
    if len(printed) > 1 and all(is_taken(word) for word in words):
        return words
    return [status_word(part) for part in re.split(r",| / ", value)]


def _read_record(fields: Fields, facts: DomainFacts, ending: str, year: int) -> Finding | None:
    """Judge the answer by its record; None where it shows none."""
    stamps = _read_stamps(fields, ending, year + YEARS_AHEAD)
    facts = replace(
        facts,
        registered_at=_first_instant(stamps[Field.REGISTERED]),
        changed_at=_first_instant(stamps[Field.CHANGED]),
    )
    expires, registrar_expires = (
        earliest(stamps[Field.EXPIRES]),
        earliest(stamps[Field.REGISTRAR_EXPIRES]),
    )
    dated = facts.registered_at or {expires, registrar_expires} != {Reason.NO_DATE}
    said = _said_by_status(facts)
    if not _is_registered(facts, bool(dated), said):
        return None
    if said in (RegistryStatement.ABSENT, RegistryStatement.INVALID):
        return _unknown(Reason.BAD_ANSWER, facts)  # free, and yet somebody's: it contradicts itself
    return _registered(replace(facts, registered=True), expires, registrar_expires)


def _read_stamps(
    fields: Fields, ending: str, last_year: int
) -> dict[Field, list[ParsedDate | Reason]]:
    """Read every date of the record; they prove each other's order of day and month."""
    dated = {field: fields.get(field, []) for field in _DATED}
    orders = orders_of((e.value for entries in dated.values() for e in entries), ending)
    return {
        field: [read_stamp(e.value, _with_hint(orders, e.label), last_year) for e in entries]
        for field, entries in dated.items()
    }


def _with_hint(orders: Orders, label: str) -> Orders:
    hint = order_in_label(label)
    return dict.fromkeys("-/.", hint) if hint else orders


def _first_instant(stamps: list[ParsedDate | Reason]) -> datetime | None:
    return next((stamp.instant for stamp in stamps if isinstance(stamp, ParsedDate)), None)


def _is_registered(facts: DomainFacts, dated: bool, said: RegistryStatement | None) -> bool:
    """Tell whether the record shows somebody holds the name.

    Nameservers alone do not outweigh "reserved": registries delegate names of their own.
    """
    if dated or facts.registrar:
        return True
    return said is None and (bool(facts.nameservers) or any(map(is_taken, facts.statuses)))


def _registered(
    facts: DomainFacts, expires: ParsedDate | Reason, registrar_expires: ParsedDate | Reason
) -> Finding:
    """Judge a record by its dates. A registrar's own answer states the registrar's date only."""
    if expires is Reason.NO_DATE:
        expires, registrar_expires = registrar_expires, Reason.NO_DATE
    if isinstance(expires, Reason):
        return _unknown(expires, facts)
    facts = replace(
        facts,
        expires_on=expires.day,
        expires_at=expires.at,
        registrar_expires_on=differing(registrar_expires, expires),
    )
    return Finding(Outcome.OK, Reason.OK, facts)


def _said_by_status(facts: DomainFacts) -> RegistryStatement | None:
    return next(filter(None, map(status_says, facts.statuses)), None)


def _read_words(answer: Parted, facts: DomainFacts, denial: StatedStatus | None) -> Finding:
    """Judge an answer without a record by what its status or its sentences say."""
    said, line = _said_by_status(facts), ""
    spoken = what_is_said(answer, facts.domain, denial)
    if spoken and (
        said is None or spoken.said in (RegistryStatement.LIMIT, RegistryStatement.TROUBLE)
    ):
        said, line = spoken.said, spoken.line
    if said is not RegistryStatement.ABSENT:
        return _unknown(
            _REASON_OF.get(said, Reason.BAD_ANSWER) if said else Reason.BAD_ANSWER, facts
        )
    if facts.domain and _names_another(line, top_level(facts.domain)):
        return _unknown(Reason.WRONG_DOMAIN, facts)
    absent = DomainFacts(facts.domain, registered=False, source="whois")
    return Finding(Outcome.FAILED, Reason.NOT_FOUND, absent)


def _names_another(line: str, ending: str) -> bool:
    """Tell whether a masked line still names a domain of the ending asked for."""
    return any(top_level(host) == ending for host in hosts_in(line))


def _unknown(reason: Reason, facts: DomainFacts) -> Finding:
    return Finding(Outcome.UNKNOWN, reason, facts)
