"""What the probes find at an instant: the scenarios as the outside of an office.

A look reads the world at its own time; nothing is remembered from one look to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from office import ILL, QuietNet, a_net

from simulation.days import Calendar, on
from simulation.faces import REDIRECTED, Face
from simulation.scenarios import Ill, Programme
from simulation.truth import Scenario
from watcher.core.looks.observation import (
    AvailabilityFacts,
    Certificate,
    DelegationFacts,
    DomainFacts,
    Finding,
    HttpFacts,
    Kind,
    Outcome,
    Reason,
)
from watcher.core.looks.own_side import OwnSide
from watcher.core.pages.kind import Evidence, PageVerdict
from watcher.core.pages.page_facts import Claim, PageFacts
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.probes.table import Probe

NAMESERVERS = ("ns1.hoster.example", "ns2.hoster.example")
_ONE_SILENT = OwnSide(asked=3, answered=2, canary_refused=True)
_DEAF = OwnSide(asked=3, answered=0, canary_refused=None, names_resolve=False)


@dataclass(frozen=True, slots=True)
class World:
    """The sites of a programme, by the numbers that the office gave them."""

    programme: Programme
    calendar: Calendar
    sites: Mapping[int, Scenario]

    def probes(self) -> dict[Kind, Probe]:
        """The probes of the office, which see this world."""
        looks = {
            Kind.AVAILABILITY: self.availability,
            Kind.PAGE: self.page,
            Kind.DOMAIN: self.domain,
            Kind.DELEGATION: self.delegation,
        }
        return {kind: Probe(kind, look) for kind, look in looks.items()}

    async def availability(self, site: Site, _net: Client, now: datetime) -> Finding:
        """What an availability look brings home."""
        day, scenario = self.calendar.day(now), self.sites[site.id]
        ill = self.programme.fault_at(day)
        if ill in (Ill.LINE, Ill.MASS):
            return _nothing_arrives(site)
        if ill is Ill.RESOLVER:
            return Finding(Outcome.UNKNOWN, Reason.DNS_TIMEOUT)
        face = REDIRECTED if ill is Ill.PORTAL else scenario.site.at(day)
        ends = scenario.certificate(day)
        expired = face.up is True and ends is not None and ends <= day
        reason = Reason.TLS_EXPIRED if expired else face.reason
        return Finding(face.outcome, reason, self._facts(site, face, day))

    async def page(self, site: Site, _net: Client, now: datetime) -> Finding:
        """What a page look brings home."""
        day, scenario = self.calendar.day(now), self.sites[site.id]
        ill = self.programme.fault_at(day)
        if ill in (Ill.LINE, Ill.MASS):
            return Finding(Outcome.FAILED, Reason.TIMEOUT_CONNECT)
        if ill is Ill.RESOLVER:
            return Finding(Outcome.UNKNOWN, Reason.DNS_TIMEOUT)
        face = REDIRECTED if ill is Ill.PORTAL else scenario.site.at(day)
        if face.kind is None:
            return Finding(face.outcome, face.reason)
        if not face.readable:
            return Finding(Outcome.UNKNOWN, face.reason if face.up is None else Reason.TRUNCATED)
        return Finding(Outcome.OK, face.reason, self._page_facts(face, now))

    async def domain(self, site: Site, _net: Client, now: datetime) -> Finding:
        """What a registry look brings home."""
        day, scenario = self.calendar.day(now), self.sites[site.id]
        if not scenario.registry or not scenario.said(day).answers:
            return Finding(Outcome.UNKNOWN, Reason.NO_SERVER)
        if self.programme.fault_at(day) is not None:
            return Finding(Outcome.UNKNOWN, Reason.TIMEOUT_TOTAL)
        said, name = scenario.said(day), site.domain or ""
        if said.ends is None:
            return Finding(Outcome.OK, Reason.NOT_FOUND, DomainFacts(name, registered=False))
        facts = DomainFacts(
            domain=name,
            registered=True,
            expires_on=on(said.ends),
            registrar="Registrar Contoh",
            statuses=said.statuses,
            nameservers=NAMESERVERS,
            registered_at=datetime.combine(on(said.born), time(3), UTC),
        )
        return Finding(Outcome.OK, Reason.OK, facts)

    async def delegation(self, site: Site, _net: Client, now: datetime) -> Finding:
        """What the DNS says of a name."""
        day, scenario = self.calendar.day(now), self.sites[site.id]
        if not scenario.registry or self.programme.fault_at(day) is not None:
            return Finding(Outcome.UNKNOWN, Reason.DNS_TIMEOUT)
        if scenario.site.at(day).reason is Reason.DNS_NXDOMAIN:
            return Finding(Outcome.FAILED, Reason.DNS_NXDOMAIN)
        return Finding(Outcome.OK, Reason.OK, DelegationFacts(site.domain or "", NAMESERVERS))

    def _facts(self, site: Site, face: Face, day: float) -> AvailabilityFacts:
        if face.reason is Reason.DNS_NXDOMAIN:
            return AvailabilityFacts()
        arrives = face.status > 0
        ends = self.sites[site.id].certificate(day)
        return AvailabilityFacts(
            addresses=(_address(site),),
            address=_address(site),
            http=_http(site, face) if arrives else None,
            certificate=self._certificate(ends) if arrives and ends is not None else None,
            page=_verdict(face) if face.kind is not None else None,
        )

    def _certificate(self, ends: int) -> Certificate:
        return Certificate(
            not_before=self.calendar.midnight(ends - 90),
            not_after=self.calendar.midnight(ends),
            issuer="CA Contoh",
            names=("usaha.example",),
        )

    def _page_facts(self, face: Face, now: datetime) -> PageFacts:
        stated = [now - timedelta(days=2)] if face.claim_moves else []
        if face.claimed is not None:
            stated.append(self.calendar.at(face.claimed))
        claims = tuple(Claim(at, "article:modified_time", strong=True) for at in stated)
        return PageFacts(_verdict(face), face.text, f"print of {face.text}", claims)


def doors() -> dict[Ill | None, QuietNet]:
    """How the office finds its own side, in health and in every illness."""
    sides = {Ill.LINE: ILL, Ill.PORTAL: ILL, Ill.RESOLVER: _DEAF, Ill.MASS: _ONE_SILENT}
    return {None: a_net(), **{ill: a_net(ours=ours) for ill, ours in sides.items()}}


def _nothing_arrives(site: Site) -> Finding:
    facts = AvailabilityFacts(addresses=(_address(site),), address=_address(site))
    return Finding(Outcome.FAILED, Reason.TIMEOUT_CONNECT, facts)


def _address(site: Site) -> str:
    return f"203.0.113.{site.id}"


def _http(site: Site, face: Face) -> HttpFacts:
    return HttpFacts(face.status, site.url, (), len(face.text), None, face.text)


def _verdict(face: Face) -> PageVerdict:
    assert face.kind is not None
    evidence = tuple(Evidence(f"{face.kind}.words", text) for text in face.words)
    return PageVerdict(face.kind, face.level, evidence)
