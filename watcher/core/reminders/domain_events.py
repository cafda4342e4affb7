"""Events of a domain that are reported by letter, apart from its reminder schedule.

The schedule counts days to an end. These events come from a registry's answers (waiting for
verification, on hold, registered anew, renewed in time), or from the owner's where no registry
can tell.
"""

from datetime import date, timedelta
from enum import StrEnum

from watcher.core.domains.expiry import DUE_WITHIN
from watcher.core.domains.nameservers import needs_verification
from watcher.core.domains.renewal import Believed, Renewal, ends_on

#: How long after a renewal thanks are sent.
THANKS_WITHIN = timedelta(days=7)
_HELD = frozenset({"clienthold", "serverhold"})


class DomainEvent(StrEnum):
    """Events, the most important first."""

    REREGISTERED = "reregistered"
    VERIFY = "verify"
    HOLD = "hold"
    RENEWED = "renewed"
    NOT_SEEN = "not_seen"  # the owner says it is renewed, and the date has not moved
    ASK = "ask"  # the end of the term was never entered


def event_of_domain(believed: Believed, today: date) -> DomainEvent | None:
    """The event that is due for a name today; None without one."""
    rules = {
        DomainEvent.REREGISTERED: believed.renewal is Renewal.REREGISTERED,
        DomainEvent.VERIFY: needs_verification(believed.facts),
        DomainEvent.HOLD: _held_within_its_term(believed, today),
        DomainEvent.RENEWED: _renewed_after_a_letter(believed, today),
    }
    return next((event for event, holds in rules.items() if holds), None)


def _held_within_its_term(believed: Believed, today: date) -> bool:
    """Whether a name is held before its end; after it, the reminders are about the payment."""
    ends = ends_on(believed.facts)
    return ends is not None and ends >= today and not _HELD.isdisjoint(believed.facts.statuses)


def _renewed_after_a_letter(believed: Believed, today: date) -> bool:
    """Whether a name was just renewed, so late that its owner had got a reminder."""
    moved = believed.moved
    if believed.renewal is not Renewal.RENEWED or moved is None:
        return False
    warned = moved.before - moved.on <= DUE_WITHIN
    return warned and timedelta() <= today - moved.on < THANKS_WITHIN
