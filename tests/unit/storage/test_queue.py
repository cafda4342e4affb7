"""Who may look, and until when: leases, and the tokens that fence off whoever comes back late."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from factories import QUARTER, T0, minute
from office import a_database, an_entry, grant
from sqlalchemy import delete, select, update

from watcher.core.looks.cadence import Plan
from watcher.core.looks.observation import Kind
from watcher.core.sites.site import MonitoringStatus
from watcher.storage.engine import Database
from watcher.storage.register.register import assign_primary_sites
from watcher.storage.row import table_of
from watcher.storage.schedule.queue import (
    bring_forward,
    claim,
    enrol,
    enrol_missing,
    fence,
    lag,
    pull_back,
    put_off,
    release,
    release_all,
    reschedule,
)
from watcher.storage.tables import ScheduleRow, SiteRow

LEASE = timedelta(minutes=5)
LOOK = Kind.AVAILABILITY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, *(an_entry(n) for n in (1, 2, 3)))
        yield opened


def claimed(database: Database, at: float = 0, kind: Kind = LOOK, limit: int = 10) -> set[int]:
    return {due.site.id for due in claim(database, kind, minute(at), limit, LEASE)}


def stand(database: Database, site_id: int, standing: MonitoringStatus) -> None:
    site = table_of(SiteRow)
    with database.write() as connection:
        connection.execute(update(site).where(site.c.id == site_id).values(standing=standing))
        assign_primary_sites(connection)


def test_a_new_site_is_due_at_once_for_every_question(database: Database) -> None:
    assert [claimed(database, kind=kind) for kind in Kind] == [{1, 2, 3}] * len(Kind)


def test_a_claimed_look_is_not_given_twice(database: Database) -> None:
    assert claimed(database) == {1, 2, 3}
    assert claimed(database) == set()
    assert claimed(database, at=4.9) == set()


def test_an_expired_lease_is_claimed_again_with_a_new_token(database: Database) -> None:
    first = claim(database, LOOK, T0, 10, LEASE)
    second = claim(database, LOOK, T0 + LEASE, 10, LEASE)
    assert {d.site.id for d in second} == {1, 2, 3}
    tokens = {d.site.id: d.token for d in first}
    assert all(d.token == tokens[d.site.id] + 1 for d in second)
    assert [d.attempts for d in second] == [1, 1, 1]
    assert {d.slot_at for d in first} == {d.slot_at for d in second}  # the same look, not another


def test_a_zombie_is_fenced_off(database: Database) -> None:
    zombie = claim(database, LOOK, T0, 10, LEASE)
    heir = claim(database, LOOK, T0 + LEASE, 2, LEASE)
    with database.write() as connection:
        held = fence(connection, LOOK, {d.site.id: d.token for d in zombie})
        assert held == {1, 2, 3} - {d.site.id for d in heir}
        assert fence(connection, LOOK, {d.site.id: d.token for d in heir}) == {
            d.site.id for d in heir
        }


def test_a_release_gives_back_what_is_still_ours_only(database: Database) -> None:
    mine = claim(database, LOOK, T0, 10, LEASE)
    release(database, mine[:1], minute(1))
    assert claimed(database, at=1) == {mine[0].site.id}
    release(database, mine, minute(2))  # the first of them is somebody else's by now
    assert claimed(database, at=2) == {d.site.id for d in mine[1:]}


def test_releasing_nothing_is_nothing(database: Database) -> None:
    release(database, [], T0)
    assert claimed(database) == {1, 2, 3}


def test_the_longest_overdue_come_first_and_no_more_than_asked_for(database: Database) -> None:
    with database.write() as connection:
        plans = [(n, Plan(minute(-n), minute(-n)), 0) for n in (1, 2, 3)]
        reschedule(connection, LOOK, plans)
    assert [d.site.id for d in claim(database, LOOK, T0, 2, LEASE)] == [3, 2]


def test_what_is_not_ready_is_not_claimed(database: Database) -> None:
    with database.write() as connection:
        reschedule(connection, LOOK, [(1, Plan(minute(15), minute(15.4)), 0)])
    assert claimed(database, at=15) == {2, 3}
    assert claimed(database, at=15.4) == {1}


def test_a_finished_look_gives_its_lease_and_its_attempts_back(database: Database) -> None:
    (due,) = claim(database, LOOK, T0, 1, LEASE)
    with database.write() as connection:
        reschedule(connection, LOOK, [(due.site.id, Plan(minute(1), minute(1)), 4)])
    (again,) = [d for d in claim(database, LOOK, minute(1), 10, LEASE) if d.site.id == due.site.id]
    assert (again.attempts, again.inconclusive_streak, again.slot_at) == (0, 4, minute(1))


@pytest.mark.parametrize(
    "standing", [MonitoringStatus.PAUSED, MonitoringStatus.CLOSED, MonitoringStatus.WITHDRAWN]
)
def test_a_site_that_is_not_active_is_left_alone(
    database: Database, standing: MonitoringStatus
) -> None:
    stand(database, 2, standing)
    assert all(claimed(database, kind=kind) == {1, 3} for kind in Kind)
    stand(database, 2, MonitoringStatus.ACTIVE)
    assert claimed(database) == {2}


def test_sites_of_one_domain_ask_its_registry_once(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with a_database(folder) as database:
        shared = [
            an_entry(n, identity=f"{name}.usaha.example", domain="usaha.example")
            for n, name in enumerate(("batik", "kopi"), 1)
        ]
        grant(database, *shared, an_entry(3, domain=None))
        assert claimed(database, kind=Kind.DOMAIN) == {1}
        assert claimed(database) == {1, 2, 3}
        stand(database, 1, MonitoringStatus.CLOSED)  # its keeper is gone: the next one asks
        assert claimed(database, kind=Kind.DOMAIN) == {2}


def test_enrolling_again_moves_nothing(database: Database) -> None:
    with database.write() as connection:
        before = connection.execute(select(table_of(ScheduleRow))).all()
        enrol(connection, [1, 2, 3], {LOOK: QUARTER}, minute(60))
        assert connection.execute(select(table_of(ScheduleRow))).all() == before


def test_a_kind_that_an_older_program_did_not_know_is_due_at_once_and_the_others_stay(
    database: Database,
) -> None:
    schedule = table_of(ScheduleRow)
    with database.write() as connection:
        connection.execute(delete(schedule).where(schedule.c.kind == int(Kind.DELEGATION)))
    assert claimed(database) == {1, 2, 3}
    enrol_missing(database, dict.fromkeys(Kind, QUARTER), minute(1))
    assert claimed(database, at=1, kind=Kind.DELEGATION) == {1, 2, 3}
    assert claimed(database, at=1) == set()


def test_a_look_can_be_brought_forward_but_not_put_off(database: Database) -> None:
    with database.write() as connection:
        reschedule(connection, Kind.DOMAIN, [(n, Plan(minute(99), minute(99)), 0) for n in (1, 2)])
        bring_forward(connection, Kind.DOMAIN, [1, 3], minute(3))
    assert claimed(database, at=0, kind=Kind.DOMAIN) == {3}
    assert claimed(database, at=3, kind=Kind.DOMAIN) == {1}


def test_a_look_that_is_under_way_is_not_brought_forward(database: Database) -> None:
    """It would be made twice at the same time, and the first result thrown away."""
    assert claimed(database, kind=Kind.DOMAIN) == {1, 2, 3}
    with database.write() as connection:
        bring_forward(connection, Kind.DOMAIN, [1, 2, 3], minute(1))
    assert claimed(database, at=1, kind=Kind.DOMAIN) == set()
    assert claimed(database, at=5, kind=Kind.DOMAIN) == {1, 2, 3}  # its lease has ended


def test_what_is_overdue_is_not_made_to_wait_by_bringing_it_forward(database: Database) -> None:
    with database.write() as connection:
        bring_forward(connection, LOOK, [1], minute(9))
    assert claimed(database, at=0) == {1, 2, 3}


def test_after_a_clock_was_set_back_only_what_no_plan_reaches_is_due(database: Database) -> None:
    """A registry may be left alone for two weeks: a mended clock must not ask all at once."""
    every = {LOOK: QUARTER, Kind.DOMAIN: timedelta(days=1)}
    plans = {LOOK: (10, 16, 60), Kind.DOMAIN: (60, 13 * 1440, 16 * 1440)}
    with database.write() as connection:
        for kind, minutes in plans.items():
            planned = [(n, Plan(minute(m), minute(m)), 0) for n, m in enumerate(minutes, 1)]
            reschedule(connection, kind, planned)
    assert pull_back(database, every, T0) == 2
    assert claimed(database) == {3}
    assert claimed(database, kind=Kind.DOMAIN) == {3}
    assert claimed(database, at=4) == claimed(database, at=4, kind=Kind.DOMAIN) == set()


def test_lag_is_the_age_of_the_most_overdue_look(database: Database) -> None:
    assert lag(database, minute(7)) == dict.fromkeys(Kind, timedelta(minutes=7))
    claimed(database)
    assert lag(database, T0)[LOOK] == timedelta()


def test_lag_leaves_out_what_is_never_asked(database: Database) -> None:
    """A site on a platform has no registry to be late with."""
    grant(database, an_entry(4, domain=None), at=T0 - LEASE)
    claimed(database, kind=Kind.DOMAIN)
    assert lag(database, T0 + LEASE / 2)[Kind.DOMAIN] == timedelta()


def test_a_site_that_wants_to_be_left_alone_is_for_every_page_of_its_own(
    database: Database,
) -> None:
    with database.write() as connection:
        put_off(connection, {1: minute(60), 3: minute(60)})
        put_off(connection, {3: minute(30)})  # a shorter wish does not end a longer one
    for kind in (Kind.AVAILABILITY, Kind.PAGE):
        assert claimed(database, at=59, kind=kind) == {2}
        assert {1, 3} <= claimed(database, at=60, kind=kind)
    for kind in (Kind.DOMAIN, Kind.DELEGATION):  # others are asked for these
        assert claimed(database, kind=kind) == {1, 2, 3}


def test_a_look_that_is_under_way_is_not_put_off(database: Database) -> None:
    claimed(database)
    with database.write() as connection:
        put_off(connection, {1: minute(60)})
    assert claimed(database, at=6) == {1, 2, 3}  # whoever made it is dead: its lease has ended


def test_what_a_dead_daemon_held_is_given_back_and_nothing_else_is_hurried(
    database: Database,
) -> None:
    claimed(database, limit=2)
    with database.write() as connection:
        put_off(connection, {3: minute(60)})
    release_all(database, minute(1))
    assert claimed(database, at=1) == {1, 2}
