"""The commands that write: `report`, of a month or a site, and `export`."""

import json
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from command_line import Said, an_office, typed
from office import a_database, an_entry, grant

from watcher.core.looks.uptime import Strip, Tally
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

UP = DayRecord(Strip(Tally(up=timedelta(days=1))), 96, 96)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two sites; the first was watched in August and September of 2026."""
    config = an_office(tmp_path)
    with a_database(tmp_path) as database:
        grant(database, an_entry(1), an_entry(2), at=datetime(2026, 1, 1, tzinfo=UTC))
        days = {date(2026, 8, 1) + timedelta(days=n): UP for n in range(61)}
        backfill(database, [BackfilledDays(1, days)])
    return config


def said(office: Path, *words: str | Path) -> Said:
    return typed("--config", office, "--lang", "en", *words)


@pytest.mark.parametrize("wanted", ["1", "usaha1.example", "https://www.usaha1.example/"])
def test_the_page_of_a_site_is_written_and_its_place_told(
    tmp_path: Path, office: Path, wanted: str
) -> None:
    told = said(office, "report", "2026-09", "--site", wanted, "--out", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert (told.code, told.out.split(), told.err) == (0, [str(path)], "")
    assert path.name == "site-2026-09-usaha1.example.html"
    assert path.stat().st_mode & 0o777 == 0o640
    assert "Usaha 1" in path.read_text("utf-8")


def test_a_site_that_is_not_granted_is_exit_status_1_and_no_file(
    tmp_path: Path, office: Path
) -> None:
    told = said(office, "report", "2026-09", "--site", "lain.example", "--out", tmp_path / "out")
    assert told.code == 1
    assert "There is no site lain.example in the register." in told.out + told.err
    assert "Traceback" not in told.out + told.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("month", ["2026-13", "Oktober", "2026", "2026-00", "0001-01", "9999-12"])
@pytest.mark.parametrize(
    "words", [("report", "{}"), ("export", "d.parquet", "--first", "{}"),
              ("export", "d.parquet", "--last", "{}")],
)  # fmt: skip
def test_what_is_no_month_is_told_with_an_example(
    office: Path, month: str, words: tuple[str, ...]
) -> None:
    told = said(office, *(word.format(month) for word in words))
    assert told.code == 2
    assert "write it as 2026-10" in " ".join(told.err.replace("│", " ").split())
    assert not Path("d.parquet").exists()


@pytest.mark.parametrize("formats", ["docx", "html,docx", "", "html;pdf"])
def test_a_format_that_cannot_be_written_is_told(office: Path, formats: str) -> None:
    told = said(office, "report", "2026-09", "--format", formats)
    assert told.code == 2
    assert "html, xlsx, csv, json, pdf" in " ".join(told.err.replace("│", " ").split())


def test_a_report_is_written_in_the_formats_asked_for(tmp_path: Path, office: Path) -> None:
    out = tmp_path / "out"
    told = said(office, "report", "2026-09", "--format", "json, csv", "--out", out)
    assert told.code == 0
    names = {path.name for path in out.iterdir()}
    assert names == {"report-2026-09.json", "report-2026-09.csv"}
    assert json.loads((out / "report-2026-09.json").read_bytes())["period"] == "2026-09"
    assert all(str(out / name) in told.out for name in names)


def test_the_second_month_is_told_with_the_first(office: Path) -> None:
    told = json.loads(said(office, "report", "2026-09", "--json").out)
    assert [one["period"] for one in told["trend"]] == ["2026-08", "2026-09"]
    assert (told["closed"], told["revision"], told["revised"]) == (True, 0, None)


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (["--last", "2026-09"], 61),
        (["--first", "2026-09", "--last", "2026-09"], 30),
        (["--last", "2026-07"], 0),
        (["--first", "2026-09", "--last", "2026-08"], 0),
    ],
)
def test_days_are_exported_month_by_month(
    tmp_path: Path, office: Path, words: list[str], rows: int
) -> None:
    file = tmp_path / "days.parquet"
    told = said(office, "export", file, *words)
    assert (told.code, told.out.strip().endswith(f"{rows} rows")) == (0, True)
    parquet: Any = import_module("pyarrow.parquet")
    assert parquet.read_table(file).num_rows == rows


def test_an_export_that_cannot_be_put_there_is_one_sentence(tmp_path: Path, office: Path) -> None:
    told = said(office, "export", tmp_path / "no folder" / "days.parquet", "--last", "2026-09")
    assert told.code not in (0, 2)
    assert "cannot be written" in told.err
    assert "Traceback" not in told.err


def test_without_a_format_those_of_the_settings_are_written(tmp_path: Path, office: Path) -> None:
    with office.open("a", encoding="utf-8") as config:
        config.write('formats = ["csv", "json"]\n')
    out = tmp_path / "out"
    assert said(office, "report", "2026-09", "--out", out).code == 0
    assert {path.suffix for path in out.iterdir()} == {".csv", ".json"}
