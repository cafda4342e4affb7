"""How long was a site up, down, or not measured?

A ratio of durations, never of samples: up / (up + down). The time between two conclusive looks
is measured, but a look vouches for at most two intervals; the rest is unmeasured and not in the
denominator. Inconclusive looks change nothing. Time in a confirmed incident is down; a failure
that was never confirmed (a blip) counts as up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from watcher.core.period import Period, midnight, split_by_day

VOUCHES_FOR_INTERVALS = 2
#: Below this share of measured time no percentage is printed.
ENOUGH_COVERAGE = 0.8

SLOT = timedelta(minutes=15)  # of a Strip
SLOTS = 96  # a day
UNMEASURED, UP, DOWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tally:
    """Measured time of one site or of many: a group is a sum of durations, never a mean."""

    up: timedelta = timedelta()
    down: timedelta = timedelta()

    def __add__(self, other: "Tally") -> "Tally":
        """Add the durations of two sites or two periods."""
        return Tally(self.up + other.up, self.down + other.down)

    @property
    def measured(self) -> timedelta:
        """Measured time, up or down."""
        return self.up + self.down

    def uptime(self) -> float | None:
        """Share of the measured time that was up, 0..1; None when nothing was measured."""
        return self.up / self.measured if self.measured else None

    def coverage(self, length: timedelta) -> float:
        """Share of `length` (the period less its pauses) that was measured, 0..1."""
        return min(self.measured / length, 1.0) if length else 0.0

    def share_down(self) -> float | None:
        """Share of the measured time that was down, 0..1; None when nothing was measured."""
        return self.down / self.measured if self.measured else None

    def trusted_uptime(self, length: timedelta) -> float | None:
        """The uptime, or None where too little was measured to print one."""
        return self.uptime() if self.coverage(length) >= ENOUGH_COVERAGE else None


@dataclass(frozen=True, slots=True)
class Strip:
    """One day of one site, kept for ever: its tally and 96 quarter hours of two bits each."""

    tally: Tally = Tally()
    slots: bytes = bytes(SLOTS // 4)

    def add(self, span: Period, down: bool, day_starts: datetime) -> "Strip":
        """Add a measured period of this day. A slot with any down time is DOWN.

        Args:
            span: lies within the day.
            down: whether the site was down in it.
            day_starts: midnight of the programme's zone, aware UTC.
        """
        piece = Tally(down=span.length) if down else Tally(up=span.length)
        slots = bytearray(self.slots)
        first = int((span.start - day_starts) / SLOT)
        last = int((span.end - day_starts - timedelta.resolution) / SLOT)
        for slot in range(first, min(last, SLOTS - 1) + 1):
            _mark(slots, slot, DOWN if down else UP)
        return Strip(self.tally + piece, bytes(slots))

    def __getitem__(self, slot: int) -> int:
        """UNMEASURED, UP or DOWN for a quarter hour of the day."""
        return self.slots[slot // 4] >> slot % 4 * 2 & 3


def _mark(slots: bytearray, slot: int, value: int) -> None:
    shift = slot % 4 * 2
    if slots[slot // 4] >> shift & 3 < value:
        slots[slot // 4] = slots[slot // 4] & ~(3 << shift) | value << shift


def vouched(earlier: datetime, later: datetime, interval: timedelta) -> Period:
    """The measured period between two consecutive conclusive looks.

    Args:
        earlier, later: times of the looks.
        interval: between two planned looks; two of them are the longest period.
    """
    return Period(earlier, min(later, earlier + VOUCHES_FOR_INTERVALS * interval))


def measured(looks: Iterable[datetime], interval: timedelta) -> list[Period]:
    """The measured periods between consecutive conclusive looks, in order."""
    return [vouched(earlier, later, interval) for earlier, later in pairwise(looks)]


def split_by_incident(span: Period, incidents: Sequence[Period]) -> list[tuple[Period, bool]]:
    """Cut a period at the edges of incidents; each piece comes with whether it lies in one."""
    edges = {span.start, span.end}
    for incident in incidents:
        edges.update(at for at in (incident.start, incident.end) if span.start < at < span.end)
    pieces = [Period(a, b) for a, b in pairwise(sorted(edges))]
    return [
        (piece, any(i.start <= piece.start and piece.end <= i.end for i in incidents))
        for piece in pieces
    ]


def outside(span: Period, paused: Sequence[Period]) -> list[Period]:
    """The parts of a period in which a site was not paused; a pause is never measured."""
    pieces = split_by_incident(span, paused)
    return [piece for piece, within in pieces if not within and piece.length]


def strips(
    looks: Iterable[datetime],
    incidents: Sequence[Period],
    interval: timedelta,
    zone: ZoneInfo,
    paused: Sequence[Period] = (),
) -> dict[date, Strip]:
    """Roll up conclusive looks and confirmed incidents of one site into its days.

    Args:
        looks: times of the conclusive looks, in order.
        incidents: confirmed ones.
        interval: between two planned looks.
        zone: its days are those of the result.
        paused: periods in which the site was not watched.
    """
    days: dict[date, Strip] = {}
    for span in (part for look in measured(looks, interval) for part in outside(look, paused)):
        for piece, down in split_by_incident(span, incidents):
            for day, part in split_by_day(piece, zone):
                days[day] = days.get(day, Strip()).add(part, down, midnight(day, zone))
    return days


def blips(
    outcomes: Iterable[tuple[datetime, bool]], incidents: Sequence[Period]
) -> Iterator[datetime]:
    """When each blip began: a run of failures that no confirmed incident holds.

    Args:
        outcomes: time of each conclusive look, in order, and whether it failed.
        incidents: confirmed ones.
    """
    failing = False
    for at, failed in outcomes:
        confirmed = any(incident.start <= at < incident.end for incident in incidents)
        if failed and not failing and not confirmed:
            yield at
        failing = failed
