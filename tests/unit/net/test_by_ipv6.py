"""A host is tried by IPv6 where it is silent by IPv4, and only there."""

import asyncio
from collections.abc import Sequence
from typing import Any

import dns.message
import dns.rrset
import pytest

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import open_client
from watcher.net.http.fetch import fetch
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace

HOST = "usaha.example"
BY_KIND = {1: "127.0.0.1", 28: "::1"}


class NameServer(asyncio.DatagramProtocol):
    """Knows one address of each kind, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        kind = query.question[0].rdtype
        self.asked.append(kind)
        answer = dns.message.make_response(query)
        answer.answer = [dns.rrset.from_text(f"{HOST}.", 60, "IN", kind, BY_KIND[kind])]
        self.transport.sendto(answer.to_wire(), addr)


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalo")
    writer.close()


async def looked_at(listening: str, allowed: Sequence[str]) -> tuple[LookTrace, Reason, list[int]]:
    """Look at a host that answers on one of its two addresses."""
    loop, trace, reason = asyncio.get_running_loop(), LookTrace(1000), Reason.OK
    names, server = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    site = await asyncio.start_server(greet, listening, 0)
    port = site.sockets[0].getsockname()[1]
    asked = "{}:{}".format(*names.get_extra_info("sockname"))
    try:
        policy = AddressPolicy.of(tuple(allowed), (port,))
        async with site, open_client(policy=policy, nameservers=(asked,)) as net:
            await fetch(net.http, f"http://{HOST}:{port}/", trace, 5)
    except LookError as error:
        reason = error.reason
    finally:
        names.close()
    return trace, reason, server.asked


@pytest.mark.parametrize(
    ("listening", "allowed", "reason", "tried", "asked"),
    [
        ("127.0.0.1", ["127.0.0.1", "::1"], Reason.OK, ("127.0.0.1",), [1]),
        ("::1", ["127.0.0.1", "::1"], Reason.OK, ("127.0.0.1", "::1"), [1, 28]),
        ("::1", ["127.0.0.1"], Reason.CONNECT_REFUSED, ("127.0.0.1", "::1"), [1, 28]),
    ],
    ids=["by IPv4", "by IPv6", "IPv6 leads inside"],
)
def test_a_host_is_reached_where_it_answers(
    listening: str, allowed: list[str], reason: Reason, tried: tuple[str, ...], asked: list[int]
) -> None:
    trace, ended, questions = asyncio.run(looked_at(listening, allowed))
    assert (ended, trace.addresses, questions) == (reason, tried, asked)
    if reason is Reason.OK:
        assert trace.address == listening
