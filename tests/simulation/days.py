"""Days of a simulation, as instants of a zone and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: A Tuesday: thirteen months from here hold both nights in which European clocks change.
FIRST_DAY = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Counts days from the first one, in a zone; 40.5 is the middle of day 40, long or short."""

    zone: ZoneInfo

    def midnight(self, day: int) -> datetime:
        """The instant at which a day begins."""
        begins = datetime.combine(FIRST_DAY + timedelta(days=day), time(), self.zone)
        return begins.astimezone(UTC)

    def at(self, day: float) -> datetime:
        """The instant of a moment of a day."""
        whole = int(day // 1)
        begins = self.midnight(whole)
        return begins + (self.midnight(whole + 1) - begins) * (day - whole)

    def hour(self, day: int, hour: int, minute: int = 0) -> datetime:
        """The instant of a time on the clocks of the office."""
        local = datetime.combine(FIRST_DAY + timedelta(days=day), time(hour, minute), self.zone)
        return local.astimezone(UTC)

    def day(self, at: datetime) -> float:
        """The day of an instant, and how much of it has passed."""
        whole = (at.astimezone(self.zone).date() - FIRST_DAY).days
        begins = self.midnight(whole)
        return whole + (at - begins) / (self.midnight(whole + 1) - begins)

    def month(self, number: int) -> tuple[int, int]:
        """The days of a month, half-open; 1 is the first."""
        return (month_of(number) - FIRST_DAY).days, (month_of(number + 1) - FIRST_DAY).days


def month_of(number: int) -> date:
    """The first day of a month; 1 is the first one."""
    years, month = divmod(FIRST_DAY.month - 1 + number - 1, 12)
    return date(FIRST_DAY.year + years, month + 1, 1)


def on(day: float) -> date:
    """The calendar day."""
    return FIRST_DAY + timedelta(days=int(day // 1))
