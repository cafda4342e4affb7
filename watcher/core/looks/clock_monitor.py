"""Can the clock on the wall be believed?

Everything that is written down bears its time, and a machine's clock may be set: by hand, by an
empty battery, by a guest that was moved. It is held against a clock that nobody can set. A jump
far ahead is doubted for a while, and nothing is done meanwhile: a year too far ahead, every
domain has expired and a whole history may be forgotten.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: A longer time without a sign of life was a stop, a sleep, or a clock that was set: a gap.
ABSENT_AFTER = timedelta(minutes=5)
#: The program is no older than this: a clock that says so runs on an empty battery.
MADE_ON = datetime(2026, 11, 1, tzinfo=UTC)
#: What a clock is corrected by in the course of things.
CORRECTION = timedelta(minutes=5)
#: A jump ahead by more is a mistake, or one that was mended at last; time will tell which.
FAR_AHEAD = timedelta(days=1)
DOUBTED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One moment by two clocks.

    Attributes:
        wall: what the machine calls the time, aware UTC.
        steady: seconds of a clock that cannot be set; it runs on while the machine sleeps.
    """

    wall: datetime
    steady: float

    def set_by(self, before: "ClockReading") -> timedelta:
        """By how much the clock was set since an earlier tick; sleep is no setting."""
        return self.wall - before.wall - timedelta(seconds=self.steady - before.steady)


@dataclass(frozen=True, slots=True)
class ClockMonitor:
    """What is thought of the clock.

    Attributes:
        last: the newest tick.
        doubted_until: seconds of the steady clock until which nothing is done.
        set_by: by how much the clock was set just before `last`; zero for a mere correction.
    """

    last: ClockReading
    doubted_until: float = 0.0
    set_by: timedelta = timedelta()

    @property
    def sound(self) -> bool:
        """Whether the time may be acted upon."""
        return self.last.wall >= MADE_ON and self.last.steady >= self.doubted_until

    def then(self, now: ClockReading) -> "ClockMonitor":
        """Take the next tick in. A clock that was set back ends every doubt."""
        set_by = now.set_by(self.last)
        if abs(set_by) < CORRECTION:
            return ClockMonitor(now, self.doubted_until)
        if set_by > FAR_AHEAD:
            return ClockMonitor(now, now.steady + DOUBTED_FOR.total_seconds(), set_by)
        return ClockMonitor(now, 0.0 if set_by < timedelta() else self.doubted_until, set_by)
