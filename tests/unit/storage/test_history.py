"""What a report reads: the past as it was at the end of its period, and never what came later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from factories import DOT_ID, JAKARTA, QUARTER
from office import a_database, an_entry, grant
from sqlalchemy import insert

from watcher.core.looks.observation import (
    AvailabilityFacts,
    Finding,
    Kind,
    Observation,
    Outcome,
    Reason,
)
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.pages.kind import PageKind, PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.core.pages.page_history import SeenPage
from watcher.core.period import Month, midnight
from watcher.core.sites.site_history import Incident
from watcher.core.sites.viewing import view_at
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.months import month_history
from watcher.storage.row import table_of
from watcher.storage.tables import ObservationRow, PauseRow
from watcher.storage.upkeep.backfill import BackfilledDays, backfill
from watcher.storage.upkeep.prune import forget_looks, tidy

OCTOBER = Month(2026, 10)
PERIOD = OCTOBER.period(JAKARTA)
AFTER = PERIOD.end + timedelta(days=9)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=PERIOD.start - timedelta(days=99))
        yield opened


def whole_days(first: date, many: int) -> dict[date, DayRecord]:
    day = Strip(Tally(up=timedelta(hours=23), down=timedelta(hours=1)))
    return {first + timedelta(days=n): DayRecord(day, 96, 90) for n in range(many)}


def test_a_month_holds_its_own_days_only(database: Database) -> None:
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 9, 20), 60))])
    known = month_history.month(database, OCTOBER, JAKARTA, AFTER, QUARTER)
    assert known.sites[0].tally == Tally(timedelta(hours=23 * 31), timedelta(hours=31))
    assert known.looks == 96 * 31
    assert (known.sites[0].looks, known.sites[0].conclusive) == (3 * 96, 3 * 90)


def test_a_running_month_is_read_until_now(database: Database) -> None:
    now = midnight(date(2026, 10, 11), JAKARTA)
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 10, 1), 10))])
    known = month_history.until_now(database, JAKARTA, now, QUARTER)
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
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 9, 20), 60), past)])
    known = month_history.month(database, OCTOBER, JAKARTA, AFTER, QUARTER)
    assert [i.opened_at for i in known.sites[0].incidents] == [spans[1][0], spans[2][0]]


def test_a_site_that_was_granted_later_is_not_in_the_month(database: Database) -> None:
    grant(database, an_entry(3), at=PERIOD.end)
    known = month_history.month(database, OCTOBER, JAKARTA, AFTER, QUARTER)
    assert [one.site.id for one in known.sites] == [1, 2]


def test_a_pause_is_cut_to_the_month(database: Database) -> None:
    rows: list[dict[str, datetime | None]] = [
        {"from_at": PERIOD.start - timedelta(days=3), "to_at": PERIOD.start + timedelta(days=1)},
        {"from_at": PERIOD.end - timedelta(days=2), "to_at": None},
    ]
    with database.write() as connection:
        for row in rows:
            connection.execute(insert(table_of(PauseRow)).values(site_id=1, reason="libur", **row))
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 9, 20), 60))])
    known = month_history.month(database, OCTOBER, JAKARTA, AFTER, QUARTER)
    assert known.sites[0].paused == timedelta(days=3)
    assert known.sites[0].length == timedelta(days=28)
    assert known.sites[1].paused == timedelta()


def test_raw_looks_are_forgotten_and_what_was_made_of_them_stays(database: Database) -> None:
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 10, 1), 31))])
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
    tally = month_history.month(database, OCTOBER, JAKARTA, AFTER, QUARTER).sites[0].tally
    assert tally.measured == timedelta(days=31)


def a_glimpse(kind: PageKind, at: datetime) -> Observation:
    """What the first bytes of the page were taken for by a look at availability."""
    facts = AvailabilityFacts(page=PageVerdict(kind))
    return Observation(1, Kind.AVAILABILITY, at, at, finding=Finding(Outcome.OK, facts=facts))


def a_reading(kind: PageKind, at: datetime) -> Observation:
    """The whole page, read once."""
    facts = PageFacts(PageVerdict(kind), "Usaha 1", "f1")
    return Observation(1, Kind.PAGE, at, at, finding=Finding(Outcome.OK, facts=facts))


def suspicion(database: Database, at: datetime, *seen: Observation) -> SeenPage | None:
    """What is suspected of the first site after these looks."""
    backfill(database, [BackfilledDays(1, {}, seen=seen)])
    one = month_history.until_now(database, JAKARTA, at, QUARTER).sites[0]
    return view_at(one, at, JAKARTA, DOT_ID).suspicion


READ, MINUTE, HOUR = PERIOD.start + timedelta(days=9), timedelta(minutes=1), timedelta(hours=1)
READINGS = (a_reading(PageKind.OWNER_SITE, READ), a_glimpse(PageKind.PARKED, READ + HOUR))


def test_what_the_first_bytes_show_is_a_suspicion_until_the_page_is_read(
    database: Database,
) -> None:
    found = suspicion(database, READ + HOUR + MINUTE, *READINGS)
    assert found is not None
    assert found.kind is PageKind.PARKED


def test_a_suspicion_ends_once_the_whole_page_was_read_again_and_is_the_owners(
    database: Database,
) -> None:
    again = a_reading(PageKind.OWNER_SITE, READ + HOUR + MINUTE)
    assert suspicion(database, READ + HOUR + 2 * MINUTE, *READINGS, again) is None


def test_first_bytes_that_a_whole_reading_has_cleared_are_no_suspicion_hours_later(
    database: Database,
) -> None:
    """They are the same at every look, and the page is read once a day."""
    again = a_reading(PageKind.OWNER_SITE, READ + 7 * HOUR)
    same = a_glimpse(PageKind.PARKED, READ + 14 * HOUR)
    assert suspicion(database, READ + 15 * HOUR, *READINGS, again, same) is None
