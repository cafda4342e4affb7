"""A day strip that was kept up look by look equals one rolled from the raw looks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from factories import JAKARTA, LETTERS, QUARTER
from hypothesis import example, given, settings
from hypothesis import strategies as st
from office import a_database, an_entry, grant
from sqlalchemy import select

from watcher.core.looks.cadence import Plan
from watcher.core.looks.observation import Kind, Observation, Outcome
from watcher.core.looks.uptime import Strip, Tally, blips, strips
from watcher.core.looks.verdict import Policy, judge
from watcher.core.period import Period, local_day
from watcher.storage.engine import Database
from watcher.storage.looks.beliefs import as_periods, incidents_of
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.looks.record import Judged, record
from watcher.storage.looks.strips import blip_counts, rebuild, tallies, write_days
from watcher.storage.row import table_of
from watcher.storage.schedule.queue import claim
from watcher.storage.tables import DayStripRow, ObservationRow

LEASE = timedelta(minutes=2)
#: 22.00 on the 5th in Jakarta: stories of a few hours cross midnight of the zone, not of UTC.
EVENING = datetime(2026, 10, 5, 22, 0, tzinfo=JAKARTA).astimezone(ZoneInfo("UTC"))
LATER = EVENING + timedelta(days=30)


@contextmanager
def one_site() -> Iterator[Database]:
    with TemporaryDirectory() as folder, a_database(Path(folder)) as database:
        grant(database, an_entry(1), at=EVENING)
        yield database


def live(database: Database, story: str, starts: Iterable[datetime]) -> None:
    """Look at the site at the given instants, as the main job does."""
    for letter, at in zip(story, starts, strict=False):
        (due,) = claim(database, Kind.AVAILABILITY, at, 1, LEASE)
        seen = Observation(1, Kind.AVAILABILITY, due.slot_at, at, finding=LETTERS[letter])
        belief, change = judge(due.belief, seen, Policy())
        plan = Plan(at + timedelta(seconds=30), at + timedelta(seconds=30))
        record(database, [Judged(due, seen, belief, change, plan)], QUARTER, JAKARTA)


def stored(database: Database) -> dict[date, Strip]:
    table = table_of(DayStripRow)
    with database.read() as connection:
        return {
            row.day: Strip(
                Tally(timedelta(seconds=row.up_s), timedelta(seconds=row.down_s)), row.strip
            )
            for row in connection.execute(select(table))
        }


def rolled(database: Database) -> dict[date, Strip]:
    """What core/uptime makes of the raw looks and the incidents."""
    table = table_of(ObservationRow)
    with database.read() as connection:
        rows = connection.execute(select(table).where(table.c.outcome != int(Outcome.UNKNOWN)))
        looks = sorted(row.slot_at + timedelta(seconds=row.late_s) for row in rows)
        known = incidents_of(connection, [1], Period(EVENING, LATER)).get(1, [])
    return strips(looks, as_periods(known, LATER), QUARTER, JAKARTA)


def short_failures(database: Database) -> Counter[date]:
    """Failures that were counted look by look and never confirmed, by day."""
    table = table_of(DayStripRow)
    with database.read() as connection:
        return Counter({row.day: row.blips for row in connection.execute(select(table))})


def short_failures_rolled(database: Database) -> Counter[date]:
    """What core/uptime makes of the raw looks and the incidents."""
    table = table_of(ObservationRow)
    with database.read() as connection:
        rows = connection.execute(select(table).where(table.c.outcome != int(Outcome.UNKNOWN)))
        looks = sorted(
            (row.slot_at + timedelta(seconds=row.late_s), row.outcome == Outcome.FAILED)
            for row in rows
        )
        known = incidents_of(connection, [1], Period(EVENING, LATER)).get(1, [])
    return Counter(local_day(at, JAKARTA) for at in blips(looks, as_periods(known, LATER)))


def measured(days: dict[date, Strip]) -> dict[date, Strip]:
    return {day: strip for day, strip in days.items() if strip.tally.measured}


def every(minutes: float, first: datetime = EVENING) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "story",
    [
        "oooooooooooo",
        "oo??oooo????",
        "ooxxxxxxxxxxxxoo",  # opened before midnight, resolved after it
        "ooooooxxx",  # its third failure comes after midnight: dated back over it
        "oooooooxxxoxxoxoo",
    ],
)
def test_live_and_rolled_agree_across_midnight_of_the_zone(story: str) -> None:
    with one_site() as database:
        live(database, story, every(15))
        assert measured(stored(database)) == rolled(database)


def test_an_incident_that_was_opened_late_takes_its_time_back() -> None:
    """Three failures prove it; the time since the first of them was down, over midnight too."""
    with one_site() as database:
        live(database, "ooooooxxx", every(15))
        days = stored(database)
        assert [days[date(2026, 10, n)].tally.down for n in (5, 6)] == [
            timedelta(minutes=30),
            timedelta(),
        ]
    with one_site() as database:
        live(database, "oooooooxxxx", every(15))
        assert stored(database)[date(2026, 10, 5)].tally.down == timedelta(minutes=15)
        assert stored(database)[date(2026, 10, 6)].tally.down == timedelta(minutes=30)


@example("ooo", [900.4, 900.4, 900.4])
@given(
    st.text("ox?", min_size=1, max_size=24),
    st.lists(st.floats(31, 4000, allow_nan=False), min_size=24, max_size=24),
)
@settings(max_examples=25, deadline=None)
def test_live_and_rolled_agree_whatever_happens(story: str, pauses: list[float]) -> None:
    """Looks at odd fractions of seconds, long holes, blips and outages, over several days."""
    starts = [EVENING]
    for pause in pauses:
        starts.append(starts[-1] + timedelta(seconds=pause))
    with one_site() as database:
        live(database, story, starts)
        assert measured(stored(database)) == rolled(database)


@example("oooooooxoooo", [900.0] * 24)  # its failure is seen before midnight
@example("ooooooxxxoox", [900.0] * 24)
@example("oxxo?xooxxxo", [900.0] * 24)
@example(
    "?xx??ox?xx", [3200.0, 4000.0, *[31.0] * 6, 538.0, *[31.0] * 15]
)  # made long after its slot
@given(
    st.text("ox?", min_size=1, max_size=24),
    st.lists(st.floats(31, 4000, allow_nan=False), min_size=24, max_size=24),
)
@settings(max_examples=25, deadline=None)
def test_short_failures_counted_and_rolled_agree_whatever_happens(
    story: str, pauses: list[float]
) -> None:
    starts = [EVENING]
    for pause in pauses:
        starts.append(starts[-1] + timedelta(seconds=pause))
    with one_site() as database:
        live(database, story, starts)
        counted = short_failures(database)
        assert counted == short_failures_rolled(database)
        with database.write() as connection:
            rebuild(connection, 1, EVENING, starts[-1], JAKARTA, QUARTER)
        assert short_failures(database) == counted


@pytest.mark.parametrize(
    ("story", "blips"),
    [
        ("ooooo", 0),
        ("ooxoo", 1),
        ("ooxxo", 1),  # a run of failures is one
        ("oxoxo", 2),
        ("ox?xo", 1),  # what proves nothing ends nothing
        ("oxxxoo", 0),  # confirmed: an outage, and no blip
        ("oxxxoxoo", 0),  # it fails again before the outage is over
        ("oxoxxxoox", 2),  # one before an outage, one after it
        ("ox", 1),  # it may become an outage yet
        ("x", 1),
    ],
)
def test_a_confirmed_outage_is_no_short_failure(story: str, blips: int) -> None:
    with one_site() as database:
        live(database, story, every(15))
        with database.read() as connection:
            found = blip_counts(connection, date(2026, 10, 5), date(2026, 10, 6))
    assert found == ({1: blips} if blips else {})


def test_a_failure_that_is_confirmed_after_midnight_is_taken_back_from_the_day_before() -> None:
    with one_site() as database:
        live(database, "ooooooox", every(15))
        assert short_failures(database)[date(2026, 10, 5)] == 1
    with one_site() as database:
        live(database, "oooooooxxxx", every(15))
        assert short_failures(database).total() == 0


def test_a_look_that_was_made_long_after_its_slot_counts_when_days_are_rolled_again() -> None:
    """The daemon was off over midnight: the slot of its first look lies on the day before."""
    morning = EVENING + timedelta(hours=10)
    with one_site() as database:
        live(
            database, "oo" + "oooxxx", [EVENING, EVENING + QUARTER, *islice(every(15, morning), 6)]
        )
        assert measured(stored(database)) == rolled(database)
        assert stored(database)[date(2026, 10, 6)].tally.measured == timedelta(minutes=75)


def test_a_day_never_holds_more_than_its_seconds() -> None:
    """96 looks a day, each late by a fraction of a second."""
    with one_site() as database:
        live(database, "o" * 200, every(15 + 0.4 / 60, EVENING))
        assert all(s.tally.measured <= timedelta(days=1) for s in stored(database).values())


def test_rolling_again_changes_nothing_that_was_right() -> None:
    with one_site() as database:
        live(database, "oooxxxxoo?oooxo", every(15))
        before = stored(database)
        with database.write() as connection:
            end = EVENING + timedelta(hours=8)
            rebuild(connection, 1, EVENING, end, JAKARTA, QUARTER)
        assert measured(stored(database)) == measured(before)


def test_rolling_again_mends_a_slip() -> None:
    with one_site() as database:
        live(database, "oooooo", every(15))
        right = stored(database)
        day = local_day(EVENING, JAKARTA)
        with database.write() as connection:
            write_days(connection, 1, {day: DayRecord(Strip(Tally(down=timedelta(hours=9))), 6, 6)})
            rebuild(connection, 1, EVENING, EVENING + QUARTER, JAKARTA, QUARTER)
        assert stored(database) == right


def test_groups_are_sums_of_seconds() -> None:
    with one_site() as database, database.write() as connection:
        days = {
            date(2026, 10, n): DayRecord(Strip(Tally(timedelta(hours=n))), 4, 3) for n in (5, 6, 7)
        }
        write_days(connection, 1, days)
        found = tallies(connection, date(2026, 10, 5), date(2026, 10, 6))
        assert found == {1: Tally(up=timedelta(hours=11))}
