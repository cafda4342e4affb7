"""A WHOIS server is dialled as every other: all its addresses, each checked before."""

import asyncio

import pytest

from watcher.core.looks.observation import Reason
from watcher.demo.names import NameServer, ZoneAnswer
from watcher.net import whois
from watcher.net.address_policy import AddressPolicy
from watcher.net.dns.resolver import Resolver
from watcher.net.look_error import LookError

HOST = "whois.registri.example"
LOOPBACK = AddressPolicy.of(("127.0.0.0/8",))


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    name = (await reader.readline()).decode().strip()
    writer.write(f"Domain Name: {name}\r\n".encode())
    writer.close()


def asked(zone: ZoneAnswer, policy: AddressPolicy = LOOPBACK) -> str:
    """Ask a server that listens on 127.0.0.1 alone, by a name that the zone leads somewhere."""

    async def story() -> str:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, NameServer({HOST: zone}) as names:
            resolver = Resolver((names.address,))
            return await whois.ask(f"{HOST}:{port}", "kopi.example", resolver, policy)

    return asyncio.run(story())


def test_where_the_first_address_refuses_the_next_one_is_asked() -> None:
    assert asked(ZoneAnswer(("127.0.0.2", "127.0.0.1"))) == "Domain Name: kopi.example\r\n"


@pytest.mark.parametrize(
    ("zone", "policy", "reason"),
    [
        (ZoneAnswer(("127.0.0.2",)), LOOPBACK, Reason.CONNECT_REFUSED),
        (ZoneAnswer(("127.0.0.1",)), AddressPolicy(), Reason.BLOCKED_ADDRESS),
    ],
    ids=["nobody listens", "an address that may not be dialled"],
)
def test_why_nobody_was_asked(zone: ZoneAnswer, policy: AddressPolicy, reason: Reason) -> None:
    with pytest.raises(LookError) as failure:
        asked(zone, policy)
    assert failure.value.reason is reason
