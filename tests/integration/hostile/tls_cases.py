"""Group TLS of the fault catalogue, and beyond: certificates and handshakes of every bad kind."""

import asyncio
import ssl

from hostile.answers import SHOP, conversation, moved, page, says, unasked
from hostile.canary import PORT
from hostile.certificates import (
    Issue,
    chained,
    fat,
    flawed,
    good,
    lasting,
    named_last,
    named_many,
    naming,
    next_week,
    of_strangers,
    padded,
    weak,
    with_critical_stranger,
    with_nul,
    with_rsa,
)
from hostile.handshakes import (
    GOOD,
    Amend,
    answering,
    bare,
    close,
    courteous,
    https,
    low_level,
    many_tickets,
    no_common_cipher,
    old_protocol,
    only,
    picks_http2,
    record,
    reset,
    silent,
    wants_a_certificate,
)
from hostile.redirect_cases import to
from hostile.restless import ALL_ANEW, NEW_KEY, NEW_KEYS, restless
from hostile.stage import Case, Opens, Stage
from watcher.demo.servers.conduct import Conduct
from watcher.demo.servers.loopback import Conversation

_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
_WRONG = "down/degraded: tls_wrong_host, tls_invalid"
_SLOW = "down/degraded: timeout_tls, timeout_connect, timeout_total"
_NEVER = "down: timeout_read, timeout_total, closed, reset, tls_error"
_TLS13, _TLS12 = ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2
_ASKS = "down/degraded: tls_client_cert, tls_error, closed, reset"
CATALOGUE = (
    Case("T01 good certificate", https(good), "up: ok"),
    Case("T02 expired", https(lasting(-30)), "down/degraded: tls_expired"),
    Case("T04 not valid yet", https(next_week), "down/degraded: tls_not_yet_valid, tls_invalid"),
    Case("T05 another name", https(naming("orang-lain.example")), _WRONG),
    Case("T06 wildcard that does not cover", https(naming("*.toko.example")), _WRONG),
    Case(
        "T07 self-signed",
        https(flawed(self_signed=True)),
        "down/degraded: tls_self_signed, tls_untrusted",
    ),
    Case("T08 unknown root", https(of_strangers), "down/degraded: tls_untrusted"),
    Case(
        "T09 intermediate not sent",
        https(flawed(with_intermediate=False)),
        "down/degraded: tls_incomplete_chain, tls_untrusted",
    ),
    Case("T10 intermediate sent", https(flawed(with_intermediate=True)), "up: ok"),
    Case("T11 name in the common name only", https(flawed(in_san=False)), _WRONG),
    Case("T13 three days left", https(lasting(3)), "up/degraded: tls_expiring, ok"),
    Case(
        "T14 old protocol only",
        courteous(good, old_protocol),
        "down/degraded: tls_old_protocol, tls_error",
    ),
    Case("T15 client certificate, TLS 1.3", courteous(good, wants_a_certificate(_TLS13)), _ASKS),
    Case("T15 client certificate, TLS 1.2", courteous(good, wants_a_certificate(_TLS12)), _ASKS),
    Case("T19 plain HTTP", bare(answering(_BAD_REQUEST)), "down/degraded: tls_error, not_tls"),
    Case("T20 handshake never answered", bare(silent), _SLOW, within=12),
    Case(
        "T21 unrecognized name",
        bare(answering(record(b"\x02\x70", 21))),
        "down/degraded: tls_error",
    ),
    Case("T23 reset in the handshake", bare(reset), "down/degraded: reset, tls_error, closed"),
)


_HELLO = b"\x02\0\0\x46\x03\x03" + bytes(32) + b"\x20" + bytes(32) + b"\xc0\x2b\0"
_ERROR = "down/degraded: tls_error, tls_invalid, not_tls, closed, reset, tls_old_protocol"
HANDSHAKES = (
    ("an alert of every kind", answering(b"".join(record(bytes([2, n]), 21) for n in range(120)))),
    ("warnings without end", answering(record(b"\x01\x5a", 21) * 500, Conduct.ENDLESS)),
    ("changes of cipher without end", answering(record(b"\x01", 20) * 500, Conduct.ENDLESS)),
    ("empty records without end", answering(record(b"") * 500, Conduct.ENDLESS)),
    ("data before the handshake", answering(record(b"x" * 9999, 23), Conduct.ENDLESS)),
    ("a record beyond its size", answering(b"\x16\x03\x03\xff\xff" + bytes(65535))),
    ("a message of 16 MB", answering(record(b"\x02\xff\xff\xff" + bytes(16_000)), Conduct.ENDLESS)),
    ("half a hello, then the end", answering(record(_HELLO)[:40])),
    ("a hello that is cut", answering(record(_HELLO))),
    ("a hello back", answering(record(b"\x01" + _HELLO[1:]))),
    ("SSL 2", answering(b"\x80\x0b\x04\0\x01\0\x02\0\0\0\x10" + bytes(16))),
    ("noise", answering(bytes(range(255, 0, -1)) * 99)),
    ("a close after the hello", close),
    ("a close before the hello", unasked(b"")),
    ("a banner of ssh", unasked(b"SSH-2.0-OpenSSH_9.2p1\r\n")),
)
_STRANGE = "up/down/degraded: ok, tls_invalid, tls_error, tls_untrusted, tls_weak, tls_wrong_host"
CERTIFICATES = (
    # these are read as long as they come, at full speed
    Case(
        "T+ hello requests without end",
        bare(answering(record(bytes(4)) * 500, Conduct.ENDLESS)),
        _SLOW,
        alone=True,
    ),
    Case("T+ new key without end", restless(good, NEW_KEY, "-tls1_3"), _NEVER, alone=True),
    Case("T+ new keys without end", restless(good, NEW_KEYS, "-tls1_3"), _NEVER, alone=True),
    Case("T+ renegotiation without end", restless(good, ALL_ANEW, "-tls1_2"), _NEVER, alone=True),
    Case("T+ chain of 100", https(chained(100)), _STRANGE, alone=True),
    Case("T+ chain of 9", https(chained(7)), "up: ok"),
    Case("T+ 100 strangers in the chain", https(padded(100)), _STRANGE),
    Case("T+ 1,000 strangers in the chain", https(padded(1000)), _STRANGE, alone=True),
    Case("T+ 10,000 names", https(named_many), _STRANGE, alone=True),
    Case("T+ 2,000 names, ours the last", https(named_last), _STRANGE, alone=True),
    Case("T+ NUL in the name", https(with_nul), _WRONG),
    Case(
        "T+ critical extension nobody knows", https(with_critical_stranger), "degraded: tls_invalid"
    ),
    Case("T+ extension of 60 KB", https(fat), "up: ok", alone=True),
    Case("T+ key of 1,024 bits", https(weak, low_level), "down/degraded: tls_weak"),
    Case("T+ wildcard of everything", https(naming("*")), _WRONG),
    Case("T+ wildcard of a top level", https(naming("*.example")), _WRONG),
    Case("T+ wildcard inside a label", https(naming("t*.example")), _WRONG),
    Case("T+ an address for a name", https(naming("127.0.0.1")), _WRONG),
    Case("T+ ended a minute ago", https(lasting(0), None), "up/degraded: tls_expiring"),
)


def _over(reply: Conversation, amend: Amend | None = None) -> Opens:
    return https(good, amend, reply)


def _bytewise(reply: bytes) -> Conversation:
    """Each byte in a record of its own."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for byte in reply:
            writer.write(bytes([byte]))
            await writer.drain()

    return converse


_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
    len(SHOP),
    SHOP,
)
_LATE = "up/degraded/down: slow, truncated, timeout_total, timeout_read, empty_page"
AFTERWARDS = (
    Case("T+ 2,000 session tickets", _over(conversation(GOOD), many_tickets), "up: ok", alone=True),
    Case("T+ no common cipher", courteous(good, no_common_cipher), "down: tls_error"),
    Case("T+ sums by SHA-1", https(good, only("ECDHE-ECDSA-AES128-SHA")), "degraded: tls_weak"),
    Case("T+ keys by RSA alone", https(with_rsa, only("AES128-GCM-SHA256")), "degraded: tls_weak"),
    Case(
        "T+ sums by SHA-1, of strangers",
        https(of_strangers, only("ECDHE-ECDSA-AES128-SHA")),
        "down/degraded: tls_untrusted",
    ),
    Case(
        "T+ server for HTTP/2",
        _over(conversation(GOOD), picks_http2),
        "up/down: ok, tls_error",
    ),
    Case("T+ a record for each byte", _over(_bytewise(_PAGE)), "up: ok", alone=True),
    Case("T+ body drop by drop", _over(conversation(page(conduct=Conduct.DRIP_BODY))), _LATE),
    Case("T+ headers drop by drop", _over(conversation(says(_PAGE, conduct=Conduct.DRIP))), _LATE),
    Case("T+ silence after the handshake", _over(silent), _LATE),
    Case(
        "T+ cut without goodbye",
        _over(conversation(page(conduct=Conduct.CUT_RESET))),
        "degraded: truncated",
    ),
    Case("T+ handshake drop by drop", bare(answering(record(bytes(9999)), Conduct.DRIP)), _SLOW),
    Case(
        "T+ records drop by drop",
        bare(answering(record(b"\x02\0\x40\0" + bytes(9000)), Conduct.DRIP)),
        _SLOW,
    ),
)


def _then(issue: Issue) -> Opens:
    """A good plain page that leads to a server with this certificate."""

    async def opens(stage: Stage, host: str) -> str:
        address = await https(issue)(stage, host)
        return f"http://{host}:{await stage.door(conversation(moved(address)))}/"

    return opens


REDIRECTED = (
    Case("T+ redirect to an expired certificate", _then(lasting(-3)), "degraded: tls_expired"),
    Case("T+ redirect to a stranger's root", _then(of_strangers), "degraded: tls_untrusted"),
    Case("T+ redirect to a good certificate", _then(good), "up: ok"),
    to("T+ redirect to https inside", f"https://127.0.0.2:{PORT}/", "refused: blocked_address"),
)
CASES = (
    *CATALOGUE,
    *(Case(f"T+ {name}", bare(converse), _ERROR) for name, converse in HANDSHAKES),
    *CERTIFICATES,
    *AFTERWARDS,
    *REDIRECTED,
)
