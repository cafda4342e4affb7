"""When a letter may be sent: office hours, caps, order, retries, and whether it is still true.

Design/behaviour, section 7. Pure: letters that were sent before and the settings are arguments.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from watcher.core.reminders.notice import Role

#: An owner gets at most one letter a day and two a week, without urgent ones.
OWNER_PER_DAY, OWNER_PER_WEEK = 1, 2
#: The "day" of OWNER_PER_DAY, so that a letter of yesterday evening does not count this morning.
_A_DAY_OF_LETTERS = timedelta(hours=20)
COUNTED_WITHIN = timedelta(days=7)  # how far back the caps count
#: Local time between which urgent letters are sent, on any day of the week.
_URGENT_FROM, _URGENT_UNTIL = time(7), time(20)
_SATURDAY = 5
#: Kinds of letters that may be sent a day later without harm.
CAN_WAIT = frozenset({"hosting_ask"})
_RETRY_MINUTES = (5, 15, 60, 240)
_LAST_RETRY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office sends letters, in its own zone."""

    opens: time
    closes: time

    def allow(self, local: datetime, *, urgent: bool) -> bool:
        """Whether a letter may be sent: in these hours of working days; urgent ones by daylight.

        Args:
            local: the instant, in the office's zone.
            urgent: the letter may be sent on any day from 7:00 to 20:00.
        """
        if urgent:
            return _URGENT_FROM <= local.time() < _URGENT_UNTIL
        return local.weekday() < _SATURDAY and self.opens <= local.time() < self.closes


@dataclass(slots=True)
class Caps:
    """Sending limits, and the numbers of letters that count against them.

    Attributes:
        per_hour, per_day: most letters in all.
        hour, day: letters sent in the last hour and day.
        recent, week: letters sent in the last 20 hours and 7 days, by recipient.
    """

    per_hour: int
    per_day: int
    hour: int = 0
    day: int = 0
    recent: Counter[str] = field(default_factory=Counter)
    week: Counter[str] = field(default_factory=Counter)

    def count_sent(self, sent: Iterable[tuple[datetime, str]], now: datetime) -> "Caps":
        """Count letters that were sent before.

        Args:
            sent: when and to whom each was sent.
            now: aware UTC.
        """
        for at, recipient in sent:
            self.count(recipient, now - at)
        return self

    def count(self, recipient: str, ago: timedelta = timedelta()) -> None:
        """Count one letter that was sent `ago` before now."""
        self.hour += ago < timedelta(hours=1)
        self.day += ago < timedelta(days=1)
        self.recent[recipient] += ago < _A_DAY_OF_LETTERS
        self.week[recipient] += 1

    def allow(self, role: str, recipient: str, *, urgent: bool) -> bool:
        """Whether one more letter may be sent now.

        Args:
            role: only owners have caps of their own (OWNER_PER_DAY, OWNER_PER_WEEK).
            recipient: the recipient's id in the outbox.
            urgent: the owner's caps do not apply.
        """
        if self.hour >= self.per_hour or self.day >= self.per_day:
            return False
        if urgent or role != Role.OWNER:
            return True
        return self.recent[recipient] < OWNER_PER_DAY and self.week[recipient] < OWNER_PER_WEEK


def sending_order(
    kind: str, created_at: datetime, letter_id: int, *, urgent: bool
) -> tuple[bool, bool, datetime, int]:
    """The sort key of a letter: urgent ones first, those that can wait last, then the oldest.

    Args:
        kind: of the letter.
        created_at: when it was put into the outbox.
        letter_id: decides between letters of the same instant.
        urgent: it is sent first.
    """
    return not urgent, kind in CAN_WAIT, created_at, letter_id


def is_overtaken(about: Collection[int], still_due: Collection[int]) -> bool:
    """Whether a letter is no longer true of any of its sites, so that it must not be sent.

    Args:
        about: ids of the sites that it names; a letter without sites is never overtaken.
        still_due: ids of the sites about which the same letter would be written today.
    """
    return bool(about) and set(about).isdisjoint(still_due)


def retry_delay(attempts: int) -> timedelta:
    """How long a letter waits after a failed attempt.

    Args:
        attempts: failed attempts before this one.
    """
    if attempts < len(_RETRY_MINUTES):
        return timedelta(minutes=_RETRY_MINUTES[attempts])
    return _LAST_RETRY
