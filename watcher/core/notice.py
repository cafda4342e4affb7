"""To whom, about what, and with which key against doubles.

A notice is a decision to write, not yet a letter: notify/ finds the words. One letter goes to
one person for all of their sites that share a stage and a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from watcher.core.domain_life import LifeCycle
from watcher.core.expiry import Clock, Expiry, domain_expiry, hosting_expiry
from watcher.core.ladder import FOR_OFFICER, Stage, stage_on
from watcher.core.renewal import Believed, Renewal
from watcher.core.site import Site, Standing


class Role(StrEnum):
    """Who a letter is for."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class SiteClock:
    """One clock of one site, ready to be read by the ladder.

    Attributes:
        uncertain: the registry's date has moved on, and nobody knows who paid.
    """

    site: Site
    clock: Clock
    expiry: Expiry
    life: LifeCycle
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision to write.

    Attributes:
        recipient: the owner's id, or "officer"; empty where the register names no owner.
        sites: those it is about, the lowest id first.
    """

    clock: Clock
    stage: Stage
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
    uncertain = believed is not None and believed.renewal is Renewal.UNCERTAIN
    return SiteClock(replace(site, registrar=registrar), Clock.DOMAIN, expiry, life, uncertain)


def hosting_clock(site: Site, life: LifeCycle) -> SiteClock:
    """The hosting clock of a site: typed by the officer, or estimated from the grant."""
    expiry = hosting_expiry(site.hosting_expires, site.granted_on)
    return SiteClock(site, Clock.HOSTING, expiry, life)


def due_on(today: date, clocks: Iterable[SiteClock]) -> list[Notice]:
    """Say what has to be written about these clocks today, the most urgent first.

    An unknown date says nothing to anybody; a paused or withdrawn site is left in peace.
    """
    groups: dict[tuple[Clock, Stage, date, Role, str], list[SiteClock]] = defaultdict(list)
    for one in clocks:
        if one.expiry.on is None or one.site.standing is not Standing.ACTIVE:
            continue
        stage = stage_on(today, one.clock, one.expiry.on, one.life)
        if stage is None:
            continue
        role, recipient = _addressee(one.site, stage)
        groups[one.clock, stage, one.expiry.on, role, recipient].append(one)
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


def _addressee(site: Site, stage: Stage) -> tuple[Role, str]:
    """Who is written to. A site without an owner is in the plan all the same: to be called."""
    if stage in FOR_OFFICER:
        return Role.OFFICER, "officer"
    return Role.OWNER, site.owner_id or ""
