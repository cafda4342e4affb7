"""Parse one WHOIS answer into facts. Pure.

Decides whether the name is registered, does not exist, or is unknown. Labels are in
`whois_fields`, dates in `printed_dates`, phrases in `whois_phrases`. Registrant data is dropped.
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
    find_denial,
    find_statement,
    is_taken,
    statement_of_status,
)
from watcher.probes.domain.whois_terms import TEXT_CAP, AnswerParts, split_terms

_DATED = (Field.EXPIRES, Field.REGISTRAR_EXPIRES, Field.REGISTERED, Field.CHANGED)
_REASON_OF = {
    RegistryStatement.LIMIT: Reason.RATE_LIMITED,
    RegistryStatement.RESERVED: Reason.NO_DATE,
}
"""Statements about a name that is neither registered nor free; all others are BAD_ANSWER."""
_HTML = re.compile(r"<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STATUS_END = re.compile(r"https?:|\(| - |\s-$")
_STATUS_CAP = 40  # letters; a longer status is a sentence


def read_whois(text: str, domain: str, at: datetime) -> Finding:
    """Parse the answer of a WHOIS server about a name.

    Args:
        text: of the answer.
        domain: the name asked for; "", or "?" before its TLD, where it is not known.
        at: when the answer arrived; dates that are impossible then are BAD_DATE.
    """
    asked = "" if "?" in domain else a_label(domain)
    unknown = DomainFacts(asked, source="whois")
    if _is_not_text(text):
        return Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, unknown)
    answer = split_terms(text)
    fields, denial = read_fields(answer.record), find_denial(answer, asked)
    first = denial if denial and _precedes_fields(denial, answer.record) else None
    named = _named(fields, asked)
    about_another = bool(asked and named) and asked not in named
    if about_another and not (first and first.names_it):
        return Finding(Outcome.UNKNOWN, Reason.WRONG_DOMAIN, unknown)
    unknown = replace(unknown, domain=asked or (named[0] if named else ""))
    facts = _with_texts(unknown, fields)
    record = _read_record(fields, facts, top_level(domain), at.year)
    if record is None or first is None:
        return record or _read_statement(answer, facts, denial)
    about_name = not about_another and (bool(named) or not first.names_it)
    if about_name and _is_dated(record):
        return _unknown(Reason.BAD_ANSWER, unknown)  # "not found" with a date: a contradiction
    return _read_statement(answer, unknown, denial)


def _precedes_fields(denial: StatedStatus, lines: list[str]) -> bool:
    """Whether a denial comes before any field except the name itself.

    Such an answer has no record: fields further down are not about the name.
    """
    return not read_fields(lines[: denial.at + 1]).keys() - {Field.DOMAIN}


def _is_dated(record: Finding) -> bool:
    """Whether a record has a date, so that "not found" above it contradicts it."""
    registered_at = isinstance(record.facts, DomainFacts) and record.facts.registered_at
    return bool(registered_at) or record.reason is not Reason.NO_DATE


def _is_not_text(text: str) -> bool:
    """Whether an answer is a web page or binary."""
    text = text[:TEXT_CAP]
    return bool(_HTML.search(text[:1024])) or 50 * len(_CONTROL.findall(text)) > len(text)


def _named(fields: Fields, asked: str) -> list[str]:
    """The names in the answer's domain fields; the TLD of the name asked for counts too."""
    values = [entry.value for entry in fields.get(Field.DOMAIN, ())]
    hosts = (host_in(value) for value in values)
    tlds = (tld for value in values if (tld := a_label(value)) == top_level(asked))
    return [host for host in (*hosts, *tlds) if host]


def _with_texts(facts: DomainFacts, fields: Fields) -> DomainFacts:
    """Add everything but dates: registrar, statuses, nameservers."""
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
    """The normalised statuses; of "state", a label of postal addresses too, only known words."""
    words = [word for entry in fields.get(Field.STATUS, ()) for word in _status_words(entry)]
    states = [word for entry in fields.get(Field.STATE, ()) for word in _status_words(entry)]
    words += [word for word in states if is_taken(word) or statement_of_status(word)]
    return [word for word in words if 0 < len(word) <= _STATUS_CAP]


def _status_words(entry: FieldLine) -> list[str]:
    """Split "ok, clientHold (see there)" and, where every word is a status, "ok clientHold"."""
    value = _STATUS_END.split(entry.value, maxsplit=1)[0]
    printed = value.split()
    words = [status_word(word) for word in dict.fromkeys(printed)]
    if len(printed) > 1 and all(is_taken(word) for word in words):
        return words
    return [status_word(part) for part in re.split(r",| / ", value)]


def _read_record(fields: Fields, facts: DomainFacts, tld: str, year: int) -> Finding | None:
    """The finding by the answer's record; None where it has none."""
    stamps = _read_stamps(fields, tld, year + YEARS_AHEAD)
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
    statement = _statement_of(facts)
    if not _is_registered(facts, bool(dated), statement):
        return None
    if statement in (RegistryStatement.ABSENT, RegistryStatement.INVALID):
        return _unknown(Reason.BAD_ANSWER, facts)  # free and registered: it contradicts itself
    return _registered(replace(facts, registered=True), expires, registrar_expires)


def _read_stamps(
    fields: Fields, tld: str, last_year: int
) -> dict[Field, list[ParsedDate | Reason]]:
    """Parse every date of the record; together they prove the order of day and month."""
    dated = {field: fields.get(field, []) for field in _DATED}
    orders = orders_of((e.value for entries in dated.values() for e in entries), tld)
    return {
        field: [read_stamp(e.value, _with_hint(orders, e.label), last_year) for e in entries]
        for field, entries in dated.items()
    }


def _with_hint(orders: Orders, label: str) -> Orders:
    hint = order_in_label(label)
    return dict.fromkeys("-/.", hint) if hint else orders


def _first_instant(stamps: list[ParsedDate | Reason]) -> datetime | None:
    return next((stamp.instant for stamp in stamps if isinstance(stamp, ParsedDate)), None)


def _is_registered(facts: DomainFacts, dated: bool, statement: RegistryStatement | None) -> bool:
    """Whether the record shows that the name is registered.

    Nameservers alone do not, beside the status "reserved": registries delegate their own names.
    """
    if dated or facts.registrar:
        return True
    return statement is None and (bool(facts.nameservers) or any(map(is_taken, facts.statuses)))


def _registered(
    facts: DomainFacts, expires: ParsedDate | Reason, registrar_expires: ParsedDate | Reason
) -> Finding:
    """The finding by a record's dates; a registrar's server may state only the registrar's."""
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


def _statement_of(facts: DomainFacts) -> RegistryStatement | None:
    return next(filter(None, map(statement_of_status, facts.statuses)), None)


def _read_statement(
    answer: AnswerParts, facts: DomainFacts, denial: StatedStatus | None
) -> Finding:
    """The finding of an answer without a record, by its status or its sentences."""
    statement, line = _statement_of(facts), ""
    found = find_statement(answer, facts.domain, denial)
    first = (RegistryStatement.LIMIT, RegistryStatement.TROUBLE)  # they count before a status
    if found and (statement is None or found.statement in first):
        statement, line = found.statement, found.line
    if statement is not RegistryStatement.ABSENT:
        known = _REASON_OF.get(statement) if statement else None
        return _unknown(known or Reason.BAD_ANSWER, facts)
    if facts.domain and _names_another(line, top_level(facts.domain)):
        return _unknown(Reason.WRONG_DOMAIN, facts)
    absent = DomainFacts(facts.domain, registered=False, source="whois")
    return Finding(Outcome.FAILED, Reason.NOT_FOUND, absent)


def _names_another(line: str, tld: str) -> bool:
    """Whether a masked line still contains a domain of the TLD asked for."""
    return any(top_level(host) == tld for host in hosts_in(line))


def _unknown(reason: Reason, facts: DomainFacts) -> Finding:
    return Finding(Outcome.UNKNOWN, reason, facts)
