"""Start the demo's servers on loopback: websites, name server, registry and mail server."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from watcher.core.period import utc_day
from watcher.demo import pages
from watcher.demo.businesses import BUSINESSES
from watcher.demo.names import NameServer
from watcher.demo.programme import Fate, Grantee
from watcher.demo.servers.authority import Authority, Issued
from watcher.demo.servers.mailbox import Mailbox
from watcher.demo.servers.registry_server import Mood, Registration, RegistryServer
from watcher.demo.servers.zone import ZoneAnswer
from watcher.demo.sites import Conduct, Page, SiteServer, moved_to

LOOPBACK = ZoneAnswer(addresses=("127.0.0.1",))
BLOCKED = ZoneAnswer(cname="trustpositif.komdigi.go.id")
SENTINELS = ("satu.sentinel.example", "dua.sentinel.example", "tiga.sentinel.example")
ELSEWHERE = "pindah.example"
#: How long the slow site thinks, and from when on the demo calls that slow.
SLOW_SECONDS, CALLED_SLOW = 1.2, 0.9


@dataclass(frozen=True, slots=True)
class World:
    """The running servers, and the CA file that their certificates are signed by."""

    sites: SiteServer
    names: NameServer
    registry: RegistryServer
    mailbox: Mailbox
    ca_file: Path


@contextlib.asynccontextmanager
async def world(grantees: Sequence[Grantee], folder: Path, now: datetime) -> AsyncIterator[World]:
    """Let the world exist for as long as the block lasts. Certificates are put into `folder`.

    Args:
        now: the demo's present; certificates are good for it and for the real one.
    """
    authority = Authority.make(
        not_before=now - timedelta(days=700), not_after=now + timedelta(days=700)
    )
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(authority.root_pem)
    certificates = {g.host: _certificate(authority, g, now).context(folder) for g in grantees}
    async with contextlib.AsyncExitStack() as servers:
        shown = {g.host: page_of(g) for g in grantees}
        sites = await servers.enter_async_context(SiteServer(shown, certificates))
        _lead_astray(sites, grantees)
        yield World(
            sites=sites,
            names=await servers.enter_async_context(NameServer(_records(grantees))),
            registry=await servers.enter_async_context(_registry(grantees, now)),
            mailbox=await servers.enter_async_context(Mailbox()),
            ca_file=ca_file,
        )


def page_of(grantee: Grantee) -> Page:
    """What a visitor of the site gets."""
    business, fate = grantee.business, grantee.fate
    match fate:
        case Fate.STALE:
            return Page(pages.stale_shop(business, grantee.changed or grantee.granted_on))
        case Fate.UNTOUCHED:
            return Page(pages.untouched_wordpress(business.name))
        case Fate.SUSPENDED:
            return Page(pages.suspended(grantee.host))
        case Fate.PARKED:
            return Page(pages.for_sale(grantee.host))
        case Fate.GAMBLING:
            return Page(pages.gambling())
        case Fate.DEAD:
            return Page(conduct=Conduct.CLOSE)
    slow = SLOW_SECONDS if fate is Fate.SLOW else 0.0
    return Page(pages.shop(business, grantee.changed or grantee.granted_on), delay=slow)


def _lead_astray(sites: SiteServer, grantees: Sequence[Grantee]) -> None:
    """A redirect needs the port, which is known only once the servers listen."""
    target = f"http://{ELSEWHERE}:{sites.http_port}/"
    astray = {g.host: moved_to(target) for g in grantees if g.fate is Fate.REDIRECTING}
    elsewhere = {ELSEWHERE: Page(pages.shop(BUSINESSES[-1], date(2026, 1, 1)))}
    sites.pages = {**sites.pages, **astray, **elsewhere}


def _certificate(authority: Authority, grantee: Grantee, now: datetime) -> Issued:
    gone = grantee.fate is Fate.EXPIRED_CERTIFICATE
    ends = now - timedelta(days=12) if gone else now + timedelta(days=75)
    return authority.issue(
        (grantee.host, f"www.{grantee.host}"), not_before=now - timedelta(days=120), not_after=ends
    )


def _records(grantees: Sequence[Grantee]) -> dict[str, ZoneAnswer]:
    found = {
        g.host: BLOCKED if g.fate is Fate.BLOCKED else LOOPBACK
        for g in grantees
        if g.fate is not Fate.LAPSED
    }
    others = dict.fromkeys((*SENTINELS, ELSEWHERE), LOOPBACK)
    return {**found, **others, BLOCKED.cname: ZoneAnswer(addresses=("127.0.0.3",), ttl=1)}


def _registry(grantees: Sequence[Grantee], now: datetime) -> RegistryServer:
    lost = utc_day(now) - timedelta(days=80)
    gone = {g.host: Mood.NOT_FOUND for g in grantees if g.expires < lost}
    return RegistryServer(
        [_registration(g) for g in grantees], asked_at=now, whois_moods=gone, rdap_moods=gone
    )


def _registration(grantee: Grantee) -> Registration:
    return Registration(
        domain=grantee.host,
        expires_on=grantee.expires,
        registered_on=grantee.registered_on,
        changed_on=grantee.renewed_on or grantee.registered_on,
    )
