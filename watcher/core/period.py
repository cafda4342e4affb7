"""Months and days of a time zone, as half-open periods of UTC.

The only module that converts between instants and a zone's days, beside wording/ (texts) and
schedule/ (when jobs run).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

#: Returns the time now, aware UTC. Only app.py uses the system's clock (a test holds it).
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period of time [start, end), aware UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is; zero where `end` lies before `start`."""
        return max(self.end - self.start, timedelta())

    def overlap(self, other: "Period") -> "Period":
        """The part that both share; of zero length where they share none."""
        start = max(self.start, other.start)
        return Period(start, max(start, min(self.end, other.end)))

    def last_day(self, zone: ZoneInfo) -> date:
        """Its last calendar day in a zone; a period that ends at midnight ends the day before."""
        return local_day(self.end - timedelta(seconds=1), zone)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. `period` gives its instants, which depend on the zone."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Parse "2026-10".

        Raises:
            ValueError: not a month, or one outside 1970 to 9998, near whose ends a conversion
                between zones overflows.
        """
        year, _, number = text.partition("-")
        first = date(int(year), int(number), 1)
        if not 1970 <= first.year < date.max.year:
            raise ValueError(f"{text}: no month of these days")
        return cls(first.year, first.month)

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo) -> "Month":
        """The month of an instant."""
        local = at.astimezone(zone)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        """Write "2026-10"."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next().first - timedelta(days=1)

    def next(self) -> "Month":
        """The month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> "Month":
        """The month before."""
        day = self.first - timedelta(days=1)
        return Month(day.year, day.month)

    def period(self, zone: ZoneInfo) -> Period:
        """Its instants in a zone."""
        return Period(midnight(self.first, zone), midnight(self.next().first, zone))


def months_before(month: Month, most: int) -> list[Month]:
    """The `most` months before one, the newest first."""
    months = []
    for _ in range(most):
        month = month.previous()
        months.append(month)
    return months


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in a zone, aware UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(at: datetime, zone: tzinfo) -> date:
    """The calendar day of an instant in a zone."""
    return at.astimezone(zone).date()


def utc_day(at: datetime) -> date:
    """The calendar day of an instant in UTC, as registries count it (RFC 5731, 2.4)."""
    return local_day(at, UTC)


def split_by_day(span: Period, zone: ZoneInfo) -> Iterator[tuple[date, Period]]:
    """Cut a period at each midnight of a zone; yield each day with its part."""
    day = local_day(span.start, zone)
    start = span.start
    while start < span.end:
        ends = min(midnight(day + timedelta(days=1), zone), span.end)
        yield day, Period(start, ends)
        start, day = ends, day + timedelta(days=1)
