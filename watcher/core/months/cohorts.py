"""What became of the granted sites 3, 6, 12 and 24 months after they were handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.core.period import Month
from watcher.core.sites.state import State

MILESTONES = (3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class MonthEndState:
    """How a site stood at the end of a month.

    Attributes:
        renewed: its domain runs beyond the first term that was granted; None where its end was
            not known.
        answered: its owner had answered the office at least once.
        opens: it could be opened, as the owner's own; None in months of method 1, whose marks
            claimed more than was seen and are not counted.
    """

    state: State
    renewed: bool | None = False
    answered: bool = False
    opens: bool | None = None


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
        dated: sites at the milestone whose domain's end was known; `renewed` is counted of these.
        reached: all sites at the milestone; `answered` is counted of these.
    """

    community: str
    months: int
    known: int = 0
    alive: int = 0
    in_use: int = 0
    renewed: int = 0
    answered: int = 0
    dated: int = 0
    reached: int = 0

    def and_one(self, mark: MonthEndState) -> "Cohort":
        """Count one site in."""
        known = mark.state is not State.UNKNOWN
        return replace(
            self,
            reached=self.reached + 1,
            known=self.known + known,
            dated=self.dated + (mark.renewed is not None),
            alive=self.alive + (known and bool(mark.opens)),
            in_use=self.in_use + (mark.state is State.IN_USE),
            renewed=self.renewed + bool(mark.renewed),
            answered=self.answered + mark.answered,
        )


def cohorts(
    sites: Iterable[Granted], months: Iterable[tuple[Month, Mapping[int, MonthEndState]]]
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
            if mark is not None and mark.opens is not None:
                key = site.community, after
                found[key] = found[key].and_one(mark)
    return tuple(found.values())


def together(cohorts: Sequence[Cohort]) -> Cohort:
    """Cohorts of several communities as one; all stand at the same milestone."""
    counted = ("known", "alive", "in_use", "renewed", "answered", "dated", "reached")
    sums = {name: sum(getattr(one, name) for one in cohorts) for name in counted}
    return Cohort(community="", months=cohorts[0].months, **sums)


def _months_on(day: date, months: int) -> Month:
    years, number = divmod(day.month - 1 + months, 12)
    return Month(day.year + years, number + 1)
