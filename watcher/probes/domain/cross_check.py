"""A second pair of eyes on a WHOIS answer: python-whois as a parser of text we fetched.

It may only contradict, never decide. Its sockets are not used. Its expressions take quadratic
time on long words and many blank lines, so it is shown dated lines alone, and short ones;
that keeps most registrant data from it as well. Those for some endings (.hk) take seconds even
so; it is asked about the endings that watcher knows a server for, and they are measured.
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

_TOLERANCE = timedelta(days=1)  # by zone
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
    """Ask python-whois for the expiry day; None where it finds none, several, or stumbles."""
    if top_level(domain) not in bundled_whois():
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dateutil warns about every zone it does not know
            entry = WhoisEntry.load(a_label(domain), _dated_lines(text))
    except _ITS_FAULTS:
        return None
    return _day(entry.get("expiration_date"))


def cross_check(first: Finding, second: date | None) -> Finding:
    """Hold our own reading against the second one; days further apart prove neither.

    A date that only the second reader finds is not trusted: it guesses day and month.
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
    """Allow a day for the zone, and a swap: we have proof of the order, the second guesses it."""
    swapped = (ours.year, ours.day, ours.month)
    return (second.year, second.month, second.day) == swapped or abs(ours - second) <= _TOLERANCE


def _disagreement(facts: DomainFacts) -> Finding:
    facts = replace(facts, expires_on=None, expires_at=None, registrar_expires_on=None)
    return Finding(Outcome.UNKNOWN, Reason.DISAGREEMENT, facts)


def _dated_lines(text: str) -> str:
    """Keep the short lines that hold a year, each with a label that stands alone above it."""
    kept: list[str] = []
    above = ""
    for line in lines_of(text):
        if len(line) <= _LINE_CAP and _YEAR.search(line) and "@" not in line:
            kept += [above, line] if above.endswith(":") else [line]
        above = line[:_LINE_CAP]
    return "\n".join(kept[:_LINES_CAP])


def _day(read: object) -> date | None:
    """Take a lone date or the same date told twice, whatever type it comes in."""
    several = read if isinstance(read, list) else [read]
    days = {value.date() for value in several if isinstance(value, datetime)}
    return days.pop() if len(days) == 1 else None
