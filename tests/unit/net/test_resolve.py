"""One name server, and what it says: forgeries, refusals, truncation, crowds."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from watcher.core.looks.observation import Reason
from watcher.net.dns.resolver import ResolvedHost, Resolver
from watcher.net.look_error import LookError

HOST = "usaha.example"
BLOCK = "trustpositif.komdigi.go.id"
Tell = Callable[[dns.message.Message], list[bytes]]


@contextmanager
def a_server(tell: Tell) -> Iterator[str]:
    """A name server over UDP; gives its address."""
    with socket.socket(type=socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))

        def serve() -> None:
            while packet := door.recvfrom(4096):
                if not packet[0]:
                    return
                for answer in tell(dns.message.from_wire(packet[0])):
                    door.sendto(answer, packet[1])

        served = threading.Thread(target=serve)
        served.start()
        try:
            yield "{}:{}".format(*door.getsockname())
        finally:
            door.sendto(b"", door.getsockname())
            served.join()


def told(query: dns.message.Message, *values: str) -> dns.message.Message:
    """An honest answer with addresses."""
    answer = dns.message.make_response(query)
    if values:
        name, kind = query.question[0].name, query.question[0].rdtype
        answer.answer = [dns.rrset.from_text(name, 60, "IN", kind, *values)]
    return answer


def is_v4(query: dns.message.Message) -> bool:
    return query.question[0].rdtype == 1


def found(tell: Tell) -> ResolvedHost | Reason:
    """What asking once gives."""
    with a_server(tell) as server:
        try:
            return asyncio.run(Resolver((server,), try_seconds=0.2).addresses(HOST))
        except LookError as error:
            return error.reason


def test_a_forged_packet_does_not_speak_for_the_server() -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        honest = told(query, "192.0.2.1" if is_v4(query) else "2001:db8::1").to_wire()
        other = told(dns.message.make_query("other.example", "A", id=query.id)).to_wire()
        return [b"", honest[:2], honest[:-3], honest + b"x", query.to_wire(), other, honest]

    assert found(tell) == ResolvedHost(("192.0.2.1",))


@pytest.mark.parametrize("v4", [True, False])
def test_no_address_of_one_kind_proves_nothing_about_the_other(v4: bool) -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        answer = told(query)
        if is_v4(query) is v4:
            answer.set_rcode(dns.rcode.SERVFAIL)
        return [answer.to_wire()]

    assert found(tell) is Reason.DNS_SERVFAIL


def test_one_kind_alone_will_do() -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        return [] if is_v4(query) else [told(query, "2001:db8::1").to_wire()]

    assert found(tell) == ResolvedHost(("2001:db8::1",))


def test_ipv6_is_asked_for_only_where_there_is_no_ipv4() -> None:
    asked = list[bool]()

    def tell(query: dns.message.Message) -> list[bytes]:
        asked.append(is_v4(query))
        return [told(query, "192.0.2.1").to_wire()]

    assert found(tell) == ResolvedHost(("192.0.2.1",))
    assert asked == [True]


def test_a_name_that_is_gone_is_gone_for_every_kind() -> None:
    """Some name servers say nothing of IPv6, and would be waited for."""

    asked = list[bool]()

    def tell(query: dns.message.Message) -> list[bytes]:
        asked.append(is_v4(query))
        answer = told(query)
        answer.set_rcode(dns.rcode.NXDOMAIN)
        return [answer.to_wire()]

    assert found(tell) is Reason.DNS_NXDOMAIN
    assert asked == [True]


@pytest.mark.parametrize("rcode", [dns.rcode.NOERROR, dns.rcode.NXDOMAIN, dns.rcode.SERVFAIL])
def test_a_block_needs_no_address(rcode: dns.rcode.Rcode) -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        answer = told(query)
        answer.set_rcode(rcode)
        block = dns.rrset.from_text(f"{HOST}.", 60, "IN", "CNAME", f"{BLOCK}.")
        answer.answer = [block]
        return [answer.to_wire()]

    answer = found(tell)
    assert answer == ResolvedHost((), (BLOCK,))
    assert answer.is_blocked


def test_what_cannot_be_had_whole_spoils_only_itself() -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        answer = told(query, "192.0.2.1" if is_v4(query) else "2001:db8::1")
        if is_v4(query):
            answer.flags |= dns.flags.TC  # and nobody listens for TCP
        return [answer.to_wire()]

    assert found(tell) == ResolvedHost(("2001:db8::1",))


def test_an_extended_rcode_is_no_answer() -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        answer = told(query)
        answer.use_edns(0)
        answer.set_rcode(dns.rcode.BADVERS)
        return [answer.to_wire()]

    assert found(tell) is Reason.DNS_ERROR


def test_a_flood_of_forgeries_does_not_stop_the_clock() -> None:
    def tell(query: dns.message.Message) -> list[bytes]:
        return [query.to_wire()] * 5000

    assert found(tell) is Reason.DNS_TIMEOUT


def test_a_question_that_is_lost_is_asked_again_within_the_try() -> None:
    heard = set[tuple[int, int]]()

    def tell(query: dns.message.Message) -> list[bytes]:
        known = (query.id, query.question[0].rdtype)
        if known not in heard:
            heard.add(known)
            return []
        return [told(query, "192.0.2.1" if is_v4(query) else "2001:db8::1").to_wire()]

    assert found(tell) == ResolvedHost(("192.0.2.1",))


@pytest.mark.parametrize("code", [dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS])
@pytest.mark.parametrize("bare", [False, True])
def test_a_server_that_refuses_edns_is_asked_once_without(
    code: dns.rcode.Rcode, bare: bool
) -> None:
    heard = list[int]()

    def tell(query: dns.message.Message) -> list[bytes]:
        heard.append(query.edns)
        if query.edns < 0:
            return [told(query, "127.0.0.1").to_wire()]
        refusal = dns.message.make_response(query)
        refusal.set_rcode(code)
        if bare and code is not dns.rcode.BADVERS:  # as many old servers do: no question, no OPT
            refusal.question = []
            refusal.use_edns(-1)
        return [refusal.to_wire()]

    assert found(tell) == ResolvedHost(("127.0.0.1",))
    assert heard == [0, -1]
