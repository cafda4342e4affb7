"""All that is known of one site at one instant, as the rules of core read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from watcher.core.domains.expiry import DUE_WITHIN, Confidence, Expiry
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.freshness import Interval, LastUpdate
from watcher.core.pages.kind import PageKind
from watcher.core.pages.page_history import (
    SUSPICIOUS_KINDS,
    TEMPLATE_KINDS,
    PageOwner,
    SeenPage,
    latest,
    owner_of,
)
from watcher.core.sites.site import OwnerAnswer


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The settings behind the states."""

    dark_after: timedelta = timedelta(hours=72)
    stale_after: timedelta = timedelta(days=90)
    hijack_apart: timedelta = timedelta(hours=6)
    asserted_after: timedelta = timedelta(hours=24)
    due_within_days: int = DUE_WITHIN.days


@dataclass(frozen=True, slots=True)
class View:
    """All that is known of one site at one instant.

    Attributes:
        conclusive, looks: of the availability looks of the last three days.
        blind_reason: why looks of these days were not conclusive, most of them.
        pages: readings of the home page until `at`, the oldest first.
        glimpse: what the first bytes of the page were taken for by the last availability look.
            They are too few to recognise the owner by: only a suspicion counts.
        contents: the grantee's own texts, the oldest first.
        at_baseline: its text is the one that was handed over.
        unverified: the domain is held until its owner clicks the registrar's link.
        reregistered_at: when the name was registered anew; None where it was not, or where an
            officer has said that it was the owner.
        answer: what the owner last said.
        confirmed_key: evidence of a hijack that a person has confirmed.
        certificate_ends: of the certificate that was last seen, within a day; None otherwise.
    """

    at: datetime
    today: date
    availability: Availability = field(default_factory=Availability)
    conclusive: int = 0
    looks: int = 0
    blind_reason: Reason = Reason.NOT_LOOKED
    pages: Sequence[SeenPage] = ()
    glimpse: SeenPage | None = None
    contents: Sequence[Interval] = ()
    update: LastUpdate = field(default_factory=LastUpdate)
    at_baseline: bool = False
    domain: Expiry = field(default_factory=Expiry)
    domain_state: DomainState = DomainState.UNKNOWN
    unverified: bool = False
    reregistered_at: datetime | None = None
    hosting: Expiry = field(default_factory=Expiry)
    certificate_ends: datetime | None = None
    answer: OwnerAnswer | None = None
    confirmed_key: str = ""

    @property
    def page(self) -> SeenPage | None:
        """The last reading; None if there is none within the last week."""
        return latest(self.pages, self.at)

    @property
    def suspicion(self) -> SeenPage | None:
        """What glimpses show that is not the grantee's, until a whole reading has seen it too."""
        read, glimpse = self.page, self.glimpse
        if glimpse is None or (read is not None and read.last_at >= glimpse.first_at):
            return None
        return glimpse if glimpse.kind in SUSPICIOUS_KINDS else None

    @property
    def owner_was_there(self) -> bool:
        """Whether the owner's own content was ever read."""
        return any(page.kind is PageKind.OWNER_SITE for page in self.pages)

    @property
    def page_owner(self) -> PageOwner:
        """Whose page a visitor sees."""
        if self.reregistered_at is not None:
            return PageOwner.FOREIGN
        page = self.page
        emptied = page is not None and page.kind in TEMPLATE_KINDS and self.owner_was_there
        if emptied and self.suspicion is None:  # what the owner had made of it is gone
            return PageOwner.FOREIGN
        return owner_of(self.suspicion or self.page)

    @property
    def watched_since(self) -> datetime | None:
        """Since when the grantee's own page has been read; None where it never was."""
        return self.contents[0].first_at if self.contents else None

    @property
    def stated_ends(self) -> list[Expiry]:
        """The ends of domain and hosting that somebody stated: an estimate states none."""
        if self.reregistered_at is not None:  # its days are a stranger's now
            return []
        estimated = self.hosting.confidence is Confidence.ESTIMATE
        return [self.domain] if estimated else [self.domain, self.hosting]
