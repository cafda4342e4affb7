"""Every number of a month's report, as records. report/reckon.py works them out.

HTML and JSON show these very figures. Time we know nothing of is in no denominator; paused
and withdrawn sites are counted beside every percentage and in none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.actions import SOON, Assignment, FollowUp
from watcher.core.budget import MonthlyCost
from watcher.core.cohorts import Cohort
from watcher.core.domain_life import LifeCycle
from watcher.core.expiry import Clock, Expiry
from watcher.core.freshness import LastUpdate
from watcher.core.history import Gap, Incident, Post
from watcher.core.indicators import Measure
from watcher.core.observation import Certificate, DelegationFacts, DomainState
from watcher.core.page_kind import PageKind
from watcher.core.period import Month, Period
from watcher.core.renewal import Renewal
from watcher.core.site import Site
from watcher.core.state import SiteState, State, Thresholds
from watcher.core.uptime import ENOUGH_COVERAGE, Tally

#: States in which a visitor's browser reaches the site, whatever stands on it.
OPENS = (State.IN_USE, State.STALE, State.NEVER_USED, State.HIJACKED)
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
class SiteFigure:
    """One line of the annex, and all that is known behind it.

    Attributes:
        uptime: share of the measured time, 0..1; None below 80 % coverage.
        length: the time of the period in which the site was not paused.
    """

    site: Site
    community: str
    state: SiteState
    uptime: float | None
    coverage: float
    tally: Tally
    length: timedelta
    outages: tuple[Incident, ...]
    domain: Expiry
    domain_state: DomainState
    unpaid: bool
    renewal: Renewal
    domain_checked_at: datetime | None
    hosting: Expiry
    delegation: DelegationFacts | None
    certificate: Certificate | None
    certificate_seen_at: datetime | None
    update: LastUpdate
    notices: int
    refused: bool
    page_kind: PageKind | None
    page_title: str
    evidence: tuple[str, ...]
    life: LifeCycle

    @property
    def incidents(self) -> int:
        """How many outages touch the period."""
        return len(self.outages)

    @property
    def due(self) -> tuple[tuple[Clock, Expiry], ...]:
        """The clocks of the site that are set, the domain's first."""
        return ((Clock.DOMAIN, self.domain), (Clock.HOSTING, self.hosting))


@dataclass(frozen=True, slots=True)
class Counts:
    """Sites by state; the six sum to `total`."""

    by_state: dict[State, int]

    @property
    def total(self) -> int:
        """All sites that are counted."""
        return sum(self.by_state.values())

    @property
    def opens(self) -> int:
        """Sites that could be opened at the end of the period."""
        return sum(self.by_state[state] for state in OPENS)

    def __getitem__(self, state: State) -> int:
        """How many are in one state."""
        return self.by_state[state]

    def share(self, state: State) -> float | None:
        """Share of one state, 0..1; None without sites."""
        return self.by_state[state] / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class CommunityFigure:
    """One community: how many sites it was granted, and how they stand."""

    name: str
    coordinator: str
    quota: int
    counts: Counts
    sites: tuple[SiteFigure, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs out soon."""

    figure: SiteFigure
    clock: Clock
    expiry: Expiry
    days_left: int


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What the reader has to know before trusting a number.

    Attributes:
        coverage: measured share of the site hours of the period, 0..1.
        blind: how long the watcher itself was blind.
        known_expiry, domains: domains with a known end, of those that have one.
    """

    coverage: float
    looks: int
    gaps: tuple[Gap, ...]
    blind: timedelta
    known_expiry: int
    domains: int
    unknown: tuple[SiteFigure, ...]

    @property
    def enough(self) -> bool:
        """Whether the month may be compared with another."""
        return self.coverage >= ENOUGH_COVERAGE


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a month is kept for the months after it: to compare with, and to draw the trend.

    Attributes:
        communities: sites by state, by the name of the community.
        assignments: what was to be done after it.
    """

    month: Month
    counts: Counts
    due_domains: int
    enough: bool
    communities: dict[str, Counts]
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number of one month's report."""

    month: Month
    period: Period
    taken_at: datetime
    sites: tuple[SiteFigure, ...]
    away: tuple[SiteFigure, ...]
    counts: Counts
    communities: tuple[CommunityFigure, ...]
    due: tuple[Due, ...]
    post: Post
    quality: DataQuality
    limits: Thresholds
    assignments: tuple[Assignment, ...] = ()
    followed_up: tuple[FollowUp, ...] = ()
    measures: tuple[Measure, ...] = ()
    budget: tuple[MonthlyCost, ...] = ()
    cohorts: tuple[Cohort, ...] = ()

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
        )

    @property
    def everyone(self) -> tuple[SiteFigure, ...]:
        """All granted sites, the paused and withdrawn ones last."""
        return self.sites + self.away

    @property
    def due_soon(self) -> int:
        """Domains that run out within 14 days."""
        return sum(d.days_left <= SOON for d in self.due if d.clock is Clock.DOMAIN)

    @property
    def due_domains(self) -> int:
        """Domains that run out within the reported span."""
        return sum(d.clock is Clock.DOMAIN for d in self.due)

    @property
    def availability(self) -> float | None:
        """Uptime of the sites that open, as a sum of durations; None where too little is known."""
        opening = [f for f in self.sites if f.state.state in OPENS]
        return total_of(opening).trusted_uptime(sum((f.length for f in opening), timedelta()))

    @property
    def answered(self) -> int:
        """Sites whose owner answered the office in the month."""
        days = [one.site.answered_on for one in self.sites]
        return sum(day is not None and self.month.first <= day <= self.month.last for day in days)

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


def _newest_first(figure: SiteFigure) -> tuple[float, int]:
    since = figure.state.since
    return (-since.timestamp() if since else 0.0, figure.site.id)
