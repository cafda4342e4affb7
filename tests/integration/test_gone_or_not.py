"""A registry's "no such name" about a granted site: believed only if the DNS says so too."""

import asyncio
from datetime import UTC, datetime

import pytest
from asking import sections
from factories import a_site

from watcher.app import office_client
from watcher.core.looks.observation import Reason
from watcher.demo.names import NameServer, Trouble, ZoneAnswer
from watcher.demo.servers.registry_server import Mood, RegistryServer
from watcher.probes import domain
from watcher.settings import Settings

pytestmark = pytest.mark.integration

NAME = "kue-bu-ani.my.id"


async def looked(records: dict[str, ZoneAnswer]) -> Reason:
    """Look at a site whose registry knows no such name, with this in the DNS."""
    now = datetime.now(UTC)
    mood = {NAME: Mood.NOT_FOUND}
    registry = RegistryServer([], asked_at=now, whois_moods=mood, rdap_moods=mood)
    async with registry, NameServer(records) as names:
        told = sections(registry.whois_address, registry.rdap_base)
        told["network"]["nameservers"] = [names.address]
        async with office_client(Settings.model_validate(told)) as net:
            found = await domain.look(a_site(domain=NAME), net, now)
    return found.reason


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ({}, Reason.NOT_FOUND),
        ({NAME: ZoneAnswer(nameservers=("ns1.hosting.example",))}, Reason.DISAGREEMENT),
        ({NAME: ZoneAnswer(addresses=("127.0.0.1",))}, Reason.DISAGREEMENT),
        ({NAME: ZoneAnswer(trouble=Trouble.SERVFAIL)}, Reason.DNS_SERVFAIL),
        ({NAME: ZoneAnswer(trouble=Trouble.REFUSED)}, Reason.DNS_REFUSED),
    ],
    ids=["gone", "delegated", "only an address", "broken", "refused"],
)
def test_a_name_is_gone_only_when_registry_and_dns_agree(
    records: dict[str, ZoneAnswer], reason: Reason
) -> None:
    assert asyncio.run(looked(records)) is reason
