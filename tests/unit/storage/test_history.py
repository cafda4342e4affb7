"""What a report reads: the past as it was at the end of its period, and never what came later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA
from office import a_database, an_entry, grant
from sqlalchemy import insert

from watcher.core.history import Incident
from watcher.core.observation import Kind, Outcome, Reason
from watcher.core.period import Month, midnight
from watcher.core.uptime import Strip, Tally
from watcher.core.verdict import Belief, Status
from watcher.storage import history
from watcher.storage.backfill import Past, backfill
from watcher.storage.engine import Database
from watcher.storage.prune import forget_looks, tidy
from watcher.storage.tables import ObservationRow, PauseRow, table_of

OCTOBER = Month(2026, 10)
PERIOD = OCTOBER.period(JAKARTA)
AFTER = PERIOD.end + timedelta(days=9)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=PERIOD.start - timedelta(days=99))
        yield opened


def whole_days(first: date, many: int) -> dict[date, tuple[Strip, int, int]]:
    day = Strip(Tally(up=timedelta(hours=23), down=timedelta(hours=1)))
    return {first + timedelta(days=n): (day, 96, 90) for n in range(many)}


def test_a_month_holds_its_own_days_only(database: Database) -> None:
    backfill(database, [Past(1, whole_days(date(2026, 9, 20), 60))])
    known = history.month(database, OCTOBER, JAKARTA, AFTER)
    assert known.sites[0].tally == Tally(timedelta(hours=23 * 31), timedelta(hours=31))
    assert known.looks == 96 * 31
    assert (known.sites[0].looks, known.sites[0].conclusive) == (3 * 96, 3 * 90)


def test_a_running_month_is_read_until_now(database: Database) -> None:
    now = midnight(date(2026, 10, 11), JAKARTA)
    backfill(database, [Past(1, whole_days(date(2026, 10, 1), 10))])
    known = history.until_now(database, JAKARTA, now)
    assert known.period.start == PERIOD.start
    assert now <= known.taken_at <= now + timedelta(seconds=1)  # instants are whole seconds
    assert known.sites[0].tally.measured == timedelta(days=10)


def test_an_incident_counts_for_every_month_it_touches(database: Database) -> None:
    hours = timedelta(hours=2)
    spans = [
        (PERIOD.start - 9 * hours, PERIOD.start - hours),
        (PERIOD.start - hours, PERIOD.start + hours),
        (PERIOD.end - hours, None),
        (PERIOD.end + hours, None),
    ]
    past = [Incident(opened, resolved, Reason.RESET) for opened, resolved in spans]
    backfill(database, [Past(1, {}, past)])
    known = history.month(database, OCTOBER, JAKARTA, AFTER)
    assert [i.opened_at for i in known.sites[0].incidents] == [spans[1][0], spans[2][0]]


def test_a_site_that_was_granted_later_is_not_in_the_month(database: Database) -> None:
    grant(database, an_entry(3), at=PERIOD.end)
    known = history.month(database, OCTOBER, JAKARTA, AFTER)
    assert [one.site.id for one in known.sites] == [1, 2]


def test_a_pause_is_cut_to_the_month(database: Database) -> None:
    rows: list[dict[str, datetime | None]] = [
        {"from_at": PERIOD.start - timedelta(days=3), "to_at": PERIOD.start + timedelta(days=1)},
        {"from_at": PERIOD.end - timedelta(days=2), "to_at": None},
    ]
    with database.write() as connection:
        for row in rows:
            connection.execute(insert(table_of(PauseRow)).values(site_id=1, reason="libur", **row))
    known = history.month(database, OCTOBER, JAKARTA, AFTER)
    assert known.sites[0].paused == timedelta(days=3)
    assert known.sites[0].length(PERIOD) == timedelta(days=28)
    assert known.sites[1].paused == timedelta()


@pytest.mark.parametrize(("decided", "tells"), [(-1, Reason.HTTP_5XX), (1, Reason.OK)])
def test_the_last_reason_of_a_month_is_not_of_the_next(
    database: Database, decided: int, tells: Reason
) -> None:
    at = PERIOD.end + timedelta(hours=decided)
    belief = Belief(Status.DOWN, at, Reason.HTTP_5XX, Outcome.FAILED, 3, at, at, at)
    backfill(database, [Past(1, {}, belief=belief)])
    assert history.month(database, OCTOBER, JAKARTA, AFTER).sites[0].last_reason is tells


def test_raw_looks_are_forgotten_and_what_was_made_of_them_stays(database: Database) -> None:
    backfill(database, [Past(1, whole_days(date(2026, 10, 1), 31))])
    look = {
        "site_id": 1, "kind": int(Kind.AVAILABILITY), "vantage": 1, "late_s": 0,
        "outcome": 1, "reason": Reason.OK, "http": 200, "took_ms": 9,
    }  # fmt: skip
    slots: list[datetime] = [PERIOD.start, PERIOD.start + timedelta(days=20)]
    with database.write() as connection:
        connection.execute(
            insert(table_of(ObservationRow)), [look | {"slot_at": slot} for slot in slots]
        )
    assert forget_looks(database, slots[1]) == 1
    assert forget_looks(database, slots[1]) == 0
    tidy(database)
    tally = history.month(database, OCTOBER, JAKARTA, AFTER).sites[0].tally
    assert tally.measured == timedelta(days=31)
