"""What happened to a name that somebody must hear of, whatever its ladder says.

The ladder counts days. This is about what a registry said: a name that waits for its owner's
click, one that is held, one that was registered anew, one that was renewed in time. And about what
the owner said, or has to be asked, where no registry can tell.
"""

from datetime import date, timedelta
from enum import StrEnum

from watcher.core.domains.expiry import DUE_WITHIN
from watcher.core.domains.nameservers import needs_verification
from watcher.core.domains.renewal import Believed, Renewal, ends_on

#: Thanks that come later than this thank nobody.
THANKS_WITHIN = timedelta(days=7)
_HELD = frozenset({"clienthold", "serverhold"})


class DomainEvent(StrEnum):
    """What is told, in the order in which it matters."""

    REREGISTERED = "reregistered"
    VERIFY = "verify"
    HOLD = "hold"
    RENEWED = "renewed"
    NOT_SEEN = "not_seen"  # the owner says it is renewed, and the date has not moved
    ASK = "ask"  # nobody ever entered when it ends


def event_of_domain(believed: Believed, today: date) -> DomainEvent | None:
    """Say what must be told of a name today, if anything."""
    rules = {
        DomainEvent.REREGISTERED: believed.renewal is Renewal.REREGISTERED,
        DomainEvent.VERIFY: needs_verification(believed.facts),
        DomainEvent.HOLD: _held_within_its_term(believed, today),
        DomainEvent.RENEWED: _renewed_after_a_word(believed, today),
    }
    return next((news for news, holds in rules.items() if holds), None)


def _held_within_its_term(believed: Believed, today: date) -> bool:
    """After its term a name is held because nobody paid: the ladder speaks of that."""
    ends = ends_on(believed.facts)
    return ends is not None and ends >= today and not _HELD.isdisjoint(believed.facts.statuses)


def _renewed_after_a_word(believed: Believed, today: date) -> bool:
    """Whoever was never warned need not be thanked."""
    moved = believed.moved
    if believed.renewal is not Renewal.RENEWED or moved is None:
        return False
    warned = moved.before - moved.on <= DUE_WITHIN
    return warned and timedelta() <= today - moved.on < THANKS_WITHIN
