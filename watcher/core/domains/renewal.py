"""Was a name renewed, or did the registry only add its year?

On the day of expiry a registry adds a year by itself, paid or not, and the registrar has some
45 days to take it back (reference: registry FAQs and RFC 3915). So a date that moves forward is
believed if it moved before the old one, if the old one was still seen more than a day after it,
if 46 days without a sign of non-payment have passed since, or if an officer has seen the payment.
Until then the old date stays in effect and warnings go on.
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
#: `.id` registries mix time zones within one answer: dates a day apart are the same date.
SAME_DATE = timedelta(days=1)
#: Statuses of a name that was not paid for, whatever its date.
_UNPAID = frozenset(
    {"clienthold", "serverhold", "redemptionperiod", "pendingdelete", "pendingrestore"}
)


class Renewal(StrEnum):
    """What a run of answers proves about a renewal."""

    NONE = "none"  # the date never moved
    RENEWED = "renewed"
    UNCERTAIN = "uncertain"  # the date moved at expiry: not known whether it was paid
    REREGISTERED = "reregistered"  # registered anew since, perhaps by somebody else


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """An answer of a registry, and the first and last day on which it was the same."""

    facts: DomainFacts
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A believed renewal: the end before it, and the day from which it was believed."""

    before: date
    on: date


@dataclass(frozen=True, slots=True)
class Believed:
    """The newest answer, with the date in effect, and whether it was renewed.

    Attributes:
        facts: where the renewal is uncertain, `registrar_expires_on` is the old date.
        moved: the last renewal that was believed; None without one.
    """

    facts: DomainFacts
    renewal: Renewal = Renewal.NONE
    moved: MovedDate | None = None


def believe(
    answers: Sequence[DatedAnswer], today: date, paid_until: date | None = None
) -> Believed | None:
    """Decide which date of a run of answers is in effect; None without answers.

    Args:
        answers: about one name, the oldest first.
        today: the day for which the date is decided.
        paid_until: the end of a term that an officer has seen paid.
    """
    if not answers:
        return None
    newest = answers[-1].facts
    if registered_anew_at(answers):
        return Believed(newest, Renewal.REREGISTERED)
    effective, renewal, moved = _effective_date(answers, today, paid_until)
    if renewal is Renewal.UNCERTAIN:
        return Believed(replace(newest, registrar_expires_on=effective), renewal)
    return Believed(newest, renewal, moved)


def registered_anew_at(answers: Sequence[DatedAnswer]) -> datetime | None:
    """When a name was registered again, after an earlier registration had been seen.

    None where it was not, or where it is not registered at present.
    """
    at = [a.facts.registered_at for a in answers if a.facts.registered_at is not None]
    if not at or answers[-1].facts.registered is False:
        return None
    return at[-1] if at[-1] > at[0] + SAME_DATE else None


def _effective_date(
    answers: Sequence[DatedAnswer], today: date, paid_until: date | None
) -> tuple[date | None, Renewal, MovedDate | None]:
    """Follow the date from answer to answer: the one in effect, and its last believed renewal."""
    effective, renewal, moved = None, Renewal.NONE, None
    move_at = 0  # position of the answer in which the date moved, not believed so far
    before: DatedAnswer | None = None  # the last answer that stated a date
    for position, answer in enumerate(answers):
        stated = ends_on(answer.facts)
        if stated is None:
            continue
        if effective is None:
            effective = _without_added_year(stated, answer.facts)
        move_at = move_at if renewal is Renewal.UNCERTAIN else position
        paid = _moved_on(answer) < effective or _paid(paid_until, effective)
        late = renewal is not Renewal.UNCERTAIN and _moved_late(before, answer, effective)
        if stated <= effective + SAME_DATE:
            effective = stated
            renewal = Renewal.RENEWED if renewal is Renewal.RENEWED else Renewal.NONE
        elif paid or late or (today - effective >= CLEAN_DAYS and _clean(answers[move_at:])):
            on = answer.first_on if paid or late else effective + CLEAN_DAYS
            moved = MovedDate(effective, on)
            effective, renewal = stated, Renewal.RENEWED
        else:
            renewal = Renewal.UNCERTAIN
        before = answer
    return effective, renewal, moved


def _moved_late(before: DatedAnswer | None, answer: DatedAnswer, effective: date) -> bool:
    """Whether the old date was still seen after the day on which a registry adds its year."""
    return before is not None and before.last_on > effective + SAME_DATE and _clean([answer])


def _without_added_year(stated: date, facts: DomainFacts) -> date:
    """The date of the first answer, less the year that a registry has added by itself."""
    return years_after(stated, -1) if "autorenewperiod" in facts.statuses else stated


def ends_on(facts: DomainFacts) -> date | None:
    """The earlier of the registry's and the registrar's dates; None without either."""
    dates = [d for d in (facts.expires_on, facts.registrar_expires_on) if d is not None]
    return min(dates, default=None)


def _moved_on(answer: DatedAnswer) -> date:
    """The day on which a date moved: the registry's, unless we saw the new date earlier."""
    changed = answer.facts.changed_at
    return min(utc_day(changed), answer.first_on) if changed else answer.first_on


def _paid(paid_until: date | None, effective: date) -> bool:
    return paid_until is not None and paid_until > effective + SAME_DATE


def _clean(answers: Iterable[DatedAnswer]) -> bool:
    """Whether no answer shows a sign of non-payment."""
    return not any(
        _UNPAID.intersection(answer.facts.statuses) or is_parked_ns(answer.facts.nameservers)
        for answer in answers
    )
