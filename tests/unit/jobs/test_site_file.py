"""The files of single sites, and of days for evaluators: from the database to the folder."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from factories import JAKARTA
from office import a_database, an_entry, grant, settings_for
from selectolax.lexbor import LexborHTMLParser

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.period import Month, midnight
from watcher.core.sites.site_history import Incident
from watcher.jobs.months.export import export_days
from watcher.jobs.months.month import read_report, write_files, write_site
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

OCTOBER = Month(2026, 10)
TENTH = midnight(date(2026, 10, 10), JAKARTA) + timedelta(hours=9)
CLOSED = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
UP, HALF = Strip(Tally(up=DAY)), Strip(Tally(DAY / 2, DAY / 2))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Site 1 is down since the eighth; site 2 was down for half of the third."""
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=datetime(2026, 1, 1, tzinfo=UTC))
        first = date(2026, 10, 1)
        mine = {first + n * DAY: DayRecord(UP if n < 7 else HALF, 96, 96) for n in range(9)}
        other = {first + n * DAY: DayRecord(HALF if n == 2 else UP, 96, 90) for n in range(31)}
        outage = Incident(TENTH - 2 * DAY, None, Reason.CLOSED)
        backfill(opened, [BackfilledDays(1, mine, [outage]), BackfilledDays(2, other)])
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def page_of(
    database: Database, settings: Settings, at: datetime, site: int = 0
) -> tuple[str, LexborHTMLParser]:
    context = read_report(database, settings, OCTOBER, at)
    name, page = write_site(context, context.now.sites[site], database, settings, at)
    return name, LexborHTMLParser(page.decode())


@pytest.mark.parametrize(("at", "lasted"), [(TENTH, "2 hari"), (CLOSED, "23 hari 15 jam")])
def test_an_outage_lasts_until_now_and_at_most_until_the_month_ends(
    database: Database, settings: Settings, at: datetime, lasted: str
) -> None:
    name, page = page_of(database, settings, at)
    assert name == "situs-2026-10-usaha1.example.html"
    (row,) = page.css('section[aria-labelledby="days"] tbody tr')
    assert f"{lasted}, masih berlangsung" in row.text()


def test_the_strip_of_a_running_month_ends_today(database: Database, settings: Settings) -> None:
    _, page = page_of(database, settings, TENTH)
    ends = [one.text() for one in page.css("p.ends span")]
    assert ends == ["13 Jul 2026", "10 Okt 2026"]
    (strip,) = page.css("svg.strip")
    assert strip.attributes["aria-label"] == (
        "90 hari: 7 tanpa gangguan, 2 dengan gangguan, 81 tidak terpantau"
    )


def test_the_community_page_of_a_running_month_ends_today_too(
    database: Database, settings: Settings
) -> None:
    for at, days in ((TENTH, 1), (CLOSED, 22)):
        context = read_report(database, settings, OCTOBER, at)
        (page,) = write_files(context, database, settings, ("html",), at).pages.values()
        unmeasured = LexborHTMLParser(page.decode()).css("svg.strip")[0].css("rect")[-1]
        assert unmeasured.attributes["width"] == str(days * 7 - 2)


def test_the_owner_is_found_in_the_register(database: Database, settings: Settings) -> None:
    _, page = page_of(database, settings, CLOSED, 1)
    assert page.body is not None
    assert "Pemilik 2" in page.body.text()
    assert "pemilik2@" not in (page.html or "")


def test_a_host_with_a_port_gives_a_name_that_every_system_takes(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(3, identity="x.example:8443", url="https://x.example:8443/"))
    name, _ = page_of(database, settings, CLOSED, 2)
    assert name == "situs-2026-10-x.example-8443.html"


def exported(
    database: Database, file: Path, first: date | None, last: date
) -> list[dict[str, Any]]:
    rows = export_days(database, file, first, last)
    found: list[dict[str, Any]] = import_module("pyarrow.parquet").read_table(file).to_pylist()
    assert len(found) == rows
    return found


def test_the_sums_of_the_exported_days_are_the_tallies_of_the_report(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    found = exported(database, tmp_path / "days.parquet", OCTOBER.first, OCTOBER.last)
    for one in read_report(database, settings, OCTOBER, CLOSED).now.sites:
        mine = [row for row in found if row["site"] == one.site.id]
        seconds = [sum(row[f"{way}_seconds"] for row in mine) for way in ("up", "down")]
        assert seconds == [one.tally.up.total_seconds(), one.tally.down.total_seconds()]
        assert {row["url"] for row in mine} == {one.site.url}
        assert {row["community"] for row in mine} == {"Melati"}
    assert {row["conclusive_looks"] for row in found if row["site"] == 2} == {90}


def test_without_a_first_month_all_days_are_exported(database: Database, tmp_path: Path) -> None:
    everything = exported(database, tmp_path / "a.parquet", None, date(2026, 10, 31))
    assert len(everything) == 9 + 31
    some = exported(database, tmp_path / "b.parquet", date(2026, 10, 9), date(2026, 10, 10))
    assert sorted((row["site"], row["day"].day) for row in some) == [(1, 9), (2, 9), (2, 10)]
    assert exported(database, tmp_path / "c.parquet", None, date(2026, 9, 30)) == []
