"""The figures of one site in a month: a row of the annex, and what it rests on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.core.domains.expiry import Confidence, Expiry, ExpiryKind
from watcher.core.domains.life import LifeCycle
from watcher.core.domains.renewal import Renewal
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import Certificate, DelegationFacts, DomainState, Reason
from watcher.core.looks.uptime import Tally
from watcher.core.pages.freshness import LastUpdate
from watcher.core.pages.kind import PageKind
from watcher.core.period import Month
from watcher.core.sites.assessment import SiteState
from watcher.core.sites.overlay import Overlay
from watcher.core.sites.site import Site
from watcher.core.sites.site_history import Incident
from watcher.core.sites.state import State

#: States that method 1 counted as opening (docs/decisions/0015). Months closed by it stay as they
#: were signed.
OPENED_BY_METHOD_1 = (State.IN_USE, State.STALE, State.NEVER_USED, State.HIJACKED)


@dataclass(frozen=True, slots=True)
class SiteFigure:
    """The figures of one site.

    Attributes:
        uptime: share of the measured time, 0..1; None below 80 % coverage.
        coverage: measured share of `length`, 0..1.
        length: time of the period since the hand-over or the first look, pauses excluded.
        unpaid: it is dark because its domain was not renewed.
        notices: letters sent about it; `refused`: the owner's mail server refused one for good.
        blips: failures that were never confirmed: they count as up, and are stated beside it.
        answered_on: the days on which its owner answered; None in months of method 1.
        last_look: what the last look found, for `watcher status`; None in a closed month.
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
    blips: int = 0
    answered_on: tuple[date, ...] | None = None
    last_look: Availability | None = None

    @property
    def opens(self) -> bool:
        """Whether it counts as a site that could be opened at the end of the period."""
        if self.state.access is None:
            return self.state.state in OPENED_BY_METHOD_1
        return self.state.opens

    @property
    def suspected(self) -> bool:
        """Whether its last look failed and that is not confirmed yet."""
        return self.last_look is not None and self.last_look.suspected

    @property
    def past_end(self) -> bool:
        """Whether a term has ended while the site still opens, so that it can be saved easily."""
        return Overlay.PAST_END in self.state.overlays

    @property
    def differs_from_register(self) -> bool:
        """Whether the domain ends on another day by its registry than by the register.

        A difference of one day does not count: registries state instants.
        """
        listed = self.site.domain_expires
        certain = self.domain.confidence is Confidence.CERTAIN
        apart = abs((self.domain.on - listed).days) if self.domain.on and listed else 0
        return certain and apart > 1

    def answered_in(self, month: Month) -> bool:
        """Return whether its owner answered the office in a month."""
        last = (self.site.answered_on,) if self.site.answered_on else ()
        days = last if self.answered_on is None else self.answered_on
        return any(month.first <= day <= month.last for day in days)

    @property
    def incidents(self) -> int:
        """How many outages overlap the period."""
        return len(self.outages)

    @property
    def ends(self) -> dict[ExpiryKind, Expiry]:
        """The ends of domain and hosting, whatever they are known from."""
        return {ExpiryKind.DOMAIN: self.domain, ExpiryKind.HOSTING: self.hosting}

    @property
    def stated_ends(self) -> tuple[tuple[ExpiryKind, Expiry], ...]:
        """The ends that are not estimates, the domain's first.

        None where the domain was registered anew: its dates are those of the new registrant.
        """
        if self.state.reason is Reason.REREGISTERED:
            return ()
        estimated = self.hosting.confidence is Confidence.ESTIMATE
        return tuple(
            (clock, end)
            for clock, end in self.ends.items()
            if clock is ExpiryKind.DOMAIN or not estimated
        )
