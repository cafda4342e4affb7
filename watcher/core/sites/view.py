"""Everything that is known of one site at one instant: the input of all rules about sites."""

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
    """The settings of the rules about sites.

    Attributes:
        dark_after: a longer outage is DARK.
        stale_after: content without a change for longer is STALE.
        hijack_apart: how long readings of a hijacked page must last to prove it.
        asserted_after: from when on such an accusation is printed as a fact.
        due_within_days: a term that ends within so many days is due.
    """

    dark_after: timedelta = timedelta(hours=72)
    stale_after: timedelta = timedelta(days=90)
    hijack_apart: timedelta = timedelta(hours=6)
    asserted_after: timedelta = timedelta(hours=24)
    due_within_days: int = DUE_WITHIN.days


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is known of one site at one instant.

    Attributes:
        at: the instant, aware UTC; `today` its day in the programme's zone.
        conclusive, looks: number of availability looks of the last three days.
        blind_reason: the most frequent reason of the inconclusive ones.
        pages: readings of the home page until `at`, the oldest first.
        glimpse: the verdict of the last availability look, on the first bytes of the page. They
            are too few to recognise the owner: only a suspicion counts.
        contents: the grantee's own texts, the oldest first.
        at_baseline: the text has not changed since the hand-over.
        unverified: the domain is held until its owner clicks the registrar's link.
        reregistered_at: when the name was registered anew; None where it was not, or where an
            officer has said that it was the owner.
        answer: the owner's last one.
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
        """The last reading; None without one in the last week."""
        return latest(self.pages, self.at)

    @property
    def suspicion(self) -> SeenPage | None:
        """A glimpse of a page that is not the grantee's, until a whole page was read after it."""
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
        if emptied and self.suspicion is None:  # a template has replaced the owner's content
            return PageOwner.FOREIGN
        return owner_of(self.suspicion or self.page)

    @property
    def watched_since(self) -> datetime | None:
        """When the grantee's own page was first read; None where it never was."""
        return self.contents[0].first_at if self.contents else None

    @property
    def stated_ends(self) -> list[Expiry]:
        """The ends of domain and hosting; without hosting's where it is only an estimate."""
        if self.reregistered_at is not None:  # the terms may be those of another owner now
            return []
        estimated = self.hosting.confidence is Confidence.ESTIMATE
        return [self.domain] if estimated else [self.domain, self.hosting]
