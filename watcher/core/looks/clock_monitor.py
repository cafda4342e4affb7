"""Can the machine's wall clock be trusted?

Every record carries its time, and a wall clock may be set: by hand, by an empty battery, by a
virtual machine that was moved. It is compared with the monotonic clock, which cannot be set.
After a jump far ahead nothing is done for a while: with a clock a year ahead, every domain would
have expired and a whole history would be deleted.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: A longer time between two heartbeats is a gap: the program stopped, the machine slept, or the
#: clock was set.
ABSENT_AFTER = timedelta(minutes=5)
#: When this program was made; an earlier time comes from a machine with an empty battery.
MADE_ON = datetime(2026, 11, 1, tzinfo=UTC)
#: Smaller jumps are ordinary corrections (NTP).
CORRECTION = timedelta(minutes=5)
#: A larger jump ahead is a mistake, or the repair of one; it is not trusted for DOUBTED_FOR.
FAR_AHEAD = timedelta(days=1)
DOUBTED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Two clocks, read at the same moment.

    Attributes:
        wall: the machine's time, aware UTC.
        steady: seconds of a clock that cannot be set and that counts sleep (CLOCK_BOOTTIME).
    """

    wall: datetime
    steady: float

    def set_by(self, before: "ClockReading") -> timedelta:
        """By how much the wall clock was set since an earlier reading; sleep does not count."""
        return self.wall - before.wall - timedelta(seconds=self.steady - before.steady)


@dataclass(frozen=True, slots=True)
class ClockMonitor:
    """Whether the wall clock is trusted.

    Attributes:
        last: the newest reading.
        doubted_until: seconds of the steady clock until which the wall clock is not trusted.
        set_by: by how much it was set just before `last`; zero for an ordinary correction.
    """

    last: ClockReading
    doubted_until: float = 0.0
    set_by: timedelta = timedelta()

    @property
    def sound(self) -> bool:
        """Whether the wall clock is trusted at the last reading."""
        return self.last.wall >= MADE_ON and self.last.steady >= self.doubted_until

    def then(self, now: ClockReading) -> "ClockMonitor":
        """Take in the next reading. A clock that was set back is trusted again at once."""
        set_by = now.set_by(self.last)
        if abs(set_by) < CORRECTION:
            return ClockMonitor(now, self.doubted_until)
        if set_by > FAR_AHEAD:
            return ClockMonitor(now, now.steady + DOUBTED_FOR.total_seconds(), set_by)
        return ClockMonitor(now, 0.0 if set_by < timedelta() else self.doubted_until, set_by)
