"""Group DNS of the fault catalogue, and beyond: name servers that fail, lie, or lead inside."""

import struct
from collections.abc import Callable

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

from hostile.answers import at, conversation, moved, page
from hostile.canary import PORT
from hostile.lies import ELSEWHERE, HERE, INSIDE, Lie, Query, first_then, told
from hostile.redirect_cases import to
from hostile.stage import Case, Opens, Stage
from watcher.demo.servers.zone import Trouble, ZoneAnswer

BLOCK_HOST = "trustpositif.kominfo.go.id"
Amend = Callable[[dns.message.Message], None]


def named(lie: Lie) -> Opens:
    """A good page at a name of which the name server says this."""

    async def opens(stage: Stage, host: str) -> str:
        stage.lie_about(host, lie)
        return f"http://{host}:{await stage.door(conversation(page()))}/"

    return opens


def inside(lie: Lie) -> Opens:
    """A name of which the name server says this, on the port of the canary."""

    async def opens(stage: Stage, host: str) -> str:
        stage.lie_about(host, lie)
        return f"http://{host}:{PORT}/"

    return opens


def dead(lie: Lie) -> Opens:
    """A name of which the name server says this, on a port where nobody is."""

    async def opens(stage: Stage, host: str) -> str:
        stage.lie_about(host, lie)
        return f"http://{host}:1/"

    return opens


def rebinding(lie: Lie) -> Opens:
    """A page that leads to another page of the same name, on the port of the canary."""

    async def opens(stage: Stage, host: str) -> str:
        stage.lie_about(host, lie)
        there = f"http://{host}:{PORT}/"
        return f"http://{host}:{await stage.door(conversation(moved(there)))}/"

    return opens


def troubled(trouble: Trouble) -> Lie:
    return told(ZoneAnswer(trouble=trouble))


def addresses(*these: str) -> Lie:
    return told(ZoneAnswer(these))


def per_kind(**answers: Lie) -> Lie:
    """Another answer for each type of record, and none for the rest."""
    return lambda query: answers.get(query.kind, told(ZoneAnswer()))(query)


def amended(amend: Amend, of: Lie | None = None) -> Lie:
    """The true answer, or another one, changed."""

    def speak(query: Query) -> list[bytes]:
        message = dns.message.from_wire((of or told(HERE))(query)[0])
        amend(message)
        return [message.to_wire(max_size=65535)]

    return speak


def packets(make: Callable[[bytes, bytes], list[bytes]], answer: ZoneAnswer = HERE) -> Lie:
    """Packets made from the query and the true answer."""
    return lambda query: make(query.packet, told(answer)(query)[0])


def records(*lines: str) -> Lie:
    """Records as a zone file writes them; @ is the name that was asked for."""

    def speak(query: Query) -> list[bytes]:
        message = dns.message.make_response(query.message)
        for line in lines:
            owner, kind, value = line.replace("@", f"{query.name}.").split(" ", 2)
            message.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, value))
        return [message.to_wire(max_size=65535)]

    return speak


def _rcode(code: int) -> Amend:
    return lambda message: message.set_rcode(dns.rcode.Rcode(code))


def _flag(flag: dns.flags.Flag) -> Amend:
    def amend(message: dns.message.Message) -> None:
        message.flags ^= flag

    return amend


def _truncated(over_tcp: Lie) -> Lie:
    """Says over UDP that the answer is too long for it."""
    cut = amended(_flag(dns.flags.TC))
    return lambda query: over_tcp(query) if query.over_tcp else cut(query)


def nothing(_: Query) -> list[bytes]:
    return []


def _garbled(query: bytes, _: bytes) -> list[bytes]:
    return [query[:2] + b"\xff" * 9]


_GONE = "unknown/down: dns_timeout, dns_error, dns_servfail"
_REFUSED = "refused: blocked_address"
_NODATA = "down: dns_nodata, dns_error"
CATALOGUE = (
    Case("D01 the allowed address", named(addresses("127.0.0.1")), "up: ok"),
    Case("D02 NXDOMAIN", named(troubled(Trouble.NXDOMAIN)), "down: dns_nxdomain"),
    Case("D03 SERVFAIL", named(troubled(Trouble.SERVFAIL)), "down/unknown: dns_servfail"),
    Case(
        "D04 REFUSED", named(troubled(Trouble.REFUSED)), "unknown/down: dns_refused, dns_servfail"
    ),
    Case("D05 no answer", named(nothing), "unknown/down: dns_timeout"),
    Case("D06 no address", named(told(ZoneAnswer())), _NODATA),
    Case(
        "D07 CNAME to itself",
        named(records("@ CNAME @")),
        "down/unknown: dns_error, dns_nodata, dns_servfail",
    ),
    Case("D08 an address inside", inside(addresses("127.0.0.2")), _REFUSED),
    Case(
        "D11 rebinding",
        rebinding(
            first_then(ZoneAnswer(HERE.addresses, ttl=0), ZoneAnswer(INSIDE.addresses, ttl=0))
        ),
        "refused/up: blocked_address, ok",
    ),
    Case("D13 nobody's address", inside(addresses("0.0.0" + ".0")), _REFUSED),
    Case("D15 garbage", named(packets(_garbled)), _GONE),
    Case(
        "D18 CNAME to the national block page",
        named(told(ZoneAnswer(("127.0.0.3",), BLOCK_HOST, ttl=1))),
        "blocked: isp_block",
    ),
    Case("D20 an address of a carrier", inside(addresses("100.64.0.1")), _REFUSED),
)

_INSIDE = (
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "255.255.255.255"),
    *("224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::", "::1", "::ffff:127.0.0.2"),
    *("::ffff:10.0.0.1", "::127.0.0.2", "64:ff9b::7f00:2", "64:ff9b:1::7f00:2", "2002:7f00:2::"),
    *("2001:0:7f00:2::1", "fe80::1", "fec0::1", "fd00::1", "ff02::1", "2001:db8::1", "4000::1"),
)
LEADING_INSIDE = (
    *(Case(f"D+ {address}", inside(addresses(address)), _REFUSED) for address in _INSIDE),
    Case("D+ ours and one inside", inside(addresses("127.0.0.1", "10.0.0.1")), _REFUSED),
    Case(
        "D+ one inside and the open internet", inside(addresses("127.0.0.2", "8.8.8.8")), _REFUSED
    ),
    Case(
        "D+ the open internet and one inside", inside(addresses("8.8.8.8", "127.0.0.2")), _REFUSED
    ),
    Case("D+ ours, and inside by IPv6", named(addresses("127.0.0.1", "::1")), "up: ok"),
    Case(
        "D+ dead, and inside by IPv6",
        dead(addresses("127.0.0.1", "::1")),
        "down: connect_refused",
    ),
    Case("D+ CNAME to a name inside", inside(records("@ CNAME x.", "x. A 127.0.0.2")), _REFUSED),
    Case(
        "D+ CNAME to localhost",
        inside(records("@ CNAME localhost.", "localhost. A 127.0.0.2")),
        _REFUSED,
    ),
    Case(
        "D+ 64 names that lead inside",
        inside(addresses(*(f"10.0.0.{n}" for n in range(64)))),
        _REFUSED,
    ),
    to("D+ redirect to a name inside", f"http://dalam.example:{PORT}/", _REFUSED),
)


def _wrong_id(_: bytes, answer: bytes) -> list[bytes]:
    return [bytes([answer[0] ^ 0xFF]) + answer[1:], answer]


def _other_question(_: bytes, answer: bytes) -> list[bytes]:
    return [answer.replace(b"\x07example", b"\x07exampel"), answer]


def _spoofed(_: bytes, answer: bytes) -> list[bytes]:
    forged = answer.replace(bytes([127, 0, 0, 1]), bytes([127, 0, 0, 2]))
    return [ELSEWHERE + forged] * 3 + [answer]


def _forged_id(_: bytes, answer: bytes) -> list[bytes]:
    forged = answer.replace(bytes([127, 0, 0, 1]), bytes([127, 0, 0, 2]))
    return [struct.pack("!H", number * 257) + forged[2:] for number in range(200)] + [answer]


def _pointer(target: int) -> Callable[[bytes, bytes], list[bytes]]:
    """An answer whose owner is a pointer to here, and which may point to itself."""

    def make(query: bytes, _: bytes) -> list[bytes]:
        end = query.index(b"\0", 12) + 5  # behind the question
        at_itself = target or end
        head = query[:2] + b"\x81\x80\0\x01\0\x01\0\0\0\0"
        record = struct.pack("!HHHIH", 0xC000 | at_itself, 1, 1, 60, 4) + bytes([127, 0, 0, 1])
        return [head + query[12:end] + record]

    return make


def _counting(counts: bytes) -> Callable[[bytes, bytes], list[bytes]]:
    """An answer whose head counts other numbers of records."""
    return lambda _, answer: [answer[:4] + counts + answer[12:]]


def _cut(length: int) -> Callable[[bytes, bytes], list[bytes]]:
    return lambda _, answer: [answer[:length]]


_UNSURE = "up/unknown/down: ok, dns_timeout, dns_error, dns_servfail, dns_nodata"
LYING = (
    Case("D+ an answer with another id first", named(packets(_wrong_id)), "up: ok"),
    Case("D+ an answer to another question first", named(packets(_other_question)), "up: ok"),
    Case("D+ an answer from somebody else first", named(packets(_spoofed)), "up: ok"),
    Case("D+ 200 forged answers first", named(packets(_forged_id)), "up/unknown: ok, dns_error"),
    Case("D+ the question sent back", named(lambda query: [query.packet]), _UNSURE),
    Case("D+ a pointer to itself", named(packets(_pointer(0))), _GONE),
    Case("D+ a pointer beyond the end", named(packets(_pointer(0x3FFF))), _GONE),
    Case("D+ a pointer into the head", named(packets(_pointer(2))), _UNSURE),
    Case("D+ 65,535 answers promised", named(packets(_counting(b"\0\1\xff\xff\0\0\0\0"))), _UNSURE),
    Case("D+ 65,535 questions", named(packets(_counting(b"\xff\xff\0\1\0\0\0\0"))), _UNSURE),
    Case("D+ an answer cut in the head", named(packets(_cut(7))), _GONE),
    Case("D+ an answer cut in a record", named(packets(_cut(-3))), _GONE),
    Case("D+ an empty packet", named(packets(lambda *_: [b""])), _GONE),
    Case("D+ 60 KB of noise", named(packets(lambda *_: [bytes(range(256)) * 230])), _GONE),
    Case("D+ an unknown rcode", named(amended(_rcode(11))), _GONE),
    Case("D+ NOTIMP", named(amended(_rcode(4))), _GONE),
    Case("D+ NXDOMAIN with an address", named(amended(_rcode(3))), "down/up: dns_nxdomain, ok"),
    Case(
        "D+ records of somebody else",
        named(records("lain.example. A 127.0.0.1")),
        "up/down: ok, dns_nodata",
    ),
    Case(
        "D+ no address, and IPv6 unknown",
        named(per_kind(AAAA=troubled(Trouble.SERVFAIL))),
        "down/unknown: dns_servfail",
    ),
    Case("D+ no address, and IPv6 silent", named(per_kind(AAAA=nothing)), "unknown: dns_timeout"),
    Case(
        "D+ an address, and IPv6 unknown",
        named(per_kind(A=told(HERE), AAAA=troubled(Trouble.SERVFAIL))),
        "up: ok",
    ),
    Case("D+ an address, and IPv6 silent", named(per_kind(A=told(HERE), AAAA=nothing)), "up: ok"),
    Case(
        "D+ silent at first",
        named(lambda query: [] if query.nth == 1 else told(HERE)(query)),
        "up: ok",
        alone=True,  # its second question must not wait for a crowd
    ),
)

_CHAIN = tuple(f"n{n}. CNAME n{n + 1}." for n in range(50))
_ODD_NAME = r"a\000\027[2J\010b\"\\.example."
LONG = (
    Case(
        "D+ 50 CNAMEs",
        named(records("@ CNAME n0.", *_CHAIN, "n50. A 127.0.0.1")),
        "unknown: dns_error",
    ),
    Case(
        "D+ CNAMEs in a circle",
        named(records("@ CNAME a.", "a. CNAME b.", "b. CNAME a.")),
        "unknown: dns_error",
    ),
    Case("D+ 8 CNAMEs", named(records("@ CNAME n0.", *_CHAIN[:7], "n7. A 127.0.0.1")), "up: ok"),
    Case(
        "D+ CNAME with escapes",
        named(records(f"@ CNAME {_ODD_NAME}", f"{_ODD_NAME} A 127.0.0.1")),
        "up: ok",
    ),
    Case(
        "D+ CNAME to the root",
        named(records("@ CNAME .", ". A 127.0.0.1")),
        "up/unknown: ok, dns_error",
    ),
    Case(
        "D+ CNAME to a blocked name without an address",
        named(records(f"@ CNAME {BLOCK_HOST}.")),
        "blocked: isp_block",
    ),
    Case(
        "D+ CNAME to a blocked name that is gone",
        named(amended(_rcode(3), of=records(f"@ CNAME {BLOCK_HOST}."))),
        "blocked: isp_block",
    ),
    Case(
        "D+ 1,000 addresses",
        inside(records("@ A 127.0.0.1", *(f"@ A 10.0.{n >> 8}.{n & 255}" for n in range(1000)))),
        _REFUSED,
    ),
    Case(
        "D+ 3,000 texts", named(records(*(f'@ TXT "{n}{"x" * 9}"' for n in range(2000)))), _NODATA
    ),
    Case("D+ too long, and TCP answers", named(_truncated(told(HERE))), "up: ok"),
    Case("D+ too long, and TCP is silent", named(_truncated(nothing)), _GONE),
    Case("D+ too long, and TCP talks nonsense", named(_truncated(packets(_cut(5)))), _GONE),
    Case("D+ too long, also over TCP", named(amended(_flag(dns.flags.TC))), _UNSURE),
)

#: Names that are none; no question can be asked about them.
UNASKABLE = tuple(
    Case(
        f"D+ host {name}",
        at(f"http://{host}:{PORT}/"),
        "unknown/down/refused: dns_error, bad_redirect, blocked_address, dns_nxdomain",
    )
    for name, host in (
        ("with a label of 64", "a" * 64 + ".example"),
        ("with an empty label", "toko..example"),
        ("of dots", "..."),
        ("of 300 letters", "a." * 150 + "example"),
        ("with a backslash", "toko\\046.example"),
        ("with blanks", "toko%20kue.example"),
        ("that is no IDN", "xn--999999999.example"),
        ("of faces", "xn--ls8h.example"),
        ("of one asterisk", "*"),
    )
)
AGAIN = Case(
    "D+ rebinding on the same host",
    named(first_then(HERE, INSIDE)),
    "up: ok",
)
CASES = (*CATALOGUE, *LEADING_INSIDE, *LYING, *LONG, *UNASKABLE, AGAIN)
