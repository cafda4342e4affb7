"""When a letter may go out: office hours, caps, the order, retries, and whether it is still true.

Design/behaviour, section 7. Who sent what before, and which settings hold, is passed in.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from watcher.core.reminders.notice import Role

#: An owner gets one letter a day and two a week, but for urgent ones.
OWNER_PER_DAY, OWNER_PER_WEEK = 1, 2
#: A letter of yesterday evening is no letter of today.
_A_DAY_OF_LETTERS = timedelta(hours=20)
COUNTED_WITHIN = timedelta(days=7)  # how far back the caps reach
#: When urgent letters go out, on any day of the week.
_URGENT_FROM, _URGENT_UNTIL = time(7), time(20)
_SATURDAY = 5
#: Kinds of letters that lose nothing by a day.
CAN_WAIT = frozenset({"hosting_ask"})
_RETRY_MINUTES = (5, 15, 60, 240)
_LAST_RETRY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office writes letters, in its own zone."""

    opens: time
    closes: time

    def allow(self, local: datetime, *, urgent: bool) -> bool:
        """Whether a letter may go out: on working days in these hours, urgent ones by daylight.

        Args:
            local: the instant, in the office's zone.
        """
        if urgent:
            return _URGENT_FROM <= local.time() < _URGENT_UNTIL
        return local.weekday() < _SATURDAY and self.opens <= local.time() < self.closes


@dataclass(slots=True)
class Caps:
    """How many letters may still go out, by those that went out before.

    Attributes:
        per_hour, per_day: letters in all.
        hour, day: letters of the last hour and day; `recent` and `week`: of the last 20 hours
            and 7 days, by recipient.
    """

    per_hour: int
    per_day: int
    hour: int = 0
    day: int = 0
    recent: Counter[str] = field(default_factory=Counter)
    week: Counter[str] = field(default_factory=Counter)

    def count_sent(self, sent: Iterable[tuple[datetime, str]], now: datetime) -> "Caps":
        """Count letters that went out: when, and to whom."""
        for at, recipient in sent:
            self.count(recipient, now - at)
        return self

    def count(self, recipient: str, ago: timedelta = timedelta()) -> None:
        """Count one letter that went out so long ago."""
        self.hour += ago < timedelta(hours=1)
        self.day += ago < timedelta(days=1)
        self.recent[recipient] += ago < _A_DAY_OF_LETTERS
        self.week[recipient] += 1

    def allow(self, role: str, recipient: str, *, urgent: bool) -> bool:
        """Whether one more letter may go out to a recipient now."""
        if self.hour >= self.per_hour or self.day >= self.per_day:
            return False
        if urgent or role != Role.OWNER:
            return True
        return self.recent[recipient] < OWNER_PER_DAY and self.week[recipient] < OWNER_PER_WEEK


def sending_order(
    kind: str, created_at: datetime, letter_id: int, *, urgent: bool
) -> tuple[bool, bool, datetime, int]:
    """The key by which letters are sorted: urgent ones first, those that can wait last."""
    return not urgent, kind in CAN_WAIT, created_at, letter_id


def is_overtaken(about: Collection[int], still_due: Collection[int]) -> bool:
    """Whether a letter is true of none of its sites any more.

    Args:
        about: ids of the sites that it names; without any it is about the watcher itself.
        still_due: ids of the sites of which the same would be written today.
    """
    return bool(about) and set(about).isdisjoint(still_due)


def retry_delay(attempts: int) -> timedelta:
    """How long a letter waits after so many failed attempts before this one."""
    if attempts < len(_RETRY_MINUTES):
        return timedelta(minutes=_RETRY_MINUTES[attempts])
    return _LAST_RETRY
