"""A registry that has refused us is left alone, by this process and by the next one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from factories import T0
from office import Clock, a_database, a_net, an_entry, grant, run, settings_for
from sqlalchemy import select

from watcher.core.domains.registry_backoff import RegistryBackoff
from watcher.core.looks.observation import Reason
from watcher.demo.servers.registry_answers import Registration, rdap_domain
from watcher.jobs.looks.look import look_due
from watcher.probes.table import DOMAIN
from watcher.storage.engine import Database
from watcher.storage.registries.refusals import read_refusals
from watcher.storage.row import table_of
from watcher.storage.tables import ObservationRow

BASE = "https://rdap.example/"
END = date(2027, 10, 1)


@dataclass(slots=True)
class Registry:
    """Refuses as long as it is in the mood to, and counts who asks."""

    status: int = 429
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        domain = request.url.path.rpartition("/")[2]
        self.asked.append(domain)
        if self.status != 200:
            return httpx.Response(self.status, headers=self.headers)
        known = Registration(domain, END, END, END)
        return httpx.Response(200, content=rdap_domain(known, BASE, T0))


@dataclass(slots=True)
class Office:
    """Looks at whatever is due; each look is a process of its own."""

    folder: Path
    database: Database
    registry: Registry
    clock: Clock = field(default_factory=Clock)

    def look(self, **later: float) -> list[str]:
        """Let time pass and look; give the names that the registry was asked about."""
        self.clock.move(**later)
        self.registry.asked.clear()
        net = replace(a_net(self.registry), rdap_base=BASE)
        run(look_due(DOMAIN, self.database, net, settings_for(self.folder), self.clock))
        return list(self.registry.asked)

    def grant(self, number: int) -> None:
        """One more site, due at once."""
        grant(self.database, an_entry(number), at=self.clock())

    @property
    def refusals(self) -> dict[str, RegistryBackoff]:
        return read_refusals(self.database)

    @property
    def reasons(self) -> set[Reason]:
        with self.database.read() as connection:
            return {row.reason for row in connection.execute(select(table_of(ObservationRow)))}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with a_database(tmp_path) as database:
        office = Office(tmp_path, database, Registry())
        office.grant(1)
        yield office


def test_one_refusal_is_enough_for_the_rest_of_the_batch(office: Office) -> None:
    for number in (2, 3, 4):
        office.grant(number)
    assert len(office.look()) == 1
    assert office.reasons == {Reason.RATE_LIMITED}


def test_the_next_process_does_not_begin_afresh(office: Office) -> None:
    office.look()
    office.grant(2)
    assert office.look(minutes=14) == []
    office.grant(3)
    assert len(office.look(minutes=2)) == 1
    assert office.refusals[BASE] == RegistryBackoff(office.clock() + timedelta(hours=1), 2)


def test_a_wish_is_honoured(office: Office) -> None:
    office.registry.headers = {"Retry-After": "7200"}
    office.look()
    assert office.look(minutes=119) == []
    office.grant(2)
    assert len(office.look(minutes=2)) == 1


def test_a_server_under_repair_that_names_a_time_is_left_alone_too(office: Office) -> None:
    office.registry.status, office.registry.headers = 503, {"Retry-After": "3600"}
    office.look()
    assert office.refusals == {BASE: RegistryBackoff(T0 + timedelta(hours=1))}


def test_an_answer_wipes_the_slate(office: Office) -> None:
    office.look()
    office.registry.status = 200
    assert office.look(hours=2) == ["usaha1.example"]
    assert office.refusals == {}
    assert office.reasons == {Reason.RATE_LIMITED, Reason.OK}
