"""Was a name renewed, or did the registry only add its year?

On the day of expiry a registry adds a year by itself, paid or not, and the registrar has some
45 days to take it back (reference: registry FAQs and RFC 3915). So a date that moves forward is
believed if it moved before the old one, if the old one was still seen more than a day after it,
if 46 clean days have passed since, or if an officer has seen the payment. Until then the old
date holds and warnings go on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from watcher.core.domains.expiry import years_after
from watcher.core.domains.nameservers import is_parked_ns
from watcher.core.looks.observation import DomainFacts
from watcher.core.period import utc_day

CLEAN_DAYS = timedelta(days=46)
#: `.id` registries mix zones within one answer: a day more or less is no other date.
SAME_DATE = timedelta(days=1)
#: Statuses of a name that nobody has paid for, whatever its date says.
_UNPAID = frozenset(
    {"clienthold", "serverhold", "redemptionperiod", "pendingdelete", "pendingrestore"}
)


class Renewal(StrEnum):
    """What the run of answers tells of a renewal."""

    NONE = "none"  # the date never moved
    RENEWED = "renewed"
    UNCERTAIN = "uncertain"  # the date moved at expiry: nobody knows who paid
    REREGISTERED = "reregistered"  # registered anew since: perhaps by a stranger


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """What a registry said, over the days on which it said the same."""

    facts: DomainFacts
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A date that was believed to move: the end it had before, and the day that was known."""

    before: date
    on: date


@dataclass(frozen=True, slots=True)
class Believed:
    """The newest answer, with the date that holds, and what is thought of its renewal.

    Attributes:
        moved: the last renewal that was believed.
    """

    facts: DomainFacts
    renewal: Renewal = Renewal.NONE
    moved: MovedDate | None = None


def believe(
    answers: Sequence[DatedAnswer], today: date, paid_until: date | None = None
) -> Believed | None:
    """Read a run of answers about one name, the oldest first; None without any.

    Args:
        paid_until: the end of a term that an officer has seen paid.
    """
    if not answers:
        return None
    newest = answers[-1].facts
    if registered_anew_at(answers):
        return Believed(newest, Renewal.REREGISTERED)
    holds, renewal, moved = _walk(answers, today, paid_until)
    if renewal is Renewal.UNCERTAIN:
        return Believed(replace(newest, registrar_expires_on=holds), renewal)
    return Believed(newest, renewal, moved)


def registered_anew_at(answers: Sequence[DatedAnswer]) -> datetime | None:
    """When a name was registered again, after another registration of it had been seen.

    None where it was not, and while it is not registered at all.
    """
    at = [a.facts.registered_at for a in answers if a.facts.registered_at is not None]
    if not at or answers[-1].facts.registered is False:
        return None
    return at[-1] if at[-1] > at[0] + SAME_DATE else None


def _walk(
    answers: Sequence[DatedAnswer], today: date, paid_until: date | None
) -> tuple[date | None, Renewal, MovedDate | None]:
    """Follow the date from answer to answer; give the one that holds and how it came to."""
    holds, renewal, since, moved = None, Renewal.NONE, 0, None
    before: DatedAnswer | None = None  # the last answer that stated a date
    for position, answer in enumerate(answers):
        says = ends_on(answer.facts)
        if says is None:
            continue
        if holds is None:
            holds = _before_its_own_year(says, answer.facts)
        since = since if renewal is Renewal.UNCERTAIN else position  # when the date moved
        paid = _moved_on(answer) < holds or _paid(paid_until, holds)
        late = renewal is not Renewal.UNCERTAIN and _moved_late(before, answer, holds)
        if says <= holds + SAME_DATE:
            holds, renewal = says, Renewal.RENEWED if renewal is Renewal.RENEWED else Renewal.NONE
        elif paid or late or (today - holds >= CLEAN_DAYS and _clean(answers[since:])):
            moved = MovedDate(holds, answer.first_on if paid or late else holds + CLEAN_DAYS)
            holds, renewal = says, Renewal.RENEWED
        else:
            renewal = Renewal.UNCERTAIN
        before = answer
    return holds, renewal, moved


def _moved_late(before: DatedAnswer | None, answer: DatedAnswer, holds: date) -> bool:
    """Whether the old date was still seen after the day on which a registry adds its year."""
    return before is not None and before.last_on > holds + SAME_DATE and _clean([answer])


def _before_its_own_year(says: date, facts: DomainFacts) -> date:
    """Where the first answer shows the year that was added by itself, the date before it."""
    return years_after(says, -1) if "autorenewperiod" in facts.statuses else says


def ends_on(facts: DomainFacts) -> date | None:
    """The earlier of what registry and registrar say."""
    known = [d for d in (facts.expires_on, facts.registrar_expires_on) if d is not None]
    return min(known, default=None)


def _moved_on(answer: DatedAnswer) -> date:
    """The day a date moved: the registry's own word for it, if it can be, else when we saw it."""
    changed = answer.facts.changed_at
    return min(utc_day(changed), answer.first_on) if changed else answer.first_on


def _paid(paid_until: date | None, holds: date) -> bool:
    return paid_until is not None and paid_until > holds + SAME_DATE


def _clean(answers: Iterable[DatedAnswer]) -> bool:
    return not any(
        _UNPAID.intersection(one.facts.statuses) or is_parked_ns(one.facts.nameservers)
        for one in answers
    )
