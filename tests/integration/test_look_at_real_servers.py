"""`watcher look --json` against nginx and unbound: every ending of a look, and its facts."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from machine import Listener
from street import BLOCK_HOST, Vhost, certificate, good_sites, shop
from town import Town, town_in

from watcher.demo.servers.authority import Authority
from watcher.demo.servers.zone import Trouble, ZoneAnswer

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

#: What stands at each address: the state, and the reasons that will do.
EXPECTED = {
    "baik": ("up", {"ok"}),
    "tiada-halaman": ("down", {"http_4xx"}),
    "galat": ("down", {"http_5xx"}),
    "sertifikat-habis": ("degraded", {"tls_expired"}),
    "salah-nama": ("degraded", {"tls_wrong_host"}),
    "tanda-sendiri": ("degraded", {"tls_self_signed"}),
    "tanpa-rantai": ("degraded", {"tls_incomplete_chain", "tls_untrusted"}),
    "sisa-tiga-hari": ("degraded", {"tls_expiring"}),
    "pindah": ("up", {"ok"}),
    "putar": ("down", {"redirect_loop"}),
    "tutup": ("down", {"connect_refused"}),
    "hilang": ("down", {"dns_nxdomain"}),
    "rusak": ("down", {"dns_servfail"}),
    "tolak": ("unknown", {"dns_refused"}),
    "diblokir": ("blocked", {"isp_block"}),
    "jebakan": ("refused", {"blocked_address"}),
    "jebakan-nama": ("refused", {"blocked_address"}),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the command printed, by the name of the site, and what it touched."""

    looks: dict[str, dict[str, Any]]
    town: Town
    canary_knocks: int
    stderr: str
    status: int


def host(name: str) -> str:
    return f"{name}.example"


def street(authority: Authority, canary: Listener) -> list[Vhost]:
    """Sites with every flaw."""

    def flawed(name: str, *names: str, days: int = 60, **flaws: bool) -> Vhost:
        issued = certificate(authority, *(names or (host(name),)), days=days, **flaws)
        return Vhost(host(name), issued, shop(1))

    def answering(name: str, lines: str) -> Vhost:
        return Vhost(host(name), certificate(authority, host(name)), shop(2), lines)

    return [
        *good_sites(authority, [host("baik")]),
        answering("tiada-halaman", "return 404;"),
        answering("galat", "return 500;"),
        flawed("sertifikat-habis", days=-30),
        flawed("salah-nama", host("orang-lain")),
        flawed("tanda-sendiri", self_signed=True),
        flawed("tanpa-rantai", with_intermediate=False),
        flawed("sisa-tiga-hari", days=3),
        answering("pindah", "location = / {{ return 301 /toko/; }}"),
        answering("putar", "return 302 https://putar.example:{https}/;"),
        answering("jebakan", f"return 302 http://{canary.address}/;"),
    ]


def names() -> dict[str, ZoneAnswer]:
    here = ZoneAnswer(("127.0.0.1",))
    return {
        host("tutup"): here,
        host("rusak"): ZoneAnswer(trouble=Trouble.SERVFAIL),
        host("tolak"): ZoneAnswer(trouble=Trouble.REFUSED),
        host("diblokir"): ZoneAnswer(cname=BLOCK_HOST),
        host("jebakan-nama"): ZoneAnswer(("127.0.0.2",)),
    }


def give_it_a_second_page(town: Town) -> None:
    shelf = town.nginx.folder / "pages" / host("pindah") / "toko"
    shelf.mkdir()
    (shelf / "index.html").write_text(shop(2), "utf-8")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Seen]:
    """One call of the command, for all addresses."""
    folder: Path = tmp_path_factory.mktemp("look")
    with (
        Listener("127.0.0.2") as canary,
        town_in(folder, authority, street(authority, canary), names()) as town,
    ):
        closed = 1  # a privileged port that nobody listens on
        give_it_a_second_page(town)
        sections = {name: dict(values) for name, values in town.settings().items()}
        sections["network"]["allow_ports"] = [
            town.nginx.https_port, town.nginx.http_port, canary.port, closed,
        ]  # fmt: skip
        town.office.settle(sections)
        urls = {town.nginx.url(host(name)): name for name in EXPECTED}
        urls = {u: n for u, n in urls.items() if n not in ("tutup", "jebakan-nama")}
        urls[f"http://{host('tutup')}:{closed}/"] = "tutup"
        urls[f"http://{host('jebakan-nama')}:{canary.port}/"] = "jebakan-nama"
        done = town.office.command("look", *urls, "--json", "--body", "full")
        looks = [json.loads(line) for line in done.stdout.splitlines()]
        by_name = {urls[look["url"]]: look for look in looks}
        yield Seen(by_name, town, canary.knocks, done.stderr, done.returncode)


def test_every_address_gets_one_line_and_the_exit_status_says_nothing(seen: Seen) -> None:
    assert seen.status == 0
    assert seen.stderr == ""
    assert sorted(seen.looks) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_state_and_reason(seen: Seen, name: str) -> None:
    state, reasons = EXPECTED[name]
    look = seen.looks[name]
    assert (look["state"], look["reason"]) in {(state, reason) for reason in reasons}


def test_the_canary_stays_silent(seen: Seen) -> None:
    assert seen.canary_knocks == 0


def test_the_facts_of_a_good_page(seen: Seen) -> None:
    body, look = shop(0).encode(), seen.looks["baik"]
    http = look["http"]
    assert http["status"] == 200
    assert http["final_url"] == seen.town.nginx.url(host("baik"))
    assert http["redirects"] == []
    assert http["bytes"] == len(body)
    assert http["sha256"] == hashlib.sha256(body).hexdigest()
    assert http["title"] == "Pempek Cek Ida: pempek ikan tenggiri buatan rumah"
    assert look["dns"] == {"addresses": ["127.0.0.1"], "cname": []}
    assert (look["page"]["kind"], look["page"]["level"]) in {
        ("owner_site", "none"),
        ("unknown_content", "none"),
    }  # whose page it is cannot be told of a stranger


@pytest.mark.parametrize("name", ["baik", "pindah", "galat"])
def test_the_phases_follow_each_other(seen: Seen, name: str) -> None:
    look = seen.looks[name]
    phases = [look["phases_ms"][p] for p in ("dns", "connect", "tls", "first_byte", "total")]
    assert phases == sorted(phases)
    assert phases[0] > 0
    assert phases[-1] <= look["took_ms"] + 1


def test_the_certificate_is_the_one_that_was_issued(seen: Seen) -> None:
    known = seen.looks["baik"]["certificate"]
    ends = datetime.fromisoformat(known["not_after"])
    assert timedelta(days=60) < ends - datetime.now(UTC) < timedelta(days=60, hours=2)
    assert known["days_left"] == 60
    assert known["names"] == [host("baik")]
    assert "Watcher Demo Intermediate" in known["issuer"]


@pytest.mark.parametrize(
    ("name", "days_left"), [("sertifikat-habis", -30), ("salah-nama", 60), ("tanda-sendiri", 60)]
)
def test_a_refused_certificate_is_told_all_the_same(seen: Seen, name: str, days_left: int) -> None:
    look = seen.looks[name]
    assert look["certificate"]["days_left"] == days_left
    assert look["http"] is None  # nothing is read through a line that is not trusted


def test_a_redirect_is_told_with_where_it_ended(seen: Seen) -> None:
    http, url = seen.looks["pindah"]["http"], seen.town.nginx.url(host("pindah"))
    assert http["redirects"] == [url]
    assert http["final_url"] == f"{url}toko/"


def test_a_block_by_a_provider_names_the_way_it_took(seen: Seen) -> None:
    assert seen.looks["diblokir"]["dns"]["cname"] == [BLOCK_HOST]
    assert seen.town.nginx.visits(host("diblokir")) == 0


def test_what_was_never_reached_has_no_page(seen: Seen) -> None:
    for name in ("tutup", "hilang", "rusak", "diblokir", "jebakan-nama"):
        look = seen.looks[name]
        assert (look["http"], look["certificate"], look["page"]) == (None, None, None)
