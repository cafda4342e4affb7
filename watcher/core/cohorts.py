"""What became of the granted sites 3, 6, 12 and 24 months after they were handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.core.period import Month
from watcher.core.state import State

MILESTONES = (3, 6, 12, 24)
_ALIVE = frozenset({State.IN_USE, State.STALE, State.NEVER_USED})


@dataclass(frozen=True, slots=True)
class Mark:
    """How a site stood at the end of a month.

    Attributes:
        renewed: its domain had been renewed after the term that the grant paid.
        answered: its owner had answered the office at least once.
    """

    state: State
    renewed: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """A site as cohorts know it."""

    site_id: int
    community: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class Cohort:
    """The sites of one community, so many months after each was handed over.

    Attributes:
        known: sites that have reached the milestone, and whose state was known at it.
        alive: of these, those that opened and were the owner's own.
    """

    community: str
    months: int
    known: int = 0
    alive: int = 0
    in_use: int = 0
    renewed: int = 0
    answered: int = 0

    def and_one(self, mark: Mark) -> "Cohort":
        """Count one site in."""
        return replace(
            self,
            known=self.known + 1,
            alive=self.alive + (mark.state in _ALIVE),
            in_use=self.in_use + (mark.state is State.IN_USE),
            renewed=self.renewed + mark.renewed,
            answered=self.answered + mark.answered,
        )


def cohorts(
    sites: Iterable[Granted], months: Iterable[tuple[Month, Mapping[int, Mark]]]
) -> tuple[Cohort, ...]:
    """Count each site at each milestone for which its month is known.

    Args:
        months: closed months with how each site stood; one at a time, in any order.
    """
    found: dict[tuple[str, int], Cohort] = {}
    waiting: dict[Month, list[tuple[Granted, int]]] = {}
    for site in sites:
        for after in MILESTONES:
            found.setdefault((site.community, after), Cohort(site.community, after))
            waiting.setdefault(_months_on(site.granted_on, after), []).append((site, after))
    for month, marks in months:
        for site, after in waiting.get(month, ()):
            mark = marks.get(site.site_id)
            if mark is not None and mark.state is not State.UNKNOWN:
                key = site.community, after
                found[key] = found[key].and_one(mark)
    return tuple(found.values())


def together(cohorts: Sequence[Cohort]) -> Cohort:
    """Cohorts of several communities as one; all stand at the same milestone."""
    return Cohort(
        community="",
        months=cohorts[0].months,
        known=sum(one.known for one in cohorts),
        alive=sum(one.alive for one in cohorts),
        in_use=sum(one.in_use for one in cohorts),
        renewed=sum(one.renewed for one in cohorts),
        answered=sum(one.answered for one in cohorts),
    )


def _months_on(day: date, months: int) -> Month:
    years, number = divmod(day.month - 1 + months, 12)
    return Month(day.year + years, number + 1)
