"""What storage hands to the report and the status: plain records, and the view they make.

Nothing here knows a table. `view_at` is the only way from history to a state, for the running
day and for a closed month alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.domain_life import LifeCycle, phase
from watcher.core.expiry import Confidence, Expiry, domain_expiry, hosting_expiry
from watcher.core.freshness import Seen, last_update
from watcher.core.observation import (
    Certificate,
    Claim,
    DelegationFacts,
    DomainFacts,
    DomainState,
    Reason,
)
from watcher.core.period import Period, local_day
from watcher.core.renewal import Answered, Believed, Renewal, needs_verification
from watcher.core.site import Community, Site
from watcher.core.state import OWN_KINDS, SeenPage, View
from watcher.core.uptime import Tally


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


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which the watcher itself was blind; counted against nobody."""

    period: Period
    reason: Reason


@dataclass(frozen=True, slots=True)
class Post:
    """The letters of a period.

    Attributes:
        by_site: letters that went out, by the site they were about.
        refused: sites whose owner's server turned every letter down for good; `reached`: whose
            owner's server accepted one.
        owners_written, owners_reached: owners with a letter, and those of them whose server
            accepted one.
    """

    sent: int = 0
    by_site: Mapping[int, int] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    owners_written: int = 0
    owners_reached: int = 0
    reached: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """One site over one period.

    Attributes:
        tally: measured time within the period.
        paused: time within the period in which the office had the site paused.
        conclusive, looks: availability looks of the period's last three days.
        failed_at: its last conclusive look, if that failed.
        incidents: those that touch the period, the oldest first.
        pages, contents: what was seen up to the end of the period, the oldest first.
        fetched_at: the last page look that read something.
        answers: what the registry said, the oldest first; `believed` what to make of it.
    """

    site: Site
    tally: Tally = Tally()
    paused: timedelta = timedelta()
    conclusive: int = 0
    looks: int = 0
    last_reason: Reason = Reason.OK
    failed_at: datetime | None = None
    incidents: tuple[Incident, ...] = ()
    pages: tuple[SeenPage, ...] = ()
    contents: tuple[Seen, ...] = ()
    claims: tuple[Claim, ...] = ()
    fetched_at: datetime | None = None
    answers: tuple[Answered, ...] = ()
    believed: Believed | None = None
    domain_checked_at: datetime | None = None
    delegation: DelegationFacts | None = None
    certificate: Certificate | None = None
    certificate_seen_at: datetime | None = None

    @property
    def domain(self) -> DomainFacts | None:
        """What the registry last said, with the date that holds."""
        return self.believed.facts if self.believed else None

    @property
    def renewal(self) -> Renewal:
        """What is thought of its renewal."""
        return self.believed.renewal if self.believed else Renewal.NONE

    def domain_expiry(self) -> Expiry:
        """When its domain ends: the earliest of all that is known."""
        found = domain_expiry(self.domain, self.site.domain_expires)
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
        return phase(expires, statuses, local_day(at, zone), life)

    def length(self, period: Period) -> timedelta:
        """The time of the period that could have been measured."""
        return period.length - self.paused


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
        contents: the texts its page showed, up to the end of the period.
    """

    period: Period
    days: tuple[float | None, ...]
    incidents: tuple[Incident, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contents: tuple[Seen, ...] = ()
    letters: tuple[LetterTold, ...] = ()


def view_at(history: SiteHistory, at: datetime, zone: ZoneInfo, life: LifeCycle) -> View:
    """Gather what is known of a site at one instant."""
    open_now = next((i for i in reversed(history.incidents) if i.open_at(at)), None)
    contents = history.contents
    return View(
        at=at,
        today=local_day(at, zone),
        conclusive=history.conclusive,
        looks=history.looks,
        down_since=open_now.opened_at if open_now else None,
        down_reason=open_now.reason if open_now else Reason.OK,
        last_reason=history.last_reason,
        page=history.pages[-1] if history.pages else None,
        contents=contents,
        update=last_update(contents, history.claims, history.fetched_at),
        at_baseline=bool(contents) and history.site.baseline == contents[-1].key,
        owner_seen=any(page.kind in OWN_KINDS for page in history.pages),
        domain=history.domain_expiry(),
        domain_state=history.domain_state(at, zone, life),
        unverified=history.domain is not None and needs_verification(history.domain),
        hosting=history.hosting_expiry(),
    )
