"""Whether a failed look is believed: our own line is asked, and a batch speaks for itself alone."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories import T0, minute
from office import ILL, Clock, a_net, a_probe, an_entry, grant, run
from sqlalchemy import func, select

from watcher.core.looks.observation import Finding, Kind, Outcome, Reason
from watcher.core.looks.own_side import OwnSide
from watcher.core.period import Period
from watcher.core.sites.site import Site
from watcher.jobs import maintenance
from watcher.jobs.looks.in_flight import InFlightBatch, InFlightLimiter
from watcher.jobs.looks.look import BatchResult, look_due
from watcher.net.client import Client
from watcher.probes.table import Probe
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import gaps_in, open_gap
from watcher.storage.row import table_of
from watcher.storage.tables import ScheduleRow

pytest_plugins = ("office_fixtures",)

WELL = OwnSide(asked=3, answered=3, canary_refused=True)
ONE_FAILS = replace(WELL, answered=2)
SITES = range(1, 21)
LOOK = Kind.AVAILABILITY


def sweep(
    database: Database,
    settings: Settings,
    story: str,
    at: datetime,
    *,
    kind: Kind = LOOK,
    ours: OwnSide = WELL,
    batch: InFlightBatch | None = None,
) -> BatchResult:
    """Look once at every site that is due; the n-th letter is what is found of site n."""
    probe = a_probe(dict(enumerate(story, 1)), kind)
    net = a_net(ours=ours)
    return run(look_due(probe, database, net, settings, Clock(at), batch))


def all_due(database: Database, kind: Kind) -> datetime:
    """The instant from which every site may be looked at again."""
    table = table_of(ScheduleRow)
    with database.read() as connection:
        query = select(func.max(table.c.ready_at)).where(table.c.kind == kind)
        found: datetime = connection.execute(query).scalar_one()
    return max(found, T0)


def blind(database: Database) -> list[tuple[datetime, datetime]]:
    with database.read() as connection:
        found = gaps_in(connection, Period(minute(-9999), minute(9999)))
    return [(gap.period.start, gap.period.end) for gap in found]


@pytest.mark.parametrize("kind", [Kind.AVAILABILITY, Kind.PAGE])
def test_one_bad_sentinel_hides_no_death_where_a_third_was_dead_before(
    database: Database, settings: Settings, kind: Kind
) -> None:
    """What is believed down is no news: it must not make a mass of one site that dies."""
    grant(database, *(an_entry(n) for n in SITES))
    dead = "x" * 7
    for _ in range(4):
        sweep(database, settings, dead + "o" * 13, all_due(database, kind), kind=kind)
    at = all_due(database, kind)
    swept = sweep(database, settings, dead + "x" + "o" * 12, at, kind=kind, ours=ONE_FAILS)
    assert swept == BatchResult(looks=20, ok=12, failed=8, unknown=0)
    assert blind(database) == []


@pytest.mark.parametrize("kind", [Kind.AVAILABILITY, Kind.PAGE])
def test_with_one_bad_sentinel_a_third_that_dies_at_once_is_not_believed(
    database: Database, settings: Settings, kind: Kind
) -> None:
    grant(database, *(an_entry(n) for n in SITES))
    sweep(database, settings, "o" * 20, T0, kind=kind)
    at = all_due(database, kind)
    swept = sweep(database, settings, "x" * 7 + "o" * 13, at, kind=kind, ours=ONE_FAILS)
    assert swept == BatchResult(looks=20, ok=13, failed=0, unknown=7)


def test_a_page_that_our_own_line_could_not_fetch_is_not_held_against_its_owner(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1), an_entry(2))
    swept = sweep(database, settings, "xo", T0, kind=Kind.PAGE, ours=ILL)
    assert swept == BatchResult(looks=2, ok=1, failed=0, unknown=1)
    assert blind(database) == []  # availability looks say how long we were blind


@pytest.mark.parametrize("found", ["o", "x"])
def test_a_batch_that_began_before_we_were_blind_does_not_say_that_we_see(
    database: Database, settings: Settings, found: str
) -> None:
    """Its slow looks end later, and were made while the line was still well."""
    grant(database, an_entry(1))
    limiter = InFlightLimiter(5)
    old, later = limiter.begin(LOOK, 5), limiter.begin(LOOK, 5)
    later.mark_unhealthy()
    open_gap(database, Reason.OWN_NETWORK, minute(1))
    sweep(database, settings, found, minute(2), batch=old)
    assert blind(database) == [(minute(1), minute(9999))]
    at = all_due(database, LOOK)
    sweep(database, settings, found, at, batch=limiter.begin(LOOK, 5))
    assert blind(database) == [(minute(1), at)]


def test_a_batch_that_is_not_full_keeps_no_slot_that_it_does_not_need(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1), an_entry(2))
    batch = InFlightLimiter(settings.looks.at_once).begin(LOOK, settings.looks.at_once)
    held: list[int] = []

    async def look(_site: Site, _net: Client, _now: datetime) -> Finding:
        await asyncio.sleep(0)
        held.append(batch.left)
        return Finding(Outcome.OK)

    run(look_due(Probe(LOOK, look), database, a_net(), settings, Clock(T0), batch))
    assert held == [2, 2]
    assert batch.left == 0


def test_looks_go_on_when_the_clock_was_set_back(database: Database, settings: Settings) -> None:
    """All that is known of the sites lies ahead of now: it is clamped, and not refused."""
    grant(database, an_entry(1), an_entry(2))
    assert sweep(database, settings, "xo", T0).looks == 2
    yesterday = T0 - timedelta(days=1)
    maintenance.mend_after_set_back(database, settings, yesterday)
    assert sweep(database, settings, "xo", yesterday) == BatchResult(2, 1, 1, 0)
    assert [start for start, _ in blind(database)] == [yesterday]  # where times begin again
