"""`watcher run --once` on an office whose outside is this machine alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from command_line import an_office, spawned
from office import a_database, an_entry, grant
from sqlalchemy import func, select

from watcher.core.looks.uptime import Strip, Tally
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.row import table_of
from watcher.storage.tables import ObservationRow
from watcher.storage.upkeep.backfill import BackfilledDays, backfill
from watcher.storage.upkeep.daemon_lock import beat, daemon

ALONE = '[network]\nnameservers = ["127.0.0.1:9"]\nsentinels = []\n'


def watched_last_month(database: Database) -> None:
    """One site that the guard will refuse to fetch, and a day of last month to report on."""
    now = datetime.now(ZoneInfo("Asia/Jakarta"))  # months are the programme zone's
    grant(database, an_entry(1, url="http://127.0.0.1/", domain=None), at=now - timedelta(days=90))
    day = (now.replace(day=1) - timedelta(days=3)).date()
    backfill(
        database, [BackfilledDays(1, {day: DayRecord(Strip(Tally(timedelta(hours=5))), 20, 20)})]
    )


def looks(database: Database) -> int:
    with database.read() as connection:
        count = select(func.count()).select_from(table_of(ObservationRow))
        return connection.execute(count).scalar_one()


def test_what_is_due_is_done_once(tmp_path: Path) -> None:
    config = an_office(tmp_path, ALONE)
    with a_database(tmp_path) as database:
        watched_last_month(database)
        said = spawned("run", "--once", "--config", config, "--lang", "en")
        assert (said.code, said.out) == (0, "2 looks made.\n")
        assert looks(database) == 2
        assert daemon(database) is not None
    assert len(list((tmp_path / "reports").iterdir())) == 5
    assert "Traceback" not in said.err


def test_an_office_that_runs_it_from_cron_misses_no_job_and_has_no_gaps(tmp_path: Path) -> None:
    config = an_office(tmp_path, ALONE)
    with a_database(tmp_path) as database:
        watched_last_month(database)
        first = spawned("run", "--once", "--config", config)
        beat(database, datetime.now(UTC) - timedelta(minutes=15))
        again = spawned("run", "--once", "--config", config)
        beat(database, datetime.now(UTC) - timedelta(days=2))
        later = spawned("run", "--once", "--config", config)
    assert [told.code for told in (first, again, later)] == [0, 0, 0]
    assert ["forgotten" in told.err for told in (first, later)] == [True, True]
    assert "month_made" in first.err
    assert ["absent" in told.err for told in (first, again, later)] == [False, False, True]


def test_p04_a_report_folder_that_cannot_be_written_does_not_stop_the_watching(
    tmp_path: Path,
) -> None:
    config = an_office(tmp_path, ALONE)
    (tmp_path / "reports").touch()  # a file is in the way
    with a_database(tmp_path) as database:
        watched_last_month(database)
        said = spawned("run", "--once", "--config", config)
        assert said.code == 0
        assert looks(database) == 2
    assert "job_failed" in said.err
    assert "Traceback" not in said.err
