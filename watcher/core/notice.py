"""To whom, about what, and with which key against doubles.

A notice is a decision to write, not yet a letter: notify/ finds the words. One letter goes to
one person for all of their sites that share a stage and a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.domain_life import LifeCycle
from watcher.core.domain_news import News, news_of_domain
from watcher.core.expiry import Clock, Expiry, certificate_expiry, domain_expiry, hosting_expiry
from watcher.core.ladder import FOR_OFFICER, Stage, stage_on
from watcher.core.observation import Certificate
from watcher.core.renewal import Believed, Renewal
from watcher.core.site import Site, Standing

#: A certificate that lives shorter is renewed every few days, and has no warning to give.
LONG_LIVED = timedelta(days=30)


class Role(StrEnum):
    """Who a letter is for."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    OFFICER = "officer"
    SYSADMIN = "sysadmin"


@dataclass(frozen=True, slots=True)
class SiteClock:
    """One clock of one site, ready to be read by the ladder.

    Attributes:
        believed: what is thought of the registry's answers, on the domain clock.
    """

    site: Site
    clock: Clock
    expiry: Expiry
    life: LifeCycle
    believed: Believed | None = None

    @property
    def uncertain(self) -> bool:
        """The registry's date has moved on, and nobody knows who paid."""
        return self.believed is not None and self.believed.renewal is Renewal.UNCERTAIN

    def due_on(self, today: date) -> list[Stage | News]:
        """What there is to say today: news of the name, and the rung that was reached."""
        news = news_of_domain(self.believed, today) if self.believed else None
        if self.expiry.on is None:
            return []
        if news is News.REREGISTERED:  # its days are a stranger's now
            return [news]
        stage = stage_on(today, self.clock, self.expiry.on, self.life)
        return [said for said in (news, stage) if said is not None]


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision to write.

    Attributes:
        recipient: the owner's id, the community's, or "officer"; empty where the register
            names no owner.
        sites: those it is about, the lowest id first.
    """

    clock: Clock
    stage: Stage | News
    expires: date
    role: Role
    recipient: str
    sites: tuple[Site, ...]
    life: LifeCycle
    uncertain: bool = False

    @property
    def kind(self) -> str:
        """The name of its template."""
        prefix = "expiry" if self.clock is Clock.DOMAIN else self.clock.value
        return f"{prefix}_{self.stage.value}"

    @property
    def occasion(self) -> str:
        """What makes it unique for each of its sites: said once, it is never said again."""
        return ":".join((self.kind, self.expires.isoformat(), self.role, self.recipient))

    @property
    def dedup_key(self) -> str:
        """What makes the letter unique."""
        return ":".join((self.occasion, ",".join(str(site.id) for site in self.sites)))


def domain_clock(site: Site, believed: Believed | None, life: LifeCycle) -> SiteClock:
    """The domain clock of a site; the registry names the registrar where the register does not."""
    facts = believed.facts if believed else None
    registrar = site.registrar or (facts.registrar if facts else None) or ""
    expiry = domain_expiry(facts, site.domain_expires)
    return SiteClock(replace(site, registrar=registrar), Clock.DOMAIN, expiry, life, believed)


def hosting_clock(site: Site, life: LifeCycle) -> SiteClock:
    """The hosting clock of a site: typed by the officer, or estimated from the grant."""
    expiry = hosting_expiry(site.hosting_expires, site.granted_on)
    return SiteClock(site, Clock.HOSTING, expiry, life)


def certificate_clock(site: Site, certificate: Certificate, zone: ZoneInfo) -> SiteClock:
    """The certificate clock of a site. One made for a few days is always about to end."""
    short = certificate.not_after - certificate.not_before < LONG_LIVED
    expiry = Expiry() if short else certificate_expiry(certificate, zone)
    return SiteClock(site, Clock.CERTIFICATE, expiry, LifeCycle(0, 0, 0))


def due_on(today: date, clocks: Iterable[SiteClock]) -> list[Notice]:
    """Say what has to be written about these clocks today, the most urgent first.

    An unknown date says nothing to anybody; a paused or withdrawn site is left in peace.
    """
    groups: dict[tuple[Clock, Stage | News, date, Role, str], list[SiteClock]] = defaultdict(list)
    for one in clocks:
        if one.expiry.on is None or one.site.standing is not Standing.ACTIVE:
            continue
        for said in one.due_on(today):
            for role, recipient in addressees(one.site, one.clock, said):
                groups[one.clock, said, one.expiry.on, role, recipient].append(one)
    notices = [
        Notice(
            *key,
            sites=tuple(sorted((one.site for one in group), key=lambda site: site.id)),
            life=_tightest(group),
            uncertain=any(one.uncertain for one in group),
        )
        for key, group in groups.items()
    ]
    return sorted(notices, key=lambda notice: (notice.expires, notice.recipient, notice.clock))


def untold(notices: Iterable[Notice], told: Mapping[str, Collection[int]]) -> list[Notice]:
    """Leave out the sites that a person was told of before.

    A site that is added later must not be swallowed by an earlier letter about its neighbour,
    and pausing a neighbour must not bring the same words once more.

    Args:
        told: occasion -> ids of the sites that letters of that occasion are about.
    """
    left = []
    for notice in notices:
        said = told.get(notice.occasion, ())
        sites = tuple(site for site in notice.sites if site.id not in said)
        if sites:
            left.append(replace(notice, sites=sites))
    return left


def _tightest(group: list[SiteClock]) -> LifeCycle:
    """The days that are safe for every name of a letter: those of the shortest life."""
    return min((one.life for one in group), key=lambda life: (life.grace, life.redemption))


def addressees(site: Site, clock: Clock, said: Stage | News) -> list[tuple[Role, str]]:
    """Who is written to. A site without an owner is in the plan all the same: to be called.

    A certificate is nothing an owner can mend (design/behaviour, section 4).
    """
    officer = (Role.OFFICER, "officer")
    if clock is Clock.CERTIFICATE:
        return [(Role.COORDINATOR, str(site.community_id)), officer]
    if said in FOR_OFFICER or said is News.REREGISTERED:
        return [officer]
    return [(Role.OWNER, site.owner_id or "")]
