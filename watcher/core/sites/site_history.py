"""What storage hands to the report and the status: plain records, and the view they make.

Nothing here knows a table. `view_at` is the only way from history to a state, for the running
day and for a closed month alike.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import Confidence, Expiry, domain_expiry, hosting_expiry
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.domains.renewal import Believed, DatedAnswer, Renewal, registered_anew_at
from watcher.core.looks.access import Availability, access_at
from watcher.core.looks.observation import (
    Certificate,
    DelegationFacts,
    DomainFacts,
    DomainState,
    Reason,
)
from watcher.core.looks.uptime import Tally
from watcher.core.pages.freshness import Interval
from watcher.core.pages.page_facts import Claim
from watcher.core.pages.page_history import SeenPage
from watcher.core.period import Period, local_day
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.post import Post
from watcher.core.sites.site import Community, MonitoringStatus, Site

#: A certificate that no look has seen for so long may have been replaced since.
STILL_SHOWN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Incident:
    """A confirmed outage. `resolved_at` is None while it lasts."""

    opened_at: datetime
    resolved_at: datetime | None
    reason: Reason
    address: str = ""

    def open_at(self, at: datetime) -> bool:
        """Whether it lasted at this instant."""
        return self.opened_at <= at and (self.resolved_at is None or self.resolved_at > at)

    def within(self, period: Period) -> bool:
        """Whether it touches a half-open period: one that begins at its end belongs to the next."""
        ended = self.resolved_at is not None and self.resolved_at <= period.start
        return self.opened_at < period.end and not ended


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the watcher itself was blind; counted against nobody."""

    period: Period
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the office had a site paused, closed or withdrawn."""

    start: datetime
    end: datetime | None
    standing: MonitoringStatus

    def covers(self, at: datetime) -> bool:
        """Whether the site was left in peace at an instant."""
        return self.start <= at and (self.end is None or self.end > at)


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """One site over one period.

    Attributes:
        site: the register's row, with what people had done by the end of the period.
        watched: the part of the period since its hand-over or our first look, whichever is later.
        tally: measured time within `watched`.
        paused: time within `watched` in which the office had the site paused.
        blips: failures within `watched` that were never confirmed.
        availability: what was believed at the end of the period.
        conclusive, looks: availability looks of the period's last three days.
        blind_reason: why most looks of these days were inconclusive.
        incidents: those that touch `watched`, the oldest first.
        pages, contents: what was seen up to the end of the period, the oldest first.
        glimpse: what the first bytes of the page were last taken for.
        fetched_at: the last page look that read something.
        stated: the newest date that the page states, over its readings, the oldest first.
        answers: what the registry said, the oldest first; `believed` what to make of it.
        decisions: what people's acts come to by the end of the period.
    """

    site: Site
    watched: Period
    tally: Tally = Tally()
    paused: timedelta = timedelta()
    blips: int = 0
    availability: Availability = field(default_factory=Availability)
    conclusive: int = 0
    looks: int = 0
    blind_reason: Reason = Reason.NOT_LOOKED
    incidents: tuple[Incident, ...] = ()
    pages: tuple[SeenPage, ...] = ()
    glimpse: SeenPage | None = None
    contents: tuple[Interval, ...] = ()
    claims: tuple[Claim, ...] = ()
    fetched_at: datetime | None = None
    stated: tuple[Interval, ...] = ()
    answers: tuple[DatedAnswer, ...] = ()
    believed: Believed | None = None
    domain_checked_at: datetime | None = None
    delegation: DelegationFacts | None = None
    certificate: Certificate | None = None
    certificate_seen_at: datetime | None = None
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def domain(self) -> DomainFacts | None:
        """What the registry last said, with the date that holds."""
        return self.believed.facts if self.believed else None

    @property
    def renewal(self) -> Renewal:
        """What is thought of its renewal; a new registration that was the owner's is none."""
        found = self.believed.renewal if self.believed else Renewal.NONE
        anew = found is Renewal.REREGISTERED and self.reregistered_at is None
        return Renewal.NONE if anew else found

    @property
    def reregistered_at(self) -> datetime | None:
        """When its name was registered anew, unless an officer says that it was the owner."""
        at = registered_anew_at(self.answers)
        return None if at and self.decisions.safe_key == registration_key(at) else at

    @property
    def typed_domain_end(self) -> date | None:
        """The newest day that an officer entered: in the register, or with a payment."""
        typed = (self.site.domain_expires, self.site.paid_until)
        return max((day for day in typed if day is not None), default=None)

    def domain_expiry(self) -> Expiry:
        """When its domain ends, as far as it is known."""
        found = domain_expiry(self.domain, self.typed_domain_end)
        if self.renewal is Renewal.UNCERTAIN and found.confidence is Confidence.CERTAIN:
            return replace(found, confidence=Confidence.ESTIMATE)
        return found

    def hosting_expiry(self) -> Expiry:
        """When its hosting ends."""
        return hosting_expiry(self.site.hosting_expires, self.site.granted_on)

    def domain_state(self, at: datetime, zone: ZoneInfo, life: LifeCycle) -> DomainState:
        """Where its domain stands in its life."""
        if self.site.domain is None:
            return DomainState.NOT_APPLICABLE
        if self.domain is not None and self.domain.registered is False:
            return DomainState.UNREGISTERED
        expires = self.domain_expiry().on
        if expires is None and (self.domain is None or self.domain.registered is None):
            return DomainState.UNKNOWN
        statuses = self.domain.statuses if self.domain else ()
        access = access_at(self.availability, at, timedelta())
        return phase(expires, statuses, local_day(at, zone), life, access)

    @property
    def length(self) -> timedelta:
        """The time of the period that could have been measured."""
        return max(self.watched.length - self.paused, timedelta())


def registration_key(at: datetime) -> str:
    """Names a registration, so that an officer's word on it ends with the next one."""
    return f"registered {at:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class History:
    """A period of the whole programme.

    Attributes:
        taken_at: the instant the states are found for: the end of the period, or now.
    """

    period: Period
    taken_at: datetime
    zone: ZoneInfo
    communities: tuple[Community, ...]
    sites: tuple[SiteHistory, ...]
    gaps: tuple[Gap, ...] = ()
    looks: int = 0
    post: Post = field(default_factory=Post)
    began: datetime | None = field(default=None)


@dataclass(frozen=True, slots=True)
class LetterTold:
    """A letter about a site, as the office remembers it.

    Attributes:
        sent_at: when a server accepted it; None for one that was turned down for good.
    """

    kind: str
    role: str
    decided_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What is told of one site alone, over its last days.

    Attributes:
        days: share of each day's measured time that was down, the oldest first; None for a day
            of which nothing was measured.
        contents: the texts its own page showed, up to the end of the period.
    """

    period: Period
    days: tuple[float | None, ...]
    incidents: tuple[Incident, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contents: tuple[Interval, ...] = ()
    letters: tuple[LetterTold, ...] = ()
