"""The main job: claim, probe, excuse, judge, record; and what happens when one of them breaks."""

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from factories import T0, minute
from office import ILL, Clock, a_net, a_probe, an_entry, grant, run, settings_for
from sqlalchemy import select

from watcher.core.looks.observation import Finding, Kind, Outcome, Reason
from watcher.core.looks.own_side import OwnSide
from watcher.core.looks.verdict import Status
from watcher.core.period import Period
from watcher.core.sites.site import Site
from watcher.jobs.looks.look import BatchResult, lease_for, look_due
from watcher.net.client import Client
from watcher.net.look_error import LookError
from watcher.probes.table import AVAILABILITY, Probe
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.beliefs import incidents_of
from watcher.storage.looks.gaps import gaps_in
from watcher.storage.row import table_of
from watcher.storage.schedule.queue import claim
from watcher.storage.tables import BeliefRow, ObservationRow, ScheduleRow

pytest_plugins = ("office_fixtures",)

ALWAYS = Period(minute(-9999), minute(9999))


def sweep(
    database: Database, settings: Settings, probe: Probe, at: datetime, net: Client | None = None
) -> BatchResult:
    return run(look_due(probe, database, net or a_net(), settings, Clock(at)))


def due_at(database: Database, site_id: int = 1, kind: Kind = Kind.AVAILABILITY) -> datetime:
    table = table_of(ScheduleRow)
    with database.read() as connection:
        query = select(table.c.ready_at).where(table.c.site_id == site_id, table.c.kind == kind)
        found: datetime = connection.execute(query).scalar_one()
        return found


def beliefs(database: Database) -> dict[int, Status]:
    with database.read() as connection:
        rows = connection.execute(select(table_of(BeliefRow)))
        return {row.site_id: Status(row.status) for row in rows}


def reasons(database: Database) -> list[tuple[int, Reason]]:
    with database.read() as connection:
        rows = connection.execute(select(table_of(ObservationRow)))
        return sorted((row.site_id, row.reason) for row in rows)


def opened(database: Database) -> list[tuple[datetime, datetime | None]]:
    with database.read() as connection:
        found = incidents_of(connection, None, ALWAYS).get(1, [])
    return [(incident.opened_at, incident.resolved_at) for incident in found]


def gaps(database: Database) -> list[tuple[datetime, datetime, Reason]]:
    with database.read() as connection:
        return [(g.period.start, g.period.end, g.reason) for g in gaps_in(connection, ALWAYS)]


def test_nothing_due_is_nothing_done(database: Database, settings: Settings) -> None:
    assert sweep(database, settings, a_probe({}), T0) == BatchResult()


def test_a_sweep_counts_what_it_found(database: Database, settings: Settings) -> None:
    grant(database, *(an_entry(n) for n in (1, 2, 3)))
    swept = sweep(database, settings, a_probe({1: "o", 2: "x", 3: "?"}), T0)
    assert swept == BatchResult(3, 1, 1, 1)
    assert sweep(database, settings, a_probe({}), T0) == BatchResult()  # none is due any more


def test_no_more_than_the_budget_is_taken_at_once(tmp_path: Path, database: Database) -> None:
    grant(database, *(an_entry(n) for n in (1, 2, 3)))
    few = settings_for(tmp_path, looks={"at_once": 2})
    probe = a_probe(dict.fromkeys((1, 2, 3), "o"))
    assert [sweep(database, few, probe, T0).looks for _ in range(3)] == [2, 1, 0]


def test_a_healthy_site_is_looked_at_again_on_its_grid(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1))
    sweep(database, settings, a_probe({1: "o"}), T0)
    assert timedelta() < due_at(database) - T0 <= timedelta(minutes=15.5)


def test_a_suspect_is_looked_at_again_after_one_three_and_ten_minutes(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1))
    probe = a_probe({1: "xxxx"})
    at, plan = T0, []
    for _ in range(3):
        sweep(database, settings, probe, at)
        at = due_at(database)
        plan.append((at - T0) / timedelta(minutes=1))
    assert plan == [1, 3, 10]
    assert opened(database) == []
    sweep(database, settings, probe, at)
    assert opened(database) == [(T0, None)]  # dated to the first failure
    assert due_at(database) - at > timedelta(minutes=1)  # confirmed: back on the grid


@pytest.mark.parametrize(
    ("kind", "told"), [(Kind.AVAILABILITY, 1), (Kind.PAGE, 0), (Kind.DELEGATION, 0)]
)
def test_an_outage_is_logged_once_over_restarts_and_by_its_own_kind_alone(
    database: Database,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    kind: Kind,
    told: int,
) -> None:
    grant(database, an_entry(1))
    probe = a_probe({1: "x" * 8}, kind)
    for _ in range(8):  # each sweep reads anew what is believed, as a restarted daemon does
        with caplog.at_level(logging.INFO, "watcher"):
            sweep(database, settings, probe, max(T0, due_at(database, kind=kind)))
    assert [r.msg for r in caplog.records].count("incident_opened") == told


def test_a_blip_opens_nothing(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    probe = a_probe({1: "ooxxoo"})
    at = T0
    for _ in range(6):
        sweep(database, settings, probe, at)
        at = due_at(database)
    assert opened(database) == []
    assert beliefs(database)[1] is Status.UP


@pytest.mark.parametrize(
    ("ours", "fault"),
    [
        (ILL, Reason.OWN_NETWORK),
        (OwnSide(3, 0, canary_refused=True, names_resolve=False), Reason.OWN_DNS),
        (OwnSide(3, 3, canary_refused=False), Reason.OWN_NETWORK),
    ],
)
def test_n01_our_own_fault_blames_nobody_and_is_a_gap(
    database: Database, settings: Settings, ours: OwnSide, fault: Reason
) -> None:
    grant(database, *(an_entry(n) for n in (1, 2, 3)))
    sites = (1, 2, 3)
    sweep(database, settings, a_probe(dict.fromkeys(sites, "o")), T0)
    for n in range(1, 6):  # an hour without a line
        swept = sweep(
            database, settings, a_probe(dict.fromkeys(sites, "x")), minute(n * 16), a_net(ours=ours)
        )
        assert swept == BatchResult(3, 0, 0, 3)
    assert opened(database) == []
    assert gaps(database) == [(minute(16), ALWAYS.end, fault)]
    sweep(database, settings, a_probe(dict.fromkeys(sites, "o")), minute(96))
    assert gaps(database) == [(minute(16), minute(96), fault)]
    assert beliefs(database) == dict.fromkeys(sites, Status.UP)


def test_an_excused_failure_does_not_hurry_the_next_look(
    database: Database, settings: Settings
) -> None:
    grant(database, *(an_entry(n) for n in range(1, 30)))
    probe = a_probe(dict.fromkeys(range(1, 30), "xx"))
    sweep(database, settings, probe, T0)  # believed: all of them are suspects now
    assert {due_at(database, n) for n in range(1, 30)} == {minute(1)}
    sweep(database, settings, probe, minute(1), a_net(ours=ILL))
    soon = [n for n in range(1, 30) if due_at(database, n) <= minute(3)]
    assert len(soon) < 8  # the grid spreads them over a quarter of an hour


def test_a_gap_ends_when_a_failure_is_believed_again(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1), an_entry(2))
    sweep(database, settings, a_probe({1: "x", 2: "x"}), T0, a_net(ours=ILL))
    swept = sweep(database, settings, a_probe({1: "x", 2: "o"}), minute(20))
    assert swept.failed == 1
    assert gaps(database) == [(T0, minute(20), Reason.OWN_NETWORK)]


def test_n02_a_dead_resolver_is_a_gap_although_no_look_failed(
    database: Database, settings: Settings
) -> None:
    """Every name times out: all looks are unknown already, and we are blind all the same."""
    grant(database, an_entry(1), an_entry(2))
    silent = Finding(Outcome.UNKNOWN, Reason.DNS_TIMEOUT)
    dead = OwnSide(asked=3, answered=0, canary_refused=False, names_resolve=False)
    probe = a_probe({1: [silent], 2: [silent]})
    sweep(database, settings, probe, T0, a_net(ours=dead))
    assert gaps(database) == [(T0, ALWAYS.end, Reason.OWN_DNS)]


def test_unknown_looks_close_no_gap(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    sweep(database, settings, a_probe({1: "x"}), T0, a_net(ours=ILL))
    sweep(database, settings, a_probe({1: "?"}), minute(20), a_net(ours=ILL))
    assert gaps(database) == [(T0, ALWAYS.end, Reason.OWN_NETWORK)]


def test_a_challenge_page_is_no_gap(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    refused = Finding(Outcome.UNKNOWN, Reason.CHALLENGE)
    sweep(database, settings, a_probe({1: [refused]}), T0)
    assert gaps(database) == []


def test_a_probe_that_breaks_is_an_internal_error_and_stops_nobody(
    database: Database, settings: Settings
) -> None:
    grant(database, *(an_entry(n) for n in (1, 2, 3)))
    swept = sweep(database, settings, a_probe({1: "o", 2: "!", 3: "o"}), T0)
    assert swept == BatchResult(3, 2, 0, 1)
    assert reasons(database) == [(1, Reason.OK), (2, Reason.INTERNAL_ERROR), (3, Reason.OK)]
    assert due_at(database, 2) > T0


def test_a_page_that_breaks_its_probe_is_never_down(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    at = T0
    for _ in range(5):
        sweep(database, settings, a_probe({1: "!"}), at)
        at = due_at(database)
    assert opened(database) == []


def test_a_look_that_is_cut_off_is_given_back(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1), an_entry(2))
    begun = asyncio.Semaphore(0)

    async def hang(site: Site, _net: Client, _now: datetime) -> Finding:
        begun.release()
        await asyncio.Event().wait()
        raise AssertionError("never")

    async def stop() -> None:
        hanging = Probe(Kind.AVAILABILITY, hang)
        task = asyncio.ensure_future(look_due(hanging, database, a_net(), settings, Clock()))
        for _ in range(2):
            await begun.acquire()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(stop())
    due = claim(database, Kind.AVAILABILITY, T0, 9, timedelta(minutes=1))
    assert [one.site.id for one in due] == [1, 2]
    assert reasons(database) == []


def test_the_real_probe_through_the_door(database: Database, settings: Settings) -> None:
    grant(database, *(an_entry(n) for n in (1, 2, 3)))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "usaha2.example":
            return httpx.Response(500, text="<h1>Internal Server Error</h1>")
        if request.url.host == "usaha3.example":
            raise LookError(Reason.CONNECT_REFUSED)
        told = "<p>Keripik singkong dan kemplang buatan sendiri, pesan lewat telepon.</p>"
        return httpx.Response(200, html=f"<title>Usaha 1</title><h1>Usaha 1</h1>{told * 9}")

    swept = sweep(database, settings, AVAILABILITY, T0, a_net(answer))
    assert swept == BatchResult(3, 1, 2, 0)
    assert reasons(database) == [
        (1, Reason.OK),
        (2, Reason.HTTP_5XX),
        (3, Reason.CONNECT_REFUSED),
    ]


def test_a_lease_covers_two_batches_on_one_slow_host() -> None:
    """Else whoever comes back is fenced off, and the host is looked at for ever and in vain."""
    settings = Settings()
    network, at_once = settings.network, settings.looks.at_once
    queue = 2 * at_once * network.look_seconds / network.per_address_at_once
    polite = 2 * at_once * 2 * network.per_address_seconds
    assert lease_for(settings).total_seconds() > max(queue, polite) + 2 * network.look_seconds
