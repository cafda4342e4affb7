"""Every number of a month's report, as records. report/figures/compute.py works them out.

HTML and JSON show these very figures. Time we know nothing of is in no denominator; paused
and withdrawn sites are counted beside every percentage and in none.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.domains.expiry import Expiry, ExpiryKind
from watcher.core.looks.access import Access
from watcher.core.looks.uptime import ENOUGH_COVERAGE, Tally
from watcher.core.months.actions import SOON, Assignment, FollowUp
from watcher.core.months.budget import MonthlyCost
from watcher.core.months.cohorts import Cohort
from watcher.core.months.indicators import Measure
from watcher.core.pages.page_history import PageOwner
from watcher.core.period import Month, Period
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site_history import Gap
from watcher.core.sites.state import State
from watcher.core.sites.view import Thresholds
from watcher.report.figures.site_figure import OPENED_BY_METHOD_1, SiteFigure

#: States in the order charts and tables show them.
ORDER = (
    State.IN_USE,
    State.STALE,
    State.NEVER_USED,
    State.DARK,
    State.HIJACKED,
    State.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Sites by state; the six sum to `total`.

    Attributes:
        opened: sites that could be opened at the end of the period; None in months of method 1.
    """

    by_state: dict[State, int]
    opened: int | None = None

    @property
    def total(self) -> int:
        """All sites that are counted."""
        return sum(self.by_state.values())

    @property
    def known(self) -> int:
        """Sites whose state is known: what every share is taken of."""
        return self.total - self.by_state[State.UNKNOWN] if self.opened is not None else self.total

    @property
    def opens(self) -> int:
        """Sites that could be opened at the end of the period."""
        if self.opened is not None:
            return self.opened
        return sum(self.by_state[state] for state in OPENED_BY_METHOD_1)

    def __getitem__(self, state: State) -> int:
        """How many are in one state."""
        return self.by_state[state]

    def share(self, state: State) -> float | None:
        """Share of one state of the sites whose state is known, 0..1; None without any."""
        return self.by_state[state] / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class CommunityFigure:
    """One community: how many sites it was granted, and how they stand."""

    name: str
    coordinator: str
    quota: int
    counts: Counts
    sites: tuple[SiteFigure, ...]


@dataclass(frozen=True, slots=True)
class UpcomingEnd:
    """A clock that runs out soon."""

    figure: SiteFigure
    clock: ExpiryKind
    expiry: Expiry
    days_left: int


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What the reader has to know before trusting a number.

    Attributes:
        coverage: measured share of the site hours of the period, 0..1.
        blind: how long the watcher itself was blind.
        known_expiry, domains: domains with a known end, of those that have one.
        overridden: sites whose state an officer has set by hand.
    """

    coverage: float
    looks: int
    gaps: tuple[Gap, ...]
    blind: timedelta
    known_expiry: int
    domains: int
    unknown: tuple[SiteFigure, ...]
    overridden: tuple[SiteFigure, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether enough was seen to speak of the month, and to compare it with another."""
        return self.looks > 0 and self.coverage >= ENOUGH_COVERAGE


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a month is kept for the months after it: to compare with, and to draw the trend.

    Attributes:
        communities: sites by state, by the name of the community.
        assignments: what was to be done after it.
        method: the version of the rules by which it was worked out.
        base: names the set of sites that were watched: counts of two bases are not compared.
        granted: all sites of the grant, the paused and withdrawn ones too.
    """

    month: Month
    counts: Counts
    due_domains: int
    enough: bool
    communities: dict[str, Counts]
    assignments: tuple[Assignment, ...]
    method: str = "1"
    base: str = ""
    granted: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number of one month's report.

    Attributes:
        began: when watching began.
    """

    month: Month
    period: Period
    taken_at: datetime
    sites: tuple[SiteFigure, ...]
    away: tuple[SiteFigure, ...]
    counts: Counts
    communities: tuple[CommunityFigure, ...]
    due: tuple[UpcomingEnd, ...]
    post: LetterTally
    quality: DataQuality
    limits: Thresholds
    assignments: tuple[Assignment, ...] = ()
    followed_up: tuple[FollowUp, ...] = ()
    measures: tuple[Measure, ...] = ()
    budget: tuple[MonthlyCost, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    method: str = "1"
    began: datetime | None = None

    @property
    def outline(self) -> Outline:
        """The few numbers that the next month is compared with."""
        return Outline(
            month=self.month,
            counts=self.counts,
            due_domains=self.due_domains,
            enough=self.quality.enough,
            communities={one.name: one.counts for one in self.communities},
            assignments=self.assignments,
            method=self.method,
            base="" if self.method == "1" else base_of(self.sites),
            granted=len(self.everyone),
        )

    @property
    def everyone(self) -> tuple[SiteFigure, ...]:
        """All granted sites, the paused and withdrawn ones last."""
        return self.sites + self.away

    @property
    def due_soon(self) -> int:
        """Domains that run out within 14 days."""
        return sum(0 <= d.days_left <= SOON for d in self.due if d.clock is ExpiryKind.DOMAIN)

    @property
    def due_domains(self) -> int:
        """Domains that run out within the reported span."""
        return sum(d.days_left >= 0 for d in self.due if d.clock is ExpiryKind.DOMAIN)

    @property
    def past_end(self) -> tuple[SiteFigure, ...]:
        """Sites whose domain or hosting has ended, and that still open."""
        return tuple(one for one in self.sites if one.past_end)

    @property
    def availability(self) -> float | None:
        """Uptime of the sites that are not dark, as a sum of durations; None of too little.

        By method 1 of the sites that opened.
        """
        if self.method == "1":
            measured = [f for f in self.sites if f.opens]
        else:
            measured = [f for f in self.sites if f.state.state is not State.DARK]
        return total_of(measured).trusted_uptime(sum((f.length for f in measured), timedelta()))

    @property
    def estimated_hostings(self) -> int:
        """Sites of which nobody ever entered when the hosting ends."""
        return sum(one.site.hosting_expires is None for one in self.sites)

    @property
    def differing(self) -> tuple[SiteFigure, ...]:
        """Sites of which the register holds another end of the domain than its registry."""
        return tuple(one for one in self.sites if one.differs_from_register)

    @property
    def answered(self) -> int:
        """Sites whose owner answered the office in the month."""
        return sum(one.answered_in(self.month) for one in self.sites)

    def not_opening(self, access: Access) -> tuple[SiteFigure, ...]:
        """The sites that a visitor met so at the end of the period."""
        return tuple(one for one in self.sites if one.state.access is access)

    def shown_by(self, owner: PageOwner) -> tuple[SiteFigure, ...]:
        """The sites that opened at the end of the period with such a page."""
        opened = self.not_opening(Access.OPENS)
        return tuple(one for one in opened if one.state.page_owner is owner)

    @property
    def dark_by_domain(self) -> int:
        """Dark sites whose domain was not renewed."""
        return sum(f.unpaid for f in self.in_state(State.DARK))

    def in_state(self, state: State) -> tuple[SiteFigure, ...]:
        """The sites of one state, those first that have been in it the shortest."""
        found = [f for f in self.sites if f.state.state is state]
        return tuple(sorted(found, key=_newest_first))


def total_of(sites: Iterable[SiteFigure]) -> Tally:
    """The measured time of several sites: a sum of durations, never a mean of shares."""
    return sum((figure.tally for figure in sites), Tally())


def base_of(sites: Iterable[SiteFigure]) -> str:
    """Name a set of sites, so that two months can be told to rest on the same one."""
    ids = ",".join(str(one.site.id) for one in sorted(sites, key=lambda one: one.site.id))
    return hashlib.sha256(ids.encode()).hexdigest()[:16]


def _newest_first(figure: SiteFigure) -> tuple[float, int]:
    since = figure.state.since
    return (-since.timestamp() if since else 0.0, figure.site.id)
