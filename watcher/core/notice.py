"""To whom, about what, and with which key against doubles.

A notice is a decision to write, not yet a letter: notify/ finds the words. One letter goes to
one person for all of their sites that share a stage and a day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from watcher.core.domain_life import (
    Clock,
    Expiry,
    LifeCycle,
    domain_expiry,
    hosting_expiry,
)
from watcher.core.ladder import FOR_OFFICER, Stage, stage_on
from watcher.core.observation import DomainFacts
from watcher.core.site import Site, Standing


class Role(StrEnum):
    """Who a letter is for."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class SiteClock:
    """One clock of one site, ready to be read by the ladder."""

    site: Site
    clock: Clock
    expiry: Expiry
    life: LifeCycle


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision to write.

    Attributes:
        recipient: the owner's id, or "officer".
        sites: those it is about, the lowest id first.
    """

    clock: Clock
    stage: Stage
    expires: date
    role: Role
    recipient: str
    sites: tuple[Site, ...]
    life: LifeCycle

    @property
    def kind(self) -> str:
        """The name of its template."""
        prefix = "expiry" if self.clock is Clock.DOMAIN else self.clock.value
        return f"{prefix}_{self.stage.value}"

    @property
    def dedup_key(self) -> str:
        """What makes it unique: said once, it is never said again to the same person."""
        sites = ",".join(str(site.id) for site in self.sites)
        return ":".join((self.kind, self.expires.isoformat(), self.role, self.recipient, sites))


def domain_clock(site: Site, facts: DomainFacts | None, life: LifeCycle) -> SiteClock:
    """The domain clock of a site; the registry names the registrar where the register does not."""
    registrar = site.registrar or (facts.registrar if facts else None) or ""
    expiry = domain_expiry(facts, site.domain_expires)
    return SiteClock(replace(site, registrar=registrar), Clock.DOMAIN, expiry, life)


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
        if recipient:
            groups[one.clock, stage, one.expiry.on, role, recipient].append(one)
    notices = [
        Notice(*key, tuple(sorted((o.site for o in group), key=lambda s: s.id)), _tightest(group))
        for key, group in groups.items()
    ]
    return sorted(notices, key=lambda notice: (notice.expires, notice.recipient, notice.clock))


def _tightest(group: list[SiteClock]) -> LifeCycle:
    """The days that are safe for every name of a letter: those of the shortest life."""
    return min((one.life for one in group), key=lambda life: (life.grace, life.redemption))


def _addressee(site: Site, stage: Stage) -> tuple[Role, str | None]:
    if stage in FOR_OFFICER:
        return Role.OFFICER, "officer"
    return Role.OWNER, site.owner_id
