"""What the office says of a site: paused, resumed, paid."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA, T0, minute
from office import a_database, an_entry, grant

from watcher.core.observation import Kind
from watcher.core.site import Site, Standing
from watcher.storage import history, office_word, register
from watcher.storage.engine import Database
from watcher.storage.queue import claim

LEASE = timedelta(minutes=5)
NEXT_YEAR = date(2027, 10, 31)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2))
        yield opened


def the_first(database: Database) -> Site:
    return register.sites(database)[0]


def claimed(database: Database, at: float) -> list[int]:
    return [one.site.id for one in claim(database, Kind.AVAILABILITY, minute(at), 9, LEASE)]


def test_a_paused_site_is_not_looked_at_until_it_is_resumed(database: Database) -> None:
    office_word.pause(database, 1, Standing.PAUSED, T0, "libur")
    assert the_first(database).standing is Standing.PAUSED
    assert claimed(database, 1) == [2]
    assert office_word.resume(database, 1, minute(60))
    assert claimed(database, 60) == [1, 2]


def test_the_time_of_a_pause_is_in_no_percentage(database: Database) -> None:
    office_word.pause(database, 1, Standing.PAUSED, minute(10), "libur")
    office_word.resume(database, 1, minute(70))
    known = history.until_now(database, JAKARTA, minute(90))
    assert [one.paused for one in known.sites] == [timedelta(hours=1), timedelta()]


def test_a_pause_that_is_said_twice_is_one(database: Database) -> None:
    office_word.pause(database, 1, Standing.PAUSED, T0, "libur")
    office_word.pause(database, 1, Standing.CLOSED, minute(10), "tutup")
    office_word.resume(database, 1, minute(20))
    assert not office_word.resume(database, 1, minute(30))
    known = history.until_now(database, JAKARTA, minute(40))
    assert known.sites[0].paused == timedelta(minutes=20)


def test_a_payment_that_was_seen_is_kept_for_its_own_clock(database: Database) -> None:
    office_word.confirm_domain(database, 1, NEXT_YEAR)
    assert (the_first(database).paid_until, the_first(database).hosting_expires) == (
        NEXT_YEAR,
        None,
    )
    office_word.confirm_hosting(database, 1, NEXT_YEAR)
    assert the_first(database).hosting_expires == NEXT_YEAR
