"""The records of a month's figures; report/figures/compute.py fills them.

All formats of a report show these figures. Unmeasured time is in no denominator; paused and
withdrawn sites are stated beside the percentages and are in none.
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
        opened: sites that could be opened at the end of the period; None in months of method 1
            (compute.METHOD_VERSION).
    """

    by_state: dict[State, int]
    opened: int | None = None

    @property
    def total(self) -> int:
        """How many sites are counted."""
        return sum(self.by_state.values())

    @property
    def known(self) -> int:
        """How many sites have a known state: the denominator of every share."""
        return self.total - self.by_state[State.UNKNOWN] if self.opened is not None else self.total

    @property
    def opens(self) -> int:
        """How many sites could be opened at the end of the period."""
        if self.opened is not None:
            return self.opened
        return sum(self.by_state[state] for state in OPENED_BY_METHOD_1)

    def __getitem__(self, state: State) -> int:
        """Return how many sites are in a state."""
        return self.by_state[state]

    def share(self, state: State) -> float | None:
        """Return the share of a state among the sites with a known one, 0..1; None without any."""
        return self.by_state[state] / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class CommunityFigure:
    """One community: `quota` is how many sites it was granted, `sites` are its watched ones."""

    name: str
    coordinator: str
    quota: int
    counts: Counts
    sites: tuple[SiteFigure, ...]


@dataclass(frozen=True, slots=True)
class UpcomingEnd:
    """A term that ends soon, or has ended while the site still opens; days_left is then < 0."""

    figure: SiteFigure
    clock: ExpiryKind
    expiry: Expiry
    days_left: int


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How complete the data of the month is.

    Attributes:
        coverage: measured share of the site hours of the period, 0..1.
        looks: how many were made.
        blind: total length of the gaps.
        known_expiry: sites with a domain whose end is known, out of `domains`.
        unknown: sites whose state is unknown.
        overridden: sites whose state was set by hand.
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
        """Whether enough was measured to state counts of the month and to compare it."""
        return self.looks > 0 and self.coverage >= ENOUGH_COVERAGE


@dataclass(frozen=True, slots=True)
class Outline:
    """The few figures of a month that later months are compared with, and that the trend shows.

    Attributes:
        due_domains: domains that end within the reported span.
        enough: whether enough of the month was measured, see `DataQuality.enough`.
        communities: community -> sites by state.
        assignments: what was to be done after the month.
        method: compute.METHOD_VERSION by which it was computed.
        base: identifies the set of watched sites: counts of different sets are not compared.
        granted: number of all sites, paused and withdrawn ones too.
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
        period: the month, until now while it runs.
        taken_at: the instant that the states are of.
        sites: the watched ones; `away` the paused and withdrawn ones.
        due: terms that end soon, see `UpcomingEnd`.
        post: letters sent and refused in the month.
        limits: the thresholds in force.
        followed_up: what became of the assignments of the month before.
        method: compute.METHOD_VERSION by which it was computed.
        began: when the first look of the office was made.
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
        """The few figures that later months are compared with."""
        return Outline(
            month=self.month,
            counts=self.counts,
            due_domains=self.due_domains,
            enough=self.quality.enough,
            communities={c.name: c.counts for c in self.communities},
            assignments=self.assignments,
            method=self.method,
            base="" if self.method == "1" else base_of(self.sites),
            granted=len(self.everyone),
        )

    @property
    def everyone(self) -> tuple[SiteFigure, ...]:
        """All sites, the paused and withdrawn ones last."""
        return self.sites + self.away

    @property
    def due_soon(self) -> int:
        """How many domains end within 14 days."""
        return sum(0 <= d.days_left <= SOON for d in self.due if d.clock is ExpiryKind.DOMAIN)

    @property
    def due_domains(self) -> int:
        """How many domains end within the reported span."""
        return sum(d.days_left >= 0 for d in self.due if d.clock is ExpiryKind.DOMAIN)

    @property
    def past_end(self) -> tuple[SiteFigure, ...]:
        """Sites whose domain or hosting has ended, and that still open."""
        return tuple(figure for figure in self.sites if figure.past_end)

    @property
    def availability(self) -> float | None:
        """Uptime of all sites that are not dark together, 0..1; None if too little was measured.

        By method 1: of the sites that opened.
        """
        if self.method == "1":
            measured = [f for f in self.sites if f.opens]
        else:
            measured = [f for f in self.sites if f.state.state is not State.DARK]
        return total_of(measured).trusted_uptime(sum((f.length for f in measured), timedelta()))

    @property
    def estimated_hostings(self) -> int:
        """How many sites have no end of the hosting in the register."""
        return sum(figure.site.hosting_expires is None for figure in self.sites)

    @property
    def differing(self) -> tuple[SiteFigure, ...]:
        """Sites whose domain ends on another day by its registry than by the register."""
        return tuple(figure for figure in self.sites if figure.differs_from_register)

    @property
    def answered(self) -> int:
        """How many sites have an owner who answered in the month."""
        return sum(figure.answered_in(self.month) for figure in self.sites)

    def not_opening(self, access: Access) -> tuple[SiteFigure, ...]:
        """Return the sites with this access at the end of the period."""
        return tuple(figure for figure in self.sites if figure.state.access is access)

    def shown_by(self, owner: PageOwner) -> tuple[SiteFigure, ...]:
        """Return the sites that opened at the end of the period with a page of this owner."""
        opened = self.not_opening(Access.OPENS)
        return tuple(figure for figure in opened if figure.state.page_owner is owner)

    @property
    def dark_by_domain(self) -> int:
        """How many dark sites have a domain that was not renewed."""
        return sum(f.unpaid for f in self.in_state(State.DARK))

    def in_state(self, state: State) -> tuple[SiteFigure, ...]:
        """Return the sites in a state, those that came into it last first."""
        in_it = [f for f in self.sites if f.state.state is state]
        return tuple(sorted(in_it, key=_newest_first))


def total_of(sites: Iterable[SiteFigure]) -> Tally:
    """Add up the measured time of several sites: durations, never a mean of percentages."""
    return sum((figure.tally for figure in sites), Tally())


def base_of(sites: Iterable[SiteFigure]) -> str:
    """Hash the ids of sites, to tell whether two months rest on the same sites."""
    ids = ",".join(str(site_id) for site_id in sorted(figure.site.id for figure in sites))
    return hashlib.sha256(ids.encode()).hexdigest()[:16]


def _newest_first(figure: SiteFigure) -> tuple[float, int]:
    since = figure.state.since
    return (-since.timestamp() if since else 0.0, figure.site.id)
