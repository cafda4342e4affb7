"""The month's report: made once, whole or not at all, and from what was watched."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA
from office import a_database, an_entry, an_open_folder, grant, nobody_in_particular, settings_for

from watcher.core.errors import WatcherError
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.period import Month
from watcher.jobs.months import month
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.months.closed_months import is_filed
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

pytest_plugins = ("office_fixtures",)

#: The third of November: the daemon was off on the first (K05).
THIRD = datetime(2026, 11, 3, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
DAY = Strip(Tally(up=timedelta(days=1)))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), at=datetime(2026, 1, 1, tzinfo=UTC))
        days = {date(2026, 10, 1) + timedelta(days=n): DayRecord(DAY, 96, 96) for n in range(31)}
        backfill(opened, [BackfilledDays(1, days)])
        yield opened


def names(paths: list[Path]) -> set[str]:
    return {path.name for path in paths}


def test_k05_a_month_that_was_missed_is_made_once(database: Database, settings: Settings) -> None:
    made = month.make_due_month(database, settings, THIRD)
    pages = {"laporan-2026-10-melati.html"}
    assert names(made) == pages | {f"laporan-2026-10.{name}" for name in settings.reports.formats}
    assert is_filed(database, Month(2026, 10))
    before = {path: path.read_bytes() for path in made}
    for hours in (0, 1, 99):
        assert month.make_due_month(database, settings, THIRD + timedelta(hours=hours)) == []
    assert {path: path.read_bytes() for path in made} == before


def test_files_that_were_deleted_are_not_made_again_by_themselves(
    database: Database, settings: Settings
) -> None:
    for path in month.make_due_month(database, settings, THIRD):
        path.unlink()
    assert month.make_due_month(database, settings, THIRD) == []


@pytest.mark.parametrize(
    ("local", "closed"),
    [
        ("2026-11-01 00:00", "2026-10"),  # still October in UTC
        ("2026-10-31 23:59", "2026-09"),
        ("2027-01-01 06:00", "2026-12"),
    ],
)
def test_the_month_that_closed_is_the_programmes(
    settings: Settings, local: str, closed: str
) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=JAKARTA).astimezone(UTC)
    assert str(month.last_closed(at, settings)) == closed


def test_a_month_in_which_nothing_was_watched_is_not_made(
    database: Database, settings: Settings
) -> None:
    january = datetime(2027, 1, 5, tzinfo=UTC)
    assert month.make_due_month(database, settings, january) == []
    assert not is_filed(database, Month(2026, 12))
    assert not settings.reports.folder.exists()


def report(database: Database, settings: Settings) -> month.Report:
    context = month.read_report(database, settings, Month(2026, 10), THIRD)
    return month.write_files(context, database, settings, settings.reports.formats, THIRD)


def test_files_are_whole_and_leave_nothing_beside_them(
    database: Database, settings: Settings
) -> None:
    made = report(database, settings)
    folder = settings.reports.folder
    paths = month.save(made, folder)
    whole = {path.name: path.read_bytes() for path in paths}
    files = {f"laporan-2026-10.{name}": content for name, content in made.files.items()}
    assert whole == files | {"laporan-2026-10-melati.html": made.pages["Melati"]}
    assert names(list(folder.iterdir())) == names(paths)
    assert json.loads(made.files["json"])["period"]


def test_a_folder_where_a_file_shall_be_leaves_no_half_file(
    database: Database, settings: Settings
) -> None:
    folder = settings.reports.folder
    (folder / "laporan-2026-10.html" / "in the way").mkdir(parents=True)
    with pytest.raises(WatcherError, match="cannot be written"):
        month.save(report(database, settings), folder)
    assert [path.name for path in folder.iterdir()] == ["laporan-2026-10.html"]


def test_p04_what_cannot_be_written_leaves_the_old_report(
    database: Database, settings: Settings
) -> None:
    with an_open_folder() as folder:
        (old,) = [p for p in month.save(report(database, settings), folder) if p.suffix == ".json"]
        before = old.read_bytes()
        folder.chmod(0o555)
        made = report(database, settings)
        with nobody_in_particular(), pytest.raises(WatcherError, match="cannot be written"):
            month.save(made, folder)
        assert old.read_bytes() == before
        assert len(list(folder.iterdir())) == len(settings.reports.formats) + 1


def test_p04_a_report_that_could_not_be_written_is_tried_again(
    tmp_path: Path, database: Database
) -> None:
    """A full or missing disk is one sentence to the daemon, and the month is not marked as made."""
    (tmp_path / "a file").touch()
    settings = settings_for(tmp_path, reports={"folder": str(tmp_path / "a file" / "reports")})
    with pytest.raises(WatcherError, match="a file"):
        month.make_due_month(database, settings, THIRD)
    assert not is_filed(database, Month(2026, 10))
    assert month.make_due_month(database, settings_for(tmp_path), THIRD)


def test_the_same_history_gives_the_same_bytes(database: Database, settings: Settings) -> None:
    assert report(database, settings).files == report(database, settings).files


@pytest.mark.parametrize("zone", ["America/New_York", "UTC"])
def test_k07_the_zone_of_the_machine_changes_nothing(
    database: Database, settings: Settings, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    before = report(database, settings).files
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert report(database, settings).files == before
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("UKM-IKM NUSANTARA", "ukm-ikm-nusantara"),
        ("../../etc/cron.d/x", "etc-cron-d-x"),
        ("CON", "con"),
        ("Sirène & Ámpera", "sirene-ampera"),
        ("\u0000/", "komunitas"),
        ("x" * 300, "x" * 40),
    ],
)
def test_i05_a_community_cannot_name_a_file_elsewhere(name: str, slug: str) -> None:
    assert month.slugs([name]) == {name: slug}


def test_two_communities_never_share_a_file() -> None:
    found = month.slugs(["Ampera", "AMPERA", "ampera!", "\u0000", "/"])
    assert len(set(found.values())) == len(found) == 5
