"""What storage reads for report and status: plain records of sites over a period.

They do not depend on tables. viewing.py makes the view of an instant of them, for the current
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
from watcher.core.sites.letter_tally import LetterTally
from watcher.core.sites.site import Community, MonitoringStatus, Site

#: A certificate that was last seen longer ago may have been replaced since.
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
        """Whether any of it lies in a half-open period; one that begins at its end does not."""
        ended = self.resolved_at is not None and self.resolved_at <= period.start
        return self.opened_at < period.end and not ended


@dataclass(frozen=True, slots=True)
class Gap:
    """A period in which the watcher could not observe; it counts against no site."""

    period: Period
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pause:
    """A period in which the office had paused, closed or withdrawn a site; `end` None so far."""

    start: datetime
    end: datetime | None
    standing: MonitoringStatus

    def covers(self, at: datetime) -> bool:
        """Whether the site was not watched at an instant."""
        return self.start <= at and (self.end is None or self.end > at)


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """One site over one period.

    Attributes:
        site: the register's row, with people's acts up to the end of the period.
        watched: the part of the period since its hand-over or our first look, whichever is later.
        tally: measured time within `watched`.
        paused: time within `watched` in which the office had the site paused.
        blips: number of failures within `watched` that were never confirmed.
        availability: what was known at the end of the period.
        conclusive, looks: number of availability looks of the period's last three days.
        blind_reason: the most frequent reason of the inconclusive ones.
        incidents: those that overlap `watched`, the oldest first.
        pages, contents: readings and texts up to the end of the period, the oldest first.
        glimpse: the verdict of the last availability look, on the first bytes of the page.
        claims: dates that the page stated at its last reading.
        fetched_at: time of the last page look that read something.
        stated: the newest date that the page states, over its readings, the oldest first.
        answers: what the registry answered, the oldest first.
        believed: which of its dates is in effect; None without answers.
        decisions: what is in force by people's acts at the end of the period.
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
        """The registry's last answer, with the date in effect."""
        return self.believed.facts if self.believed else None

    @property
    def renewal(self) -> Renewal:
        """Whether it was renewed; a new registration by the owner is NONE."""
        renewal = self.believed.renewal if self.believed else Renewal.NONE
        by_owner = renewal is Renewal.REREGISTERED and self.reregistered_at is None
        return Renewal.NONE if by_owner else renewal

    @property
    def reregistered_at(self) -> datetime | None:
        """When its name was registered anew; None where an officer says that the owner did it."""
        at = registered_anew_at(self.answers)
        return None if at and self.decisions.safe_key == registration_key(at) else at

    @property
    def typed_domain_end(self) -> date | None:
        """The newest day that an officer entered: in the register, or with a payment."""
        typed = (self.site.domain_expires, self.site.paid_until)
        return max((day for day in typed if day is not None), default=None)

    def domain_expiry(self) -> Expiry:
        """When its domain ends; an estimate while a renewal is uncertain."""
        expiry = domain_expiry(self.domain, self.typed_domain_end)
        if self.renewal is Renewal.UNCERTAIN and expiry.confidence is Confidence.CERTAIN:
            return replace(expiry, confidence=Confidence.ESTIMATE)
        return expiry

    def hosting_expiry(self) -> Expiry:
        """When its hosting ends."""
        return hosting_expiry(self.site.hosting_expires, self.site.granted_on)

    def domain_state(self, at: datetime, zone: ZoneInfo, life: LifeCycle) -> DomainState:
        """The phase of its domain's registration.

        Args:
            at: aware UTC.
            zone: of the programme.
            life: the phases under the domain's TLD.
        """
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
    """Identify a registration: an officer's decision about it ends with the next one."""
    return f"registered {at:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class History:
    """A period of the whole programme.

    Attributes:
        taken_at: the instant for which states are decided: the end of the period, or now.
        looks: number of all looks of the period.
        began: when the watcher's first look was; None before it.
    """

    period: Period
    taken_at: datetime
    zone: ZoneInfo
    communities: tuple[Community, ...]
    sites: tuple[SiteHistory, ...]
    gaps: tuple[Gap, ...] = ()
    looks: int = 0
    post: LetterTally = field(default_factory=LetterTally)
    began: datetime | None = field(default=None)


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """A letter about a site.

    Attributes:
        decided_at: when it was written.
        sent_at: when a server accepted it; None for one that was refused for good.
    """

    kind: str
    role: str
    decided_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What the page of a single site shows, over its last days.

    Attributes:
        days: share of each day's measured time that was down, the oldest first; None for a day
            without measured time.
        contents: the texts of its own page, up to the end of the period.
    """

    period: Period
    days: tuple[float | None, ...]
    incidents: tuple[Incident, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contents: tuple[Interval, ...] = ()
    letters: tuple[LetterRecord, ...] = ()
