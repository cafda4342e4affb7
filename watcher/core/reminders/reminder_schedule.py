"""Which reminder is due on a day: the stages before and after an end.

Only the last stage that was reached is ever due. After an outage of the watcher the missed ones
are skipped, so that an owner does not get several letters at once.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.core.domains.expiry import DUE_WITHIN, ExpiryKind
from watcher.core.domains.life import LifeCycle


class Stage(StrEnum):
    """The stages, from the first reminder (60 days before) to the last decision."""

    H60 = "h60"
    H30 = "h30"
    H14 = "h14"
    H7 = "h7"
    H3 = "h3"
    H1 = "h1"
    H0 = "h0"
    H7_LATE = "h7_late"
    LAST_PRICE = "last_price"
    REDEMPTION = "redemption"
    DECIDE = "decide"


#: Stages that are sent beyond the owner's caps, and outside office hours.
URGENT = frozenset({Stage.H3, Stage.H1, Stage.H0})
#: Stages whose letter goes to the office and not to the owner.
FOR_OFFICER = frozenset({Stage.DECIDE})
#: Stages in which a name can only be bought back.
LOST_STAGES = frozenset({Stage.REDEMPTION, Stage.DECIDE})
#: How long before an estimated end its owner is asked, once, for the real one.
ASKED_BEFORE = timedelta(days=30)


#: Hosts renew certificates a month ahead; one with a week left will not be renewed by itself.
_CERTIFICATE_DAYS = {Stage.H7: -7, Stage.H0: 0}
#: How long after an end reminders are still sent.
_LAST_WORD = {ExpiryKind.HOSTING: timedelta(days=30), ExpiryKind.CERTIFICATE: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A stage, and the day from which it is the one to send."""

    stage: Stage
    from_day: date


def reminders(clock: ExpiryKind, expires: date, life: LifeCycle) -> list[Reminder]:
    """List the stages of one term in the order of their days.

    Args:
        clock: what ends.
        expires: its last day.
        life: the phases under the domain's TLD; used for domains only.
    """
    if clock is ExpiryKind.CERTIFICATE:
        return [
            Reminder(stage, expires + timedelta(days=n)) for stage, n in _CERTIFICATE_DAYS.items()
        ]
    days = {
        Stage.H60: -DUE_WITHIN.days,
        Stage.H30: -30,
        Stage.H14: -14,
        Stage.H7: -7,
        Stage.H3: -3,
        Stage.H1: -1,
        Stage.H0: 0,
        Stage.H7_LATE: 7,
    }
    if clock is ExpiryKind.DOMAIN:
        days[Stage.LAST_PRICE] = max(life.grace - 7, 8)
        days[Stage.REDEMPTION] = life.grace + 1
        days[Stage.DECIDE] = max(life.grace + life.redemption - 7, 1)
    return [Reminder(stage, expires + timedelta(days=offset)) for stage, offset in days.items()]


def reminder_on(today: date, clock: ExpiryKind, expires: date, life: LifeCycle) -> Reminder | None:
    """Find the last stage that was reached; None before the first and after the last day.

    The last day is the one on which a domain can still be bought back, or some days after any
    other end: a reminder that can change nothing is not sent.

    Args:
        today: in the programme's zone.
        clock, expires, life: as in `reminders`.
    """
    ends = _LAST_WORD.get(clock, timedelta()) + expires
    if clock is ExpiryKind.DOMAIN:
        ends = life.redemption_ends(expires)
    if today > ends:
        return None
    reached = [
        reminder for reminder in reminders(clock, expires, life) if reminder.from_day <= today
    ]
    return reached[-1] if reached else None


def is_asked_on(today: date, estimated: date) -> bool:
    """Whether the owner is asked now for the end of a term that is only estimated."""
    return estimated - ASKED_BEFORE <= today <= estimated
