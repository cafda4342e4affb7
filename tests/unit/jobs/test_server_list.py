"""IANA's list of RDAP servers: read once a week, and never for the worse."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from factories import T0
from office import Clock, a_database, a_net, an_entry, grant, run, settings_for

from watcher.core.looks.observation import Reason
from watcher.jobs.looks.look import look_due
from watcher.jobs.looks.rdap_servers import refresh_servers
from watcher.net.limits import RateLimiter
from watcher.net.look_error import LookError
from watcher.net.registry_turns import Registries
from watcher.probes.domain.bootstrap import read_list
from watcher.probes.domain.registry_servers import bundled_rdap, rdap_of, whois_of
from watcher.probes.table import DOMAIN
from watcher.storage.engine import Database
from watcher.storage.registries.rdap_list import read_rdap_list

URL = "https://list.example/dns.json"
WORLD = {"id": "https://rdap.id.example/", "com": "https://rdap.com.example/"}


def a_list(servers: Mapping[str, str]) -> bytes:
    return json.dumps({"services": [[[one], [base]] for one, base in servers.items()]}).encode()


@dataclass(slots=True)
class Iana:
    """Serves its list, and remembers how it was asked."""

    body: bytes = a_list(WORLD)
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        shown = request.headers.get("if-none-match", "")
        self.asked.append(shown)
        edition = f'"{hash(self.body)}"'
        if self.status == 200 and shown == edition:
            return httpx.Response(304)
        return httpx.Response(self.status, content=self.body, headers={"ETag": edition})


@dataclass(slots=True)
class Office:
    """Asks for the list day by day."""

    database: Database
    iana: Iana = field(default_factory=Iana)
    clock: Clock = field(default_factory=Clock)

    def ask(self, url: str = URL, **later: float) -> Mapping[str, str]:
        self.clock.move(**later)
        run(refresh_servers(url, self.database, a_net(self.iana), self.clock()))
        return self.servers

    @property
    def servers(self) -> Mapping[str, str]:
        return read_rdap_list(self.database).servers


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with a_database(tmp_path) as database:
        yield Office(database)


def test_it_is_asked_for_once_a_week_and_sent_only_when_new(office: Office) -> None:
    assert office.ask() == WORLD
    office.ask(days=6)
    assert len(office.iana.asked) == 1
    assert office.ask(days=1) == WORLD
    assert office.iana.asked == ["", f'"{hash(a_list(WORLD))}"']
    office.ask(days=6)
    assert len(office.iana.asked) == 2  # "not modified" is an answer too


def test_a_new_edition_is_taken_and_nothing_is_lost_by_it(office: Office) -> None:
    office.iana.body = a_list(WORLD | {"biz": "https://old.example/"})
    office.ask()
    office.iana.body = a_list(WORLD | {"id": "https://new.example/"})
    told = office.ask(days=7)
    assert told == {
        "id": "https://new.example/",
        "com": WORLD["com"],
        "biz": "https://old.example/",
    }


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, a_list({"com": WORLD["com"]})),
        (200, a_list({"id": WORLD["id"]})),
        (200, a_list({})),
        (200, b"<html>We are moving</html>"),
        (200, b"[" * 100_000),
        (200, b'{"services": 1}'),
        (200, b'{"services": [[["id"]]]}'),
        (200, b'{"services": [[[1], ["https://a.example/"]]]}'),
        (200, b""),
        (404, a_list(WORLD)),
        (503, b""),
    ],
)
def test_what_is_no_list_changes_nothing_and_is_asked_for_tomorrow(
    office: Office, status: int, body: bytes
) -> None:
    office.ask()
    office.iana.status, office.iana.body = status, body
    assert office.ask(days=7) == WORLD
    office.ask(days=1)
    assert len(office.iana.asked) == 3


def test_an_office_may_do_without(office: Office) -> None:
    assert office.ask(url="") == {}
    assert office.iana.asked == []


def test_only_servers_that_nobody_can_listen_to_are_taken() -> None:
    services = [
        [["id", "com"], ["http://a.example/", "https://b.example/x"]],
        [["top"], ["http://c/"]],
    ]
    servers = read_list(json.dumps({"services": services}).encode())
    assert servers == {"id": "https://b.example/x/", "com": "https://b.example/x/"}


def test_a_list_that_lacks_an_ending_we_live_by_is_refused() -> None:
    with pytest.raises(LookError) as refused:
        read_list(a_list({"com": WORLD["com"]}))
    assert refused.value.reason is Reason.BAD_ANSWER


def test_the_offices_word_comes_before_ianas_and_ianas_before_ours() -> None:
    ours = Registries(RateLimiter(1, 0.0))
    assert rdap_of("toko.my.id", ours) == "https://rdap.pandi.id/rdap/"
    ours.listed = WORLD
    assert rdap_of("toko.my.id", ours) == WORLD["id"]
    theirs = Registries(
        RateLimiter(1, 0.0), {"id": "https://own.example/"}, {"id": "own.example:43"}
    )
    theirs.listed = WORLD
    assert rdap_of("toko.my.id", theirs) == "https://own.example/"
    assert rdap_of("toko.com", theirs) == WORLD["com"]
    assert whois_of("toko.my.id", theirs) == "own.example:43"
    assert whois_of("toko.com", theirs) == "whois.verisign-grs.com:43"
    assert rdap_of("toko.example", theirs) is None


def test_the_look_asks_where_the_list_says(office: Office, tmp_path: Path) -> None:
    office.iana.body = a_list(WORLD | {"example": "https://rdap.list.example/"})
    office.ask()
    grant(office.database, an_entry(1), at=T0 - timedelta(days=1))
    asked: list[str] = []

    def registry(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(503)

    run(look_due(DOMAIN, office.database, a_net(registry), settings_for(tmp_path), office.clock))
    assert [url.rpartition("domain/")[0] for url in asked] == ["https://rdap.list.example/"]


def test_ianas_whole_list_comes_with_the_program() -> None:
    servers = bundled_rdap()
    assert len(servers) > 1100
    assert servers["shop"] == "https://rdap.gmoregistry.net/rdap/"
    assert all(base.startswith("https://") and base.endswith("/") for base in servers.values())
