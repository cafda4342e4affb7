"""What became of the granted sites 3, 6, 12 and 24 months after they were handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.core.period import Month
from watcher.core.sites.state import State

MILESTONES = (3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class MonthEndState:
    """The state of a site at the end of a month. Stored in frozen months.

    Attributes:
        renewed: its domain runs beyond the first term that was granted; None where its end was
            not known.
        answered: its owner had answered the office at least once.
        opens: it could be opened and showed the owner's own page; None in months of method 1,
            whose states claimed more than was observed and are not counted.
    """

    state: State
    renewed: bool | None = False
    answered: bool = False
    opens: bool | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What cohorts need of a site."""

    site_id: int
    community: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class Cohort:
    """Counts of the sites of one community, `months` months after each was handed over.

    Attributes:
        months: 3, 6, 12 or 24.
        reached: sites that have reached this milestone.
        known: of these, those whose state was known then.
        alive, in_use: of the known, those that opened with the owner's page, and those in use.
        dated: of those reached, those whose domain's end was known.
        renewed: of the dated, those that were renewed.
        answered: of those reached, those whose owner had answered.
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
        """Add one site to the counts."""
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
    """Count each site at each milestone whose month is given.

    Args:
        sites: all granted sites.
        months: closed months in any order, each with its states by site id; read once.

    Returns:
        One cohort for each community and milestone, in the order of `sites`.
    """
    by_key: dict[tuple[str, int], Cohort] = {}
    due: dict[Month, list[tuple[Granted, int]]] = {}
    for site in sites:
        for after in MILESTONES:
            by_key.setdefault((site.community, after), Cohort(site.community, after))
            due.setdefault(_months_on(site.granted_on, after), []).append((site, after))
    for month, states in months:
        for site, after in due.get(month, ()):
            mark = states.get(site.site_id)
            if mark is not None and mark.opens is not None:
                key = site.community, after
                by_key[key] = by_key[key].and_one(mark)
    return tuple(by_key.values())


def merge_cohorts(cohorts: Sequence[Cohort]) -> Cohort:
    """Add up cohorts of several communities at the same milestone."""
    counted = ("known", "alive", "in_use", "renewed", "answered", "dated", "reached")
    sums = {name: sum(getattr(cohort, name) for cohort in cohorts) for name in counted}
    return Cohort(community="", months=cohorts[0].months, **sums)


def _months_on(day: date, months: int) -> Month:
    years, number = divmod(day.month - 1 + months, 12)
    return Month(day.year + years, number + 1)
