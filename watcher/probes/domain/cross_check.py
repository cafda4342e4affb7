"""Check our reading of a WHOIS answer against that of a second parser, python-whois.

The second parser may only contradict, never decide. It gets text that we fetched; its sockets are
not used. Its regular expressions take quadratic time on long words and many empty lines, so it
gets only short lines with a year, which keeps most registrant data from it as well. For some TLDs
(.hk) they take seconds even so; it is used only for TLDs in whois_servers.toml, which are
measured.
"""

import re
import warnings
from dataclasses import replace
from datetime import date, datetime, timedelta

from whois.exceptions import PywhoisError
from whois.parser import WhoisEntry

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.probes.domain.domain_names import a_label, top_level
from watcher.probes.domain.registry_servers import bundled_whois
from watcher.probes.domain.whois_fields import lines_of

_TOLERANCE = timedelta(days=1)  # the two may read different time zones
_LINE_CAP = 100  # characters
_LINES_CAP = 30
_YEAR = re.compile(r"(?<!\d)\d{4}")
_ITS_FAULTS = (
    PywhoisError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


def second_opinion(text: str, domain: str) -> date | None:
    """The expiry day by python-whois; None where it finds none or several, or raises."""
    if top_level(domain) not in bundled_whois():
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dateutil warns about every unknown time zone
            entry = WhoisEntry.load(a_label(domain), _dated_lines(text))
    except _ITS_FAULTS:
        return None
    return _day(entry.get("expiration_date"))


def cross_check(first: Finding, second: date | None) -> Finding:
    """Compare our reading with the second parser's; if they differ, neither is used.

    A date that only the second parser finds is not trusted: it guesses the order of day and month.
    """
    facts = first.facts
    if second is None or not isinstance(facts, DomainFacts):
        return first
    if first.reason is Reason.NOT_FOUND:
        return _disagreement(replace(facts, registered=None))
    ours = [day for day in (facts.expires_on, facts.registrar_expires_on) if day]
    if facts.expires_on is None or any(_same(day, second) for day in ours):
        return first
    return _disagreement(facts)


def _same(ours: date, second: date) -> bool:
    """Whether two days agree: up to a day apart, or with day and month swapped.

    We read the order of day and month only where it is proven; the second parser guesses it.
    """
    swapped = (ours.year, ours.day, ours.month)
    return (second.year, second.month, second.day) == swapped or abs(ours - second) <= _TOLERANCE


def _disagreement(facts: DomainFacts) -> Finding:
    facts = replace(facts, expires_on=None, expires_at=None, registrar_expires_on=None)
    return Finding(Outcome.UNKNOWN, Reason.DISAGREEMENT, facts)


def _dated_lines(text: str) -> str:
    """Keep the short lines with a year, each with a label on the line above it."""
    kept: list[str] = []
    above = ""
    for line in lines_of(text):
        if len(line) <= _LINE_CAP and _YEAR.search(line) and "@" not in line:
            kept += [above, line] if above.endswith(":") else [line]
        above = line[:_LINE_CAP]
    return "\n".join(kept[:_LINES_CAP])


def _day(read: object) -> date | None:
    """The only day that was read; None for none, or for several that differ."""
    values = read if isinstance(read, list) else [read]
    days = {value.date() for value in values if isinstance(value, datetime)}
    return days.pop() if len(days) == 1 else None
