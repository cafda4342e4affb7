"""The demo's servers, each driven over loopback by the plainest client there is."""

import asyncio
import contextlib
import gzip
import json
import ssl
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dns.asyncquery
import dns.message
import dns.rcode
import pytest

from watcher.demo import pages
from watcher.demo.businesses import BUSINESSES
from watcher.demo.names import NameServer, Trouble, ZoneAnswer
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.hypertext import MEBIBYTE, gzip_bomb
from watcher.demo.servers.mailbox import Delivered, Mailbox, Manner
from watcher.demo.servers.registry_server import Mood, Registration, RegistryServer
from watcher.demo.sites import Conduct, Page, Request, SiteServer, moved_to

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
YEAR = timedelta(days=365)
PATIENCE = 5.0  # seconds, for answers that must come
SILENCE = 0.15  # seconds, for answers that must not

PEMPEK = Registration(
    domain="pempekida.my.id",
    expires_on=date(2026, 12, 14),
    registered_on=date(2025, 12, 14),
    changed_on=date(2025, 12, 15),
    statuses=("clientTransferProhibited", "autoRenewPeriod"),
    nameservers=("ns1.hosting.example", "ns2.hosting.example"),
)
SONGKET = Registration("songket.com", date(2027, 1, 31), date(2024, 1, 31), date(2026, 1, 30))


async def converse(
    address: str, request: bytes, tls: ssl.SSLContext | None = None, name: str | None = None
) -> bytes:
    """Send the request and read to the end."""
    host, port = address.split(":")
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection(host, port, ssl=tls, server_hostname=name)
        try:
            writer.write(request)
            return await reader.read()
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


def get(host: str, path: str = "/", *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", ""]).encode()


def parted(answer: bytes) -> tuple[str, bytes]:
    """Head and body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


async def read_all(reader: asyncio.StreamReader) -> None:
    while await reader.read(65536):
        pass


async def does_not_end(waiting: Awaitable[object]) -> bool:
    """Whether it has not ended after a while."""
    try:
        await asyncio.wait_for(waiting, SILENCE)
    except TimeoutError:
        return True
    return False


# names


def ask(
    records: dict[str, ZoneAnswer], name: str, kind: str = "A", *, tcp: bool = False
) -> list[str]:
    """The answer section, one line a record; a code alone where the answer is an error."""

    async def asking() -> list[str]:
        async with NameServer(records) as server:
            return told(await query(server, name, kind, tcp=tcp))

    return asyncio.run(asking())


async def query(
    server: NameServer, name: str, kind: str, *, tcp: bool = False
) -> dns.message.Message:
    host, port = server.address.split(":")
    send = dns.asyncquery.tcp if tcp else dns.asyncquery.udp
    return await send(
        dns.message.make_query(name, kind), where=host, port=int(port), timeout=PATIENCE
    )


def told(reply: dns.message.Message) -> list[str]:
    if reply.rcode() != dns.rcode.NOERROR:
        return [dns.rcode.to_text(reply.rcode())]
    return [line for rrset in reply.answer for line in rrset.to_text().splitlines()]


HERE = ZoneAnswer(("127.0.0.1", "::1"), nameservers=("ns1.hosting.example",))


@pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
def test_a_name_has_its_addresses_and_nameservers(tcp: bool) -> None:
    records = {"toko.example": HERE}
    assert ask(records, "TOKO.example", tcp=tcp) == ["TOKO.example. 60 IN A 127.0.0.1"]
    assert ask(records, "toko.example", "AAAA", tcp=tcp) == ["toko.example. 60 IN AAAA ::1"]
    assert ask(records, "toko.example", "NS", tcp=tcp) == [
        "toko.example. 60 IN NS ns1.hosting.example."
    ]
    assert ask(records, "toko.example", "TXT", tcp=tcp) == []


@pytest.mark.parametrize("trouble", [Trouble.NXDOMAIN, Trouble.SERVFAIL, Trouble.REFUSED])
def test_a_troubled_name_answers_with_its_code(trouble: Trouble) -> None:
    assert ask({"toko.example": ZoneAnswer(trouble=trouble)}, "toko.example") == [trouble.value]


def test_an_unknown_name_does_not_exist() -> None:
    assert ask({}, "toko.example") == ["NXDOMAIN"]


def test_a_cname_is_followed_inside_the_table() -> None:
    records = {"www.toko.example": ZoneAnswer(cname="toko.example"), "toko.example": HERE}
    assert ask(records, "www.toko.example") == [
        "www.toko.example. 60 IN CNAME toko.example.",
        "toko.example. 60 IN A 127.0.0.1",
    ]


def test_a_cname_to_itself_is_told_once() -> None:
    assert ask({"toko.example": ZoneAnswer(cname="toko.example")}, "toko.example") == [
        "toko.example. 60 IN CNAME toko.example."
    ]


def test_a_cname_may_carry_the_addresses_of_its_target() -> None:
    blocked = ZoneAnswer(("127.0.0.3",), cname="blokir.example", ttl=1)
    assert ask({"toko.example": blocked}, "toko.example") == [
        "toko.example. 1 IN CNAME blokir.example.",
        "blokir.example. 1 IN A 127.0.0.3",
    ]


def test_an_address_may_change_after_the_first_answer() -> None:
    async def asking() -> list[list[str]]:
        rebound = ZoneAnswer(("127.0.0.1",), afterwards=("127.0.0.2",), ttl=0)
        async with NameServer({"toko.example": rebound}) as server:
            return [told(await query(server, "toko.example", "A")) for _ in range(3)]

    first, *later = asyncio.run(asking())
    assert first == ["toko.example. 0 IN A 127.0.0.1"]
    assert later == [["toko.example. 0 IN A 127.0.0.2"]] * 2


def test_a_silent_name_sends_nothing_and_garbage_is_no_dns() -> None:
    async def asking() -> tuple[bool, list[tuple[str, str]]]:
        records = {
            "diam.example": ZoneAnswer(trouble=Trouble.SILENT),
            "rusak.example": ZoneAnswer(trouble=Trouble.GARBAGE),
        }
        async with NameServer(records) as server:
            silent = await does_not_end(query(server, "diam.example", "A"))
            with pytest.raises(dns.exception.DNSException):
                await query(server, "rusak.example", "A", tcp=True)
            return silent, server.queries

    silent, queries = asyncio.run(asking())
    assert silent
    assert queries == [("diam.example", "A"), ("rusak.example", "A")]


def test_a_wildcard_resolver_answers_for_every_name() -> None:
    async def asking() -> list[str]:
        async with NameServer({}, otherwise=ZoneAnswer(("127.0.0.3",))) as server:
            return told(await query(server, "acak.example", "A"))

    assert asyncio.run(asking()) == ["acak.example. 60 IN A 127.0.0.3"]


# registry


def registry(
    whois: dict[str, Mood] | None = None, rdap: dict[str, Mood] | None = None
) -> RegistryServer:
    return RegistryServer([PEMPEK, SONGKET], asked_at=NOW, whois_moods=whois, rdap_moods=rdap)


def whois(domain: str, mood: Mood = Mood.OK) -> str:
    async def asking() -> str:
        async with registry(whois={domain: mood}) as servers:
            answer = await converse(servers.whois_address, f"{domain}\r\n".encode())
            assert servers.queries == [("whois", domain)]
            return answer.decode("latin-1")

    return asyncio.run(asking())


def rdap(domain: str, mood: Mood = Mood.OK) -> tuple[str, bytes]:
    async def asking() -> tuple[str, bytes]:
        async with registry(rdap={domain: mood}) as servers:
            address = servers.rdap_base.removeprefix("http://").rstrip("/")
            answer = await converse(address, get(address, f"/domain/{domain}"))
            assert servers.queries == [("rdap", domain)]
            return parted(answer)

    return asyncio.run(asking())


def test_whois_of_an_id_name_has_the_layout_of_2025() -> None:
    lines = whois("pempekida.my.id").split("\r\n")
    assert lines[0] == "Domain Name: PEMPEKIDA.MY.ID"
    assert "Registry Expiry Date: 2026-12-14T23:59:59Z" in lines
    assert "Domain Status: autoRenewPeriod" in lines
    assert "Name Server: NS1.HOSTING.EXAMPLE" in lines
    assert lines[-2] == ">>> Last update of WHOIS database: 2026-11-24T02:00:00Z <<<"


def test_whois_of_a_gtld_name_is_thin_and_links_its_statuses() -> None:
    lines = whois("songket.com").split("\r\n")
    assert lines[0] == "   Domain Name: SONGKET.COM"
    assert "   Registry Expiry Date: 2027-01-31T23:59:59Z" in lines
    assert "   Domain Status: ok https://icann.org/epp#ok" in lines


@pytest.mark.parametrize(
    ("domain", "mood", "words"),
    [
        ("kosong.my.id", Mood.OK, "DOMAIN NOT FOUND"),
        ("pempekida.my.id", Mood.NOT_FOUND, "DOMAIN NOT FOUND"),
        ("kosong.com", Mood.OK, 'No match for domain "KOSONG.COM"'),
        ("pempekida.my.id", Mood.QUOTA, "LIMIT EXCEEDED"),
        ("pempekida.my.id", Mood.HTML, "<title>"),
        ("pempekida.my.id", Mood.GARBAGE, "\x00\x01\x02"),
        ("pempekida.my.id", Mood.SELF_REFERRAL, "Registrar WHOIS Server: 127.0.0.1:"),
    ],
)
def test_whois_in_other_moods(domain: str, mood: Mood, words: str) -> None:
    assert words in whois(domain, mood)


def test_rdap_tells_the_same_registration() -> None:
    head, body = rdap("pempekida.my.id")
    answer = json.loads(body)
    events = {event["eventAction"]: event["eventDate"] for event in answer["events"]}
    assert "Content-Type: application/rdap+json" in head
    assert answer["ldhName"] == "pempekida.my.id"
    assert answer["status"] == ["client transfer prohibited", "auto renew period"]
    assert events["expiration"] == "2026-12-14T23:59:59Z"
    assert events["last changed"] == "2025-12-15T03:00:00Z"
    assert answer["entities"][0]["vcardArray"][1][1][3] == PEMPEK.registrar


@pytest.mark.parametrize(
    ("mood", "status", "words"),
    [
        (Mood.NOT_FOUND, 404, b'"errorCode": 404'),
        (Mood.QUOTA, 429, b'"errorCode": 429'),
        (Mood.SELF_REFERRAL, 302, b""),
        (Mood.HTML, 200, b"<title>"),
        (Mood.GARBAGE, 200, b"\x00\x01\x02"),
        (Mood.WRONG_TYPES, 200, b"NaN"),
        (Mood.BOMB, 200, b"\x1f\x8b"),
    ],
)
def test_rdap_in_other_moods(mood: Mood, status: int, words: bytes) -> None:
    head, body = rdap("pempekida.my.id", mood)
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert words in body
    assert ("Retry-After: 600" in head) is (mood is Mood.QUOTA)


def test_a_renewal_is_seen_by_the_next_question() -> None:
    async def asking() -> str:
        async with registry() as servers:
            renewed = Registration("songket.com", date(2028, 1, 31), NOW.date(), NOW.date())
            servers.registrations["songket.com"] = renewed
            return (await converse(servers.whois_address, b"songket.com\r\n")).decode()

    assert "Registry Expiry Date: 2028-01-31" in asyncio.run(asking())


@pytest.mark.parametrize("mood", [Mood.SILENT, Mood.LINGER, Mood.DRIP, Mood.ENDLESS])
def test_an_answer_without_an_end_ends_with_the_server(mood: Mood) -> None:
    async def asking() -> None:
        async with registry(whois={"songket.com": mood}) as servers:
            host, port = servers.whois_address.split(":")
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"songket.com\r\n")
            assert await does_not_end(read_all(reader))
        with contextlib.suppress(ConnectionResetError):
            await asyncio.wait_for(read_all(reader), PATIENCE)
        writer.close()

    asyncio.run(asking())


def test_a_registry_may_reset() -> None:
    with pytest.raises(ConnectionResetError):
        whois("songket.com", Mood.RESET)


# mailbox

LETTER = b"Subject: Pengingat\r\n\r\n..titik\r\nIsi.\r\n"
KEPT = b"Subject: Pengingat\r\n\r\n.titik\r\nIsi.\r\n"


def post(box: Mailbox, *recipients: str) -> str:
    """The code of every reply to one letter, from the greeting on; "-" for a closed line."""

    async def posting() -> str:
        async with box:
            host, port = box.address.split(":")
            reader, writer = await asyncio.open_connection(host, port)
            replies = [(await reader.readline()).decode()[:3]]
            for command in letter_commands(*recipients):
                writer.write(command)
                reply = await reader.readline()
                while reply[3:4] == b"-":
                    reply = await reader.readline()
                replies.append(reply.decode()[:3] or "-")
            writer.close()
            await writer.wait_closed()
            return " ".join(replies)

    return asyncio.run(posting())


def letter_commands(*recipients: str) -> list[bytes]:
    return [
        b"EHLO kantor.example\r\n",
        b"NOOP\r\n",
        b"MAIL FROM:<dinas@kantor.example> BODY=8BITMIME\r\n",
        *(f"RCPT TO:<{recipient}>\r\n".encode() for recipient in recipients),
        b"DATA\r\n",
        LETTER + b".\r\n",
        b"QUIT\r\n",
    ]


def test_a_letter_is_kept_with_its_envelope() -> None:
    box = Mailbox()
    assert post(box, "ida@toko.example") == "220 250 250 250 250 354 250 221"
    assert box.letters == [KEPT]
    assert box.delivered == [Delivered("dinas@kantor.example", ("ida@toko.example",), KEPT)]


def test_a_refused_recipient_leaves_the_others_alone() -> None:
    box = Mailbox(Manner.REFUSE, strict_to={"pindah@toko.example"})
    replies = post(box, "pindah@toko.example", "ida@toko.example")
    assert replies == "220 250 250 250 550 250 354 250 221"
    assert box.delivered[0].rcpt_to == ("ida@toko.example",)


def test_a_deferred_letter_is_not_taken() -> None:
    box = Mailbox(Manner.DEFER)
    assert post(box, "ida@toko.example").startswith("220 250 250 250 451 503 ")
    assert box.delivered == []


def test_a_dropped_connection_keeps_the_letter_without_saying_so() -> None:
    box = Mailbox(Manner.DROP_AFTER_DATA)
    assert post(box, "ida@toko.example") == "220 250 250 250 250 354 - -"
    assert box.letters == [KEPT]


# authority and sites


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make(not_before=NOW - 10 * YEAR, not_after=NOW + 40 * YEAR)


def trusting(authority: Authority) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=authority.root_pem.decode())
    context.hostname_checks_common_name = False  # as every browser does
    return context


def good_context(authority: Authority, host: str, folder: Path) -> ssl.SSLContext:
    start, end = NOW - 10 * YEAR, NOW + 30 * YEAR
    return authority.issue([host], not_before=start, not_after=end).context(folder)


def show(shown: Page | Callable[[Request], Page], *headers: str, method: bytes = b"GET") -> bytes:
    """The whole answer of a site over plain HTTP."""

    async def looking() -> bytes:
        async with SiteServer({"toko.example": shown}) as sites:
            request = get("toko.example", "/", *headers).replace(b"GET", method)
            return await converse(f"127.0.0.1:{sites.http_port}", request)

    return asyncio.run(looking())


def test_a_page_is_shown_with_its_length() -> None:
    head, body = parted(show(Page("<p>Halo", headers=(("X-Uji", "1"),))))
    assert head.split("\r\n") == [
        "HTTP/1.1 200 OK",
        "X-Uji: 1",
        "Content-Type: text/html; charset=utf-8",
        "Content-Length: 7",
        "Connection: close",
    ]
    assert body == b"<p>Halo"


def test_gzip_is_sent_when_asked_for() -> None:
    head, body = parted(show(Page("<p>Halo"), "Accept-Encoding: gzip"))
    assert "Content-Encoding: gzip" in head
    assert gzip.decompress(body) == b"<p>Halo"


def test_head_gets_no_body() -> None:
    assert parted(show(Page("<p>Halo"), method=b"HEAD"))[1] == b""


def test_a_redirect_goes_where_it_is_told() -> None:
    head, _ = parted(show(moved_to("file:///etc/hostname")))
    assert head.startswith("HTTP/1.1 302 Found")
    assert "Location: file:///etc/hostname" in head


def test_a_page_may_depend_on_the_request() -> None:
    def cloaked(request: Request) -> Page:
        return Page("mesin pencari" if "referer" in request.headers else "pengunjung")

    assert show(cloaked).endswith(b"pengunjung")
    assert show(cloaked, "Referer: https://cari.example/").endswith(b"mesin pencari")


def test_raw_bytes_are_sent_as_they_stand() -> None:
    assert show(Page(raw=b"SSH-2.0-toko\r\n")) == b"SSH-2.0-toko\r\n"


def test_a_page_may_be_refused_cut_or_reset() -> None:
    assert show(Page("x", conduct=Conduct.CLOSE)) == b""
    head, body = parted(show(Page("x" * 100, conduct=Conduct.CUT)))
    assert "Content-Length: 100" in head
    assert len(body) == 50
    for conduct in (Conduct.RESET, Conduct.CUT_RESET):
        with pytest.raises(ConnectionResetError):
            show(Page("x" * 100, conduct=conduct))


def test_a_drip_is_whole_in_the_end() -> None:
    for conduct in (Conduct.DRIP, Conduct.DRIP_BODY):
        assert show(Page("Halo", conduct=conduct, pace=0.0)).endswith(b"\r\n\r\nHalo")


def test_a_path_has_its_own_page_and_every_other_is_missing() -> None:
    async def looking() -> list[bytes]:
        shown = {"toko.example": Page("depan"), "toko.example/feed": Page("kabar")}
        async with SiteServer(shown) as sites:
            address = f"127.0.0.1:{sites.http_port}"
            places = [("toko.example:80", "/"), ("toko.example", "/feed"), ("toko.example", "/x")]
            answers = [await converse(address, get(host, path)) for host, path in places]
            assert [request.path for request in sites.requests] == ["/", "/feed", "/x"]
            assert sites.url("toko.example", plain=True) == f"http://toko.example:{address[10:]}/"
            return answers

    front, feed, missing = asyncio.run(looking())
    assert front.endswith(b"depan")
    assert feed.endswith(b"kabar")
    assert missing.startswith(b"HTTP/1.1 404 Not Found")


def test_every_host_shows_its_own_certificate(authority: Authority, tmp_path: Path) -> None:
    async def looking() -> list[bytes]:
        hosts = ("satu.example", "dua.example")
        certificates = {host: good_context(authority, host, tmp_path) for host in hosts}
        async with SiteServer({host: Page(host) for host in hosts}, certificates) as sites:
            address = f"127.0.0.1:{sites.https_port}"
            return [await converse(address, get(host), trusting(authority), host) for host in hosts]

    first, second = asyncio.run(looking())
    assert first.endswith(b"satu.example")
    assert second.endswith(b"dua.example")


@pytest.mark.parametrize(
    ("flaw", "complaint"),
    [
        ({"not_after": NOW - 9 * YEAR}, "certificate has expired"),
        ({"not_before": NOW + 30 * YEAR}, "not yet valid"),
        ({"names": ["lain.example"]}, "Hostname mismatch"),
        ({"in_san": False}, "mismatch"),
        ({"self_signed": True}, "self-signed certificate"),
        ({"with_intermediate": False}, "unable to get local issuer certificate"),
    ],
)
def test_a_broken_certificate_is_refused_for_what_it_is(
    authority: Authority, tmp_path: Path, flaw: dict[str, object], complaint: str
) -> None:
    good: dict[str, object] = {
        "names": ["toko.example"],
        "not_before": NOW - 10 * YEAR,
        "not_after": NOW + 30 * YEAR,
    }

    async def looking() -> None:
        context = authority.issue(**(good | flaw)).context(tmp_path)  # type: ignore[arg-type]  # by name
        async with SiteServer({}, {"toko.example": context}) as sites:
            address = f"127.0.0.1:{sites.https_port}"
            await converse(address, get("toko.example"), trusting(authority), "toko.example")

    with pytest.raises(ssl.SSLCertVerificationError, match=complaint):
        asyncio.run(looking())


def test_a_handshake_that_never_comes_does_not_outlive_the_server(
    authority: Authority, tmp_path: Path
) -> None:
    async def waiting() -> bytes:
        context = good_context(authority, "toko.example", tmp_path)
        async with SiteServer({}, {"toko.example": context}) as sites:
            reader, writer = await asyncio.open_connection("127.0.0.1", sites.https_port)
            writer.write(b"\x16")
            await asyncio.wait_for(converse(f"127.0.0.1:{sites.http_port}", b"\r\n\r\n"), PATIENCE)
        try:
            return await reader.read()
        finally:
            writer.close()

    assert asyncio.run(waiting()) == b""


def test_a_gzip_bomb_is_a_valid_stream() -> None:
    assert len(gzip_bomb(8)) < 16 * 1024
    assert zlib.decompress(gzip_bomb(8), wbits=31) == bytes(8 * MEBIBYTE)


# pages


def test_a_kept_shop_names_its_goods_its_channel_and_its_day() -> None:
    page = pages.shop(BUSINESSES[0], date(2026, 11, 20))
    assert '"dateModified": "2026-11-20"' in page
    assert f'href="https://wa.me/{BUSINESSES[0].phone}?text=Halo%20Pempek%20Cek%20Ida"' in page
    assert "<li>Pempek kapal selam: Rp 18.000</li>" in page


def test_a_stale_shop_claims_no_date() -> None:
    page = pages.stale_shop(BUSINESSES[1], date(2024, 3, 9))
    assert "9 Maret 2024" in page
    assert "dateModified" not in page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (pages.untouched_wordpress("Toko"), ["Hello world!", "Sample Page", "Just another"]),
        (pages.suspended("toko.example"), ["Account Suspended", "toko.example"]),
        (pages.for_sale("toko.example"), ["is for sale"]),
        (pages.gambling(), ["slot gacor", "DAFTAR"]),
    ],
    ids=["wordpress", "suspended", "for_sale", "gambling"],
)
def test_a_fate_has_its_words(page: str, words: list[str]) -> None:
    assert all(word in page for word in words)
    assert "$" not in page
