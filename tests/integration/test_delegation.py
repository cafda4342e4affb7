"""Who answers for a name? Asked of a real server on the wire, and what follows when it is gone."""

import asyncio
from datetime import UTC, datetime

import pytest
from factories import a_site

from watcher.app import office_client
from watcher.core.looks.observation import DelegationFacts, Finding, Outcome, Reason
from watcher.demo.names import NameServer, Trouble, ZoneAnswer
from watcher.probes import delegation
from watcher.settings import Settings

pytestmark = pytest.mark.integration

NAME = "kue-bu-ani.my.id"
SIGNER = "12345 13 2 " + 32 * "AB"


def looked(records: dict[str, ZoneAnswer]) -> Finding:
    """Look at the delegation of a name, with this in the DNS."""

    async def look() -> Finding:
        async with NameServer(records) as names:
            settings = Settings.model_validate({"network": {"nameservers": [names.address]}})
            async with office_client(settings) as net:
                return await delegation.look(a_site(domain=NAME), net, datetime.now(UTC))

    return asyncio.run(look())


def on(*servers: str, signer: str = "") -> dict[str, ZoneAnswer]:
    return {NAME: ZoneAnswer(nameservers=servers, signer=signer)}


def test_a_kept_name_tells_its_servers_in_order_and_small_letters() -> None:
    found = looked(on("ns2.hosting.example", "NS1.hosting.example", signer=SIGNER))
    servers = ("ns1.hosting.example", "ns2.hosting.example")
    facts = DelegationFacts(NAME, servers, "ns2.hosting.example", signed=True)
    assert found == Finding(Outcome.OK, Reason.OK, facts)


def test_a_name_without_a_signature_says_so() -> None:
    facts = looked(on("ns1.hosting.example")).facts
    assert isinstance(facts, DelegationFacts)
    assert not facts.signed


@pytest.mark.parametrize(
    ("records", "outcome", "reason"),
    [
        ({}, Outcome.FAILED, Reason.DNS_NXDOMAIN),
        (on("ns1.bodis.com", "ns2.bodis.com"), Outcome.FAILED, Reason.PARKED),
        (on("ns1.expired.namebrightdns.com"), Outcome.FAILED, Reason.PARKED),
        (on("verification-hold.suspended-domain.com"), Outcome.FAILED, Reason.PARKED),
        (on("ns1.notbodis.com"), Outcome.OK, Reason.OK),
        (on("ns57.domaincontrol.com"), Outcome.OK, Reason.OK),
        ({NAME: ZoneAnswer(addresses=("192.0.2.1",))}, Outcome.OK, Reason.OK),
        ({NAME: ZoneAnswer(trouble=Trouble.SERVFAIL)}, Outcome.UNKNOWN, Reason.DNS_SERVFAIL),
        ({NAME: ZoneAnswer(trouble=Trouble.REFUSED)}, Outcome.UNKNOWN, Reason.DNS_REFUSED),
        # what is no DNS is not heard: anybody may send it
        ({NAME: ZoneAnswer(trouble=Trouble.GARBAGE)}, Outcome.UNKNOWN, Reason.DNS_TIMEOUT),
    ],
    ids=[
        "gone",
        "parked",
        "expiry servers",
        "waits for its owner's click",
        "a name that only ends like parking",
        "ordinary hosting",
        "no servers of its own",
        "broken",
        "refused",
        "not DNS",
    ],
)
def test_only_a_name_that_is_gone_or_led_aside_is_a_sign(
    records: dict[str, ZoneAnswer], outcome: Outcome, reason: Reason
) -> None:
    found = looked(records)
    assert (found.outcome, found.reason) == (outcome, reason)


def test_a_platforms_name_is_not_asked_about() -> None:
    async def look() -> Finding:
        async with office_client(Settings.model_validate({})) as net:
            return await delegation.look(a_site(domain=None), net, datetime.now(UTC))

    assert asyncio.run(look()) == Finding(Outcome.UNKNOWN, Reason.NO_SERVER)
