"""N03: a portal takes every connection, whoever it was meant for; no site is blamed for that."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hostile.private_network import in_private_network, is_private

from watcher.core.looks import own_side
from watcher.core.looks.observation import Kind, Observation, Outcome, Reason
from watcher.core.looks.own_side import OwnSide
from watcher.core.sites.site import Site
from watcher.demo.names import NameServer
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.loopback import listening
from watcher.demo.servers.zone import NO_SUCH_NAME, ZoneAnswer
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import Client, open_client
from watcher.probes.availability import look

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

SENTINELS = [f"penjaga{n}.example" for n in (1, 2, 3)]
SHOPS = ("kedai.example", "warung.example")
HERE = ZoneAnswer(addresses=("127.0.0.1",))
NOW = datetime.now(UTC)
Act = Callable[[Client], Coroutine[Any, Any, Any]]
LOGIN = b"HTTP/1.1 302 Found\r\nLocation: http://masuk.example/\r\nContent-Length: 0\r\n\r\n"


async def sends_to_login(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(LOGIN)
    await writer.drain()


def certificate(authority: Authority, folder: Path, *names: str) -> ssl.SSLContext:
    begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=30)
    return authority.issue(names, not_before=begins, not_after=ends).context(folder)


def behind(
    authority: Authority,
    folder: Path,
    named: list[str],
    act: Act,
    otherwise: ZoneAnswer = NO_SUCH_NAME,
) -> Any:
    """Do something where one machine answers for every name, with a certificate for some."""

    async def played() -> Any:
        (folder / "ca.pem").write_bytes(authority.root_pem)
        tls = certificate(authority, folder, *named)
        every = dict.fromkeys((*SENTINELS, *SHOPS, "masuk.example"), HERE)
        async with (
            NameServer(every, otherwise=otherwise) as names,
            listening(sends_to_login, port=443, tls=tls),
            listening(sends_to_login, port=80),
            open_client(
                ca_file=folder / "ca.pem",
                nameservers=(names.address,),
                policy=AddressPolicy.of(("127.0.0.1/32",), ()),
                sentinels=tuple(f"{name}:443" for name in SENTINELS),
                per_address=(100, 0.0),
            ) as net,
        ):
            return await act(net)

    def alone() -> Any:
        if not is_private():
            pytest.skip("port 443 is only free in a network of one's own, which takes root")
        return asyncio.run(played())

    return in_private_network(alone)


async def ask(net: Client) -> OwnSide:
    return await net.own_side()


async def sweep(net: Client) -> list[Observation]:
    """Look at a shop over https and at one over http, and ask our own side, as a sweep does."""
    urls = [f"https://{SHOPS[0]}/", f"http://{SHOPS[1]}/"]
    sites = [Site(n, url, SHOPS[n - 1], "Toko", 1) for n, url in enumerate(urls, 1)]
    found = [await look(site, net, NOW) for site in sites]
    seen = [
        Observation(site.id, Kind.AVAILABILITY, NOW, NOW, finding=finding)
        for site, finding in zip(sites, found, strict=True)
    ]
    assert own_side.needs_own_side_check(seen[1])
    return own_side.suppress_if_local_outage(seen, await net.own_side())


def test_sentinels_that_show_their_certificate_are_believed(
    authority: Authority, tmp_path: Path
) -> None:
    assert behind(authority, tmp_path, SENTINELS, ask).whole


def test_a_portal_that_answers_for_them_is_not(authority: Authority, tmp_path: Path) -> None:
    ours = behind(authority, tmp_path, ["masuk.example"], ask)
    assert (ours.asked, ours.answered, ours.trusted) == (3, 0, False)


def test_n03_behind_a_portal_no_site_is_blamed(authority: Authority, tmp_path: Path) -> None:
    """A certificate of strangers is no death in itself; where http leads is excused."""
    secure, plain = behind(authority, tmp_path, ["masuk.example"], sweep)
    assert (secure.finding.outcome, secure.finding.reason) == (Outcome.OK, Reason.TLS_WRONG_HOST)
    assert (plain.finding.outcome, plain.finding.reason) == (Outcome.UNKNOWN, Reason.OWN_NETWORK)


def test_n04_a_resolver_that_finds_every_name_is_not_believed(
    authority: Authority, tmp_path: Path
) -> None:
    """All three sentinels are there; but a name that cannot exist is "found" too."""
    ours = behind(authority, tmp_path, SENTINELS, ask, otherwise=HERE)
    assert (ours.answered, ours.canary_refused, ours.trusted) == (3, False, False)
