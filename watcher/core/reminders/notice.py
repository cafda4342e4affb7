"""To whom, about what, and with which key against doubles.

A notice is a decision to write, not yet a letter: notify/ finds the words. One letter goes to
one person for all of their sites that share a stage and a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import (
    Confidence,
    Expiry,
    ExpiryKind,
    certificate_expiry,
    domain_expiry,
    hosting_expiry,
)
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.domains.renewal import Believed, Renewal
from watcher.core.looks.access import Access
from watcher.core.looks.observation import Certificate, DomainState
from watcher.core.reminders.domain_events import DomainEvent, event_of_domain
from watcher.core.reminders.reminder_schedule import (
    FOR_OFFICER,
    LOST_STAGES,
    Stage,
    is_asked_on,
    reminder_on,
)
from watcher.core.reminders.replies import Replies
from watcher.core.sites.decisions import Reply
from watcher.core.sites.site import MonitoringStatus, Site

#: A certificate that lives shorter is renewed every few days, and has no warning to give.
LONG_LIVED = timedelta(days=30)


class Role(StrEnum):
    """Who a letter is for."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    OFFICER = "officer"
    SYSADMIN = "sysadmin"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who has an e-mail address.

    Attributes:
        owners: ids of owners; `communities`: ids of those whose coordinator has one.
    """

    owners: Collection[str]
    communities: Collection[int]


@dataclass(frozen=True, slots=True)
class SiteClock:
    """One clock of one site, ready to be read by the ladder.

    Attributes:
        believed: what is thought of the registry's answers, on the domain clock.
        access: what a visitor of the site meets; None where nobody has looked.
        down_since: since when it is confirmed down.
        replies: what its owner and the office have said (core/replies).
        looked_at: site and domain were looked at: only then is an owner asked for more.
    """

    site: Site
    clock: ExpiryKind
    expiry: Expiry
    life: LifeCycle
    believed: Believed | None = None
    access: Access | None = None
    down_since: datetime | None = None
    replies: Replies = field(default_factory=Replies)
    looked_at: bool = True

    @property
    def uncertain(self) -> bool:
        """The registry's date has moved on, and nobody knows who paid."""
        return self.believed is not None and self.believed.renewal is Renewal.UNCERTAIN

    @property
    def reply(self) -> Reply | None:
        """The owner's last answer about this term."""
        return None if self.expiry.on is None else self.replies.about_term(self.expiry.on)

    def due_on(self, today: date) -> list[Stage | DomainEvent]:
        """What there is to say today: news of the name, and the rung that was reached."""
        ends = self.expiry.on
        if ends is None:
            return []
        news = event_of_domain(self.believed, today) if self.believed else None
        if news is DomainEvent.REREGISTERED:  # its days are a stranger's now
            return [news]
        if self.expiry.confidence is Confidence.ESTIMATE and self.clock is ExpiryKind.HOSTING:
            return [DomainEvent.ASK] if self.looked_at and is_asked_on(today, ends) else []
        rung = reminder_on(today, self.clock, ends, self.life)
        stage = self.replies.instead_of(rung, self.clock, ends, today) if rung else None
        said = (news, stage if self._may_be_said(stage, today) else None)
        return [one for one in said if one is not None]

    def _may_be_said(self, stage: Stage | DomainEvent | None, today: date) -> bool:
        """That a name can only be bought back is never said of one that still answers."""
        if stage not in LOST_STAGES or self.clock is not ExpiryKind.DOMAIN:
            return True
        statuses = self.believed.facts.statuses if self.believed else ()
        stands = phase(self.expiry.on, statuses, today, self.life, self.access)
        return stands in (DomainState.REDEMPTION, DomainState.PENDING_DELETE)


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision to write. What its letter says follows from the clocks that it is about.

    Attributes:
        recipient: the owner's id, the community's, or "officer"; empty where the register
            names no owner.
        clocks: of its sites, one each, the lowest id first.
    """

    clock: ExpiryKind
    stage: Stage | DomainEvent
    expires: date
    role: Role
    recipient: str
    clocks: tuple[SiteClock, ...]

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites it is about, the lowest id first."""
        return tuple(one.site for one in self.clocks)

    @property
    def life(self) -> LifeCycle:
        """The days that are safe for every name: those of the shortest life."""
        lives = (one.life for one in self.clocks)
        return min(lives, key=lambda life: (life.grace, life.redemption))

    @property
    def uncertain(self) -> bool:
        """Whether of any of them nobody knows who paid."""
        return any(one.uncertain for one in self.clocks)

    @property
    def still_opens(self) -> bool:
        """Whether all of them still open."""
        return all(one.access is Access.OPENS for one in self.clocks)

    @property
    def down_since(self) -> datetime | None:
        """Since when the one site it is about is down."""
        return self.clocks[0].down_since if len(self.clocks) == 1 else None

    @property
    def reply(self) -> Reply | None:
        """The last answer of the owner about this term of any of them."""
        replies = [one.reply for one in self.clocks if one.reply is not None]
        return max(replies, key=lambda reply: reply.on, default=None)

    def only(self, site_ids: Collection[int]) -> "Notice":
        """The same decision about fewer sites; at least one of them must be in it."""
        return replace(self, clocks=tuple(c for c in self.clocks if c.site.id in site_ids))

    @property
    def kind(self) -> str:
        """The name of its template."""
        prefix = "expiry" if self.clock is ExpiryKind.DOMAIN else self.clock.value
        return f"{prefix}_{self.stage.value}"

    @property
    def owner_is_called(self) -> bool:
        """Whether it is for an owner whom no letter reaches: somebody else is asked to call."""
        for_the_office = self.stage in FOR_OFFICER or self.stage is DomainEvent.REREGISTERED
        about_the_host = self.clock is ExpiryKind.CERTIFICATE
        return self.role is not Role.OWNER and not for_the_office and not about_the_host

    @property
    def occasion(self) -> str:
        """What makes it unique for each of its sites: said once, it is never said again."""
        return ":".join((self.kind, self.expires.isoformat(), self.role, self.recipient))

    @property
    def dedup_key(self) -> str:
        """What makes the letter unique."""
        return ":".join((self.occasion, ",".join(str(site.id) for site in self.sites)))


def domain_clock(
    site: Site, believed: Believed | None, life: LifeCycle, typed: date | None = None
) -> SiteClock:
    """The domain clock of a site; the registry names the registrar where the register does not.

    Args:
        typed: the newest day that an officer entered.
    """
    facts = believed.facts if believed else None
    registrar = site.registrar or (facts.registrar if facts else None) or ""
    expiry = domain_expiry(facts, typed or site.domain_expires)
    return SiteClock(replace(site, registrar=registrar), ExpiryKind.DOMAIN, expiry, life, believed)


def hosting_clock(site: Site, life: LifeCycle) -> SiteClock:
    """The hosting clock of a site: typed by the officer, or estimated from the grant."""
    expiry = hosting_expiry(site.hosting_expires, site.granted_on)
    return SiteClock(site, ExpiryKind.HOSTING, expiry, life)


def certificate_clock(site: Site, certificate: Certificate, zone: ZoneInfo) -> SiteClock:
    """The certificate clock of a site. One made for a few days is always about to end."""
    short = certificate.not_after - certificate.not_before < LONG_LIVED
    expiry = Expiry() if short else certificate_expiry(certificate, zone)
    return SiteClock(site, ExpiryKind.CERTIFICATE, expiry, LifeCycle(0, 0, 0))


def due_on(today: date, clocks: Iterable[SiteClock], reach: Reach | None = None) -> list[Notice]:
    """Say what has to be written about these clocks today, the most urgent first.

    An unknown date says nothing to anybody; a paused or withdrawn site is left in peace.

    Args:
        reach: who has an e-mail address; None for everybody.
    """
    groups: dict[tuple[ExpiryKind, Stage | DomainEvent, date, Role, str], list[SiteClock]] = (
        defaultdict(list)
    )
    for one in clocks:
        if one.expiry.on is None or one.site.standing is not MonitoringStatus.ACTIVE:
            continue
        for said in one.due_on(today):
            for role, recipient in addressees(one, said, reach):
                groups[one.clock, said, one.expiry.on, role, recipient].append(one)
    notices = [
        Notice(*key, clocks=tuple(sorted(group, key=lambda one: one.site.id)))
        for key, group in groups.items()
    ]
    return sorted(notices, key=lambda notice: (notice.expires, notice.recipient, notice.clock))


def not_yet_written(
    notices: Iterable[Notice], written_about: Mapping[str, Collection[int]]
) -> list[Notice]:
    """Leave out the sites that a person was told of before.

    A site that is added later must not be swallowed by an earlier letter about its neighbour,
    and pausing a neighbour must not bring the same words once more.

    Args:
        written_about: occasion -> ids of the sites that letters of that occasion are about.
    """
    left = []
    for notice in notices:
        said = written_about.get(notice.occasion, ())
        new = {site.id for site in notice.sites}.difference(said)
        if new:
            left.append(notice.only(new))
    return left


def addressees(
    one: SiteClock, said: Stage | DomainEvent, reach: Reach | None = None
) -> list[tuple[Role, str]]:
    """Who is written to.

    A certificate is nothing an owner can mend (design/behaviour, section 4); an owner who wants
    no more letters gets none. An owner without an e-mail address has to be called, by the
    coordinator, else the officer; nobody calls to say thanks.
    """
    officer = (Role.OFFICER, "officer")
    if one.clock is ExpiryKind.CERTIFICATE:
        return [(Role.COORDINATOR, str(one.site.community_id)), officer]
    if said in FOR_OFFICER or said is DomainEvent.REREGISTERED:
        return [officer]
    if not one.replies.owner_may_be_written_to:
        return []
    owner, community = one.site.owner_id or "", one.site.community_id
    if reach is None or owner in reach.owners:
        return [(Role.OWNER, owner)]
    if said is DomainEvent.RENEWED:
        return []
    return [(Role.COORDINATOR, str(community)) if community in reach.communities else officer]
