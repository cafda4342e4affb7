"""Months are closed once; looks that come in later make a revision, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA
from office import a_database, a_person, an_entry, grant, settings_for

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.period import Month, Period
from watcher.core.sites.site import MonitoringStatus
from watcher.jobs.acts import pause
from watcher.jobs.months.closing import read_month
from watcher.jobs.months.month import read_report, write_files
from watcher.report.figures.snapshot import Snapshot
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.looks.gaps import add_gap
from watcher.storage.months.closed_months import last_edition
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

OCTOBER, SEPTEMBER, AUGUST = Month(2026, 10), Month(2026, 9), Month(2026, 8)
CLOSES = datetime(2026, 11, 1, 6, 0, tzinfo=JAKARTA).astimezone(UTC)
UP = Strip(Tally(up=timedelta(days=1)))
HALF = Strip(Tally(timedelta(hours=12), timedelta(hours=12)))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=datetime(2026, 1, 1, tzinfo=UTC))
        for site in (1, 2):
            watched(opened, site, date(2026, 8, 15), 78)
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def watched(database: Database, site: int, first: date, days: int, strip: Strip = UP) -> None:
    """So many whole days were looked at."""
    looked = {first + timedelta(days=n): DayRecord(strip, 96, 96) for n in range(days)}
    backfill(database, [BackfilledDays(site, looked)])


def october(database: Database, settings: Settings, **later: float) -> Snapshot:
    return read_month(database, settings, OCTOBER, CLOSES + timedelta(**later))


def pages(database: Database, settings: Settings, at: datetime) -> tuple[bytes, ...]:
    context = read_report(database, settings, OCTOBER, at)
    return tuple(
        write_files(context, database, settings, ("html", "json", "csv"), CLOSES).files.values()
    )


def test_the_first_to_ask_closes_the_month_and_the_watched_ones_before_it(
    database: Database, settings: Settings
) -> None:
    snapshot = october(database, settings)
    assert [outline.month for outline in snapshot.past] == [AUGUST, SEPTEMBER]
    assert (snapshot.closed, snapshot.edition) == (True, 0)
    assert all(last_edition(database, month) for month in (AUGUST, SEPTEMBER, OCTOBER))
    assert last_edition(database, Month(2026, 7)) is None


def test_a_closed_month_is_printed_with_the_same_bytes_for_ever(
    database: Database, settings: Settings
) -> None:
    first = pages(database, settings, CLOSES)
    watched(database, 1, date(2026, 11, 1), 20, HALF)
    pause(database, settings, 2, MonitoringStatus.PAUSED, a_person(CLOSES + timedelta(days=3)))
    grant(database, an_entry(3), at=CLOSES + timedelta(days=5))
    assert pages(database, settings, CLOSES + timedelta(days=20)) == first


def test_looks_that_came_in_late_make_a_revision_once(
    database: Database, settings: Settings
) -> None:
    october(database, settings)
    watched(database, 1, date(2026, 10, 3), 2, HALF)
    for days in (1, 2):
        snapshot = october(database, settings, days=days)
        assert snapshot.revision is not None
        assert (snapshot.edition, snapshot.revision.measured) == (1, 1)
        assert snapshot.revision.made_at == CLOSES + timedelta(days=1)
    watched(database, 2, date(2026, 10, 3), 2, HALF)
    assert october(database, settings, days=3).edition == 2


def test_a_gap_that_is_owned_up_to_later_makes_a_revision_too(
    database: Database, settings: Settings
) -> None:
    period = october(database, settings).figures.period
    add_gap(database, Reason.OWN_DNS, Period(period.start, period.start + timedelta(hours=3)))
    snapshot = october(database, settings, days=1)
    assert (snapshot.edition, len(snapshot.figures.quality.gaps)) == (1, 1)


def test_what_the_staff_enters_after_the_closing_makes_a_revision(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    october(database, settings)
    file = tmp_path / "indicators.toml"
    file.write_text('[months."2026-10"]\noutreach = { percent = 75, note = "2 pelatihan" }\n')
    reports = settings.reports.model_copy(update={"indicators": file})
    entered = settings.model_copy(update={"reports": reports})
    for days in (1, 2):
        snapshot = october(database, entered, days=days)
        assert (snapshot.edition, snapshot.revision and snapshot.revision.measured) == (1, 0)
    assert [m.told_by for m in snapshot.figures.measures if m.told_by] == ["2 pelatihan"]


def test_a_revision_leaves_the_register_as_it_was_signed(
    database: Database, settings: Settings
) -> None:
    before = october(database, settings)
    pause(database, settings, 2, MonitoringStatus.WITHDRAWN, a_person(CLOSES))
    grant(database, an_entry(3), at=datetime(2026, 2, 1, tzinfo=UTC))
    watched(database, 1, date(2026, 10, 3), 2, HALF)
    after = october(database, settings, days=1)
    assert after.edition == 1
    sites = [[one.site for one in snapshot.figures.everyone] for snapshot in (before, after)]
    assert sites[0] == sites[1]


def test_the_running_month_is_told_until_now_and_not_kept(
    database: Database, settings: Settings
) -> None:
    watched(database, 1, date(2026, 11, 1), 2)
    now = datetime(2026, 11, 3, tzinfo=UTC)
    snapshot = read_month(database, settings, Month(2026, 11), now)
    assert (snapshot.closed, [one.month for one in snapshot.past][-1]) == (False, OCTOBER)
    assert last_edition(database, Month(2026, 11)) is None


def test_a_month_in_which_nothing_was_watched_stays_open(
    database: Database, settings: Settings
) -> None:
    january = read_month(database, settings, Month(2026, 1), CLOSES)
    assert (january.figures.quality.looks, last_edition(database, Month(2026, 1))) == (0, None)
