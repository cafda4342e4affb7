"""What a broken or hostile registry may send beyond the catalogue: it must prove nothing."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from asking import OddRegistry, Told, ask_all, assert_honest, heard, http, sections
from machine import Listener
from real_office import RealOffice, registered, served

from watcher.demo.servers.registry_answers import rdap_domain, rdap_error, whois_text
from watcher.settings import Settings

pytestmark = pytest.mark.integration

GOOD = ("expiring", "ok")
ABSENT = ("unregistered", "not_found")
NOW = datetime.now(UTC)
EXPIRES = registered("x.example", 20).expires_on


def unknown(*reasons: str) -> set[tuple[str, str]]:
    return {("unknown", reason) for reason in reasons}


def record(domain: str) -> str:
    """A good WHOIS answer, 20 days before the end."""
    return whois_text(registered(domain, 20), NOW)


def dated(domain: str, printed: str) -> bytes:
    """The good answer with another date of expiry."""
    return record(domain).replace(f"{EXPIRES}T23:59:59Z", printed).encode()


def rdap(domain: str, **changes: Any) -> bytes:
    """A good RDAP body with some members changed."""
    answer = json.loads(rdap_domain(registered(domain, 20), "http://127.0.0.1/", NOW))
    return json.dumps(answer | changes).encode()


def ending(printed: Any) -> list[dict[str, Any]]:
    return [{"eventAction": "expiration", "eventDate": printed}]


def said(text: str) -> Callable[[str], bytes]:
    """An answer that is the same for every name."""
    return lambda _: text.encode()


def moved(location: str) -> Callable[[str], bytes]:
    return lambda _: http(b"", 302, ("Location", location))


@dataclass(frozen=True, slots=True)
class Oddity:
    """An answer by the name asked for, and the verdicts that will do."""

    answer: Callable[[str], bytes]
    verdicts: set[tuple[str, str]]


LIMITED, ODD, OTHER = unknown("rate_limited"), unknown("bad_answer"), unknown("wrong_domain")
BAD_DATE = unknown("bad_date")

WHOIS: Mapping[str, Oddity] = {
    "another-name": Oddity(lambda _: record("lain.my.id").encode(), OTHER),
    "another-name-free": Oddity(said('No match for domain "LAIN.MY.ID".'), OTHER),
    "year-9999": Oddity(lambda d: dated(d, "9999-12-31T23:59:59Z"), BAD_DATE),
    "year-0001": Oddity(lambda d: dated(d, "0001-01-01T00:00:00Z"), BAD_DATE),
    "thirteenth-month": Oddity(lambda d: dated(d, "2027-13-01T00:00:00Z"), BAD_DATE),
    "no-such-day": Oddity(lambda d: dated(d, "2027-02-30T00:00:00Z"), BAD_DATE),
    "cut-date": Oddity(lambda d: dated(d, "2027-1"), BAD_DATE),
    "ambiguous": Oddity(lambda d: dated(d, "03/04/2027"), unknown("ambiguous_date")),
    "quota-id": Oddity(said("Kuota permintaan WHOIS Anda telah habis.\r\n"), LIMITED),
    "limit-id": Oddity(said("Anda telah melebihi batas kueri. Coba lagi nanti."), LIMITED),
    "often-id": Oddity(said("Terlalu banyak permintaan dari alamat IP Anda"), LIMITED),
    "ip-unlisted-id": Oddity(said("Akses ditolak: alamat IP Anda belum terdaftar."), LIMITED),
    "ip-unlisted": Oddity(said("Error: your IP address is not registered here."), LIMITED),
    "page-missing-id": Oddity(said("Halaman tidak ditemukan"), ODD),
    "page-missing": Oddity(said("404 Not Found"), ODD),
    "free-id": Oddity(said("Domain belum terdaftar"), {ABSENT}),
    "free-and-held": Oddity(lambda d: record(d).replace(": ok", ": free").encode(), ODD),
    "one-long-line": Oddity(lambda d: f"Domain Name: {d} ".encode().ljust(16384, b"A"), ODD),
    "long-not-found": Oddity(said("domain not found " * 963), ODD),
    "too-long": Oddity(lambda d: record(d).encode().ljust(16385, b"\n"), unknown("too_large")),
    "only-nuls": Oddity(lambda _: bytes(4096), ODD),
    "nuls-between": Oddity(lambda d: record(d).encode("utf-16-le"), ODD),
    "utf-16": Oddity(lambda d: record(d).encode("utf-16"), ODD),
    "one-nul": Oddity(lambda d: record(d).replace("PT Reg", "PT \0Reg").encode(), {GOOD}),
    "nul-in-date": Oddity(lambda d: dated(d, "2027-0\x001-31"), BAD_DATE),
    "empty": Oddity(said(""), unknown("closed")),
    "blank": Oddity(said("\r\n" * 400), ODD),
    "bare-newlines": Oddity(lambda d: record(d).replace("\r", "").encode(), {GOOD}),
    "latin-1": Oddity(lambda d: record(d).replace("Contoh", "Cont\xf6h").encode("latin-1"), {GOOD}),
    "terminal": Oddity(lambda d: record(d).replace("PT", "\x1b[2J").encode(), {GOOD}),
}

DEEP = b'{"a":' * 40_000 + b"1" + b"}" * 40_000
RDAP: Mapping[str, Oddity] = {
    "another-name": Oddity(lambda _: http(rdap("lain.my.id")), OTHER),
    "404-page": Oddity(lambda _: http(b"<h1>Tidak ditemukan</h1>", 404), ODD),
    "404-empty": Oddity(lambda _: http(b"", 404), {ABSENT}),  # RFC 7480, 5.3
    "404-other-json": Oddity(lambda _: http(b'{"error": "not found"}', 404), ODD),
    "404-record": Oddity(lambda d: http(rdap(d), 404), ODD),
    "500": Oddity(lambda _: http(rdap_error(500, "Not found"), 500), ODD),
    "503-says-404": Oddity(lambda _: http(rdap_error(404, "Not found"), 503), ODD),
    "429-page": Oddity(lambda _: http(b"<h1>Sabar</h1>", 429), LIMITED),
    "429-flood": Oddity(lambda _: http(b" " * 300_000, 429), LIMITED),
    "429-bad-gzip": Oddity(lambda _: http(b"no", 429, ("Content-Encoding", "br")), LIMITED),
    "file": Oddity(moved("file:///etc/passwd"), unknown("blocked_scheme")),
    "nowhere": Oddity(moved(""), unknown("bad_redirect")),
    "no-address": Oddity(moved("http://[::1"), unknown("bad_redirect")),
    "utf-16": Oddity(
        lambda d: http(rdap(d).decode().encode("utf-16")), {GOOD, ("unknown", "bad_answer")}
    ),
    "utf-8-bom": Oddity(
        lambda d: http(b"\xef\xbb\xbf" + rdap(d)), {GOOD, ("unknown", "bad_answer")}
    ),
    "deep": Oddity(lambda _: http(DEEP[:262_000]), ODD),
    "deep-notices": Oddity(lambda _: http(b"[" * 200_000), ODD),
    "too-large": Oddity(lambda d: http(rdap(d).ljust(262_145)), unknown("too_large")),
    "just-fits": Oddity(lambda d: http(rdap(d).ljust(262_144)), {GOOD}),
    "cut": Oddity(lambda d: http(rdap(d))[:-40], ODD),
    "events-string": Oddity(lambda d: http(rdap(d, events="expiration 2027-01-31")), ODD),
    "events-object": Oddity(lambda d: http(rdap(d, events=ending("2027-01-31")[0])), ODD),
    "events-numbers": Oddity(lambda d: http(rdap(d, events=[7, None])), unknown("no_date")),
    "date-number": Oddity(lambda d: http(rdap(d, events=ending(1801353599))), BAD_DATE),
    "date-slashes": Oddity(lambda d: http(rdap(d, events=ending("03/04/2027"))), BAD_DATE),
    "year-9999": Oddity(lambda d: http(rdap(d, events=ending("9999-12-31T23:59:59Z"))), BAD_DATE),
    "edge-of-time": Oddity(
        lambda d: http(rdap(d, events=ending("0001-01-01T00:00:00+14:00"))), BAD_DATE
    ),
    "huge-number": Oddity(lambda d: http(rdap(d)[:-1] + b', "n": ' + b"9" * 9000 + b"}"), ODD),
    "nan": Oddity(lambda d: http(rdap(d, port43=float("nan"))), ODD),
    "surrogates": Oddity(lambda d: http(rdap(d, ldhName=f"{d}\ud800.my.id")), OTHER),
    "nul-body": Oddity(lambda _: http(bytes(2048)), ODD),
    "no-http": Oddity(lambda _: b"+OK ready\r\n", unknown("not_http")),
    "endless-head": Oddity(
        lambda _: b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000, unknown("http_too_large")
    ),
    "closed": Oddity(lambda _: b"", unknown("closed")),
}


def named(key: str) -> str:
    return f"ganjil-{key}.my.id"


def said_by_name(oddities: Mapping[str, Oddity]) -> dict[str, bytes]:
    return {named(key): oddity.answer(named(key)) for key, oddity in oddities.items()}


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str | None], Told | BaseException]:
    async def asked() -> dict[tuple[str, str | None], Told | BaseException]:
        registry = OddRegistry(said_by_name(WHOIS), said_by_name(RDAP))
        questions = [(named(key), "whois") for key in WHOIS] + [(named(k), "rdap") for k in RDAP]
        async with registry.open():
            told = sections(registry.whois_address, registry.rdap_base)
            return await ask_all(questions, Settings.model_validate(told))

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("via", "key", "oddity"),
    [("whois", *item) for item in WHOIS.items()] + [("rdap", *item) for item in RDAP.items()],
    ids=[f"whois-{key}" for key in WHOIS] + [f"rdap-{key}" for key in RDAP],
)
def test_an_odd_answer_proves_nothing(
    via: str,
    key: str,
    oddity: Oddity,
    answers: dict[tuple[str, str | None], Told | BaseException],
) -> None:
    told = heard(answers[named(key), via])
    assert told.verdict in oddity.verdicts
    assert_honest(told)
    if told.verdict == GOOD:
        assert told.json["expires_on"] == str(EXPIRES)
    assert json.dumps(told.json, ensure_ascii=False).isprintable()


def look_once(registry: OddRegistry, domain: str, via: str | None, *ports: int) -> Told:
    """Open that registry and ask it one question."""

    async def asked() -> Told:
        async with registry.open():
            told = sections(registry.whois_address, registry.rdap_base, *ports)
            found = await ask_all([(domain, via)], Settings.model_validate(told))
        return heard(found[domain, via])

    return asyncio.run(asked())


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "0x7f.2", "[::ffff:127.0.0.2]"])
def test_a_redirect_does_not_lead_into_the_private_network(host: str) -> None:
    domain = "umpan.my.id"
    with Listener("127.0.0.2") as canary:
        trap = http(b"", 302, ("Location", f"http://{host}:{canary.port}/domain/{domain}"))
        told = look_once(OddRegistry(rdap={domain: trap}), domain, "rdap", canary.port)
        assert (told.verdict, canary.knocks) == (("unknown", "blocked_address"), 0)


def test_a_referral_is_not_followed() -> None:
    domain = "umpan.my.id"
    with Listener("127.0.0.2") as canary:
        lines = f"Registrar WHOIS Server: {canary.address}", f"refer: {canary.address}"
        answer = "\r\n".join([record(domain), *lines, ""]).encode()
        told = look_once(OddRegistry({domain: answer}), domain, "whois")
        assert (told.verdict, canary.knocks) == (GOOD, 0)


def test_rdap_is_asked_for_rdap_and_not_for_a_page() -> None:
    domain = "baik.my.id"
    registry = OddRegistry(rdap={domain: http(rdap(domain))})
    assert look_once(registry, domain, "rdap").verdict == GOOD
    (request,) = registry.requests
    assert request.headers["accept"].startswith("application/rdap+json")


def test_a_limit_that_cannot_be_read_is_still_a_limit() -> None:
    domain = "sabar.my.id"
    limited = http(b"\0" * 300_000, 429, ("Content-Encoding", "gzip"))
    registry = OddRegistry({domain: record(domain).encode()}, {domain: limited})
    assert look_once(registry, domain, None).verdict == ("unknown", "rate_limited")
    assert registry.queries == [("rdap", domain)]


@pytest.mark.parametrize("name", ["☃.my.id", "a.my.id\r\nlain.my.id", "a b.my.id", "a?b.my.id"])
def test_what_no_domain_can_be_is_not_asked_about(tmp_path: Any, name: str) -> None:
    with served(OddRegistry().open()) as registry:
        office = RealOffice(tmp_path)
        office.settle(sections(registry.whois_address, registry.rdap_base))
        done = office.command("look", "--domain", name, "--json")
        assert (done.returncode, done.stdout, registry.queries) == (2, "", [])
        assert "Traceback" not in done.stderr


def test_a_question_by_hand_knows_what_the_one_before_it_was_refused(tmp_path: Any) -> None:
    domain = "sabar.my.id"
    limited = http(b"", 429, ("Retry-After", "3600"))
    with served(OddRegistry(rdap={domain: limited}).open()) as registry:
        office = RealOffice(tmp_path)
        office.settle(sections(registry.whois_address, registry.rdap_base))
        assert office.command("db", "upgrade").returncode == 0
        said = [office.command("look", "--domain", domain, "--json").stdout for _ in range(2)]
        assert [json.loads(one)["reason"] for one in said] == ["rate_limited"] * 2
        assert registry.queries == [("rdap", domain)]
