"""What the staff enters for the indicators: one small file, with a clear sentence for a slip."""

from pathlib import Path

import pytest

from watcher.core.errors import SettingsError
from watcher.core.months.indicators import Indicator
from watcher.core.period import Month
from watcher.report.figures.report_rules import TARGETS
from watcher.settings.staff_report import load_staff_report

EXAMPLE = Path(__file__).parents[2] / "config" / "indicators.example.toml"
OCTOBER = Month(2026, 10)


def test_an_office_without_the_file_reports_nothing_by_hand() -> None:
    assert load_staff_report(None).of(OCTOBER) == {}


def test_the_example_shows_the_usual_targets_and_a_month() -> None:
    report = load_staff_report(EXAMPLE)
    assert {name: percent / 100 for name, percent in report.targets.items()} == TARGETS
    entries = report.of(OCTOBER)
    assert {name: entry.percent for name, entry in entries.items()} == {
        Indicator.TARGETING: 88,
        Indicator.OUTREACH: 75,
    }
    assert report.of(OCTOBER.next()) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[targets]\ngoals = 0", ("targets.goals", "greater than 0")),
        ("[targets]\nsales = 10", ("targets.sales", "'targeting'")),
        ('[months."Oktober"]\ngoals = { percent = 1, note = "x" }', ("2026-10", "Oktober")),
        ('[months."2026-10"]\ngoals = { percent = 101, note = "x" }', ("percent", "100")),
        ('[months."2026-10"]\ngoals = { percent = 50 }', ("goals.note", "required")),
        ('[months."2026-10"]\ngoals = 50', ("goals", "50")),
        ("[other]", ("other",)),
        ("[targets", ("not valid TOML",)),
    ],
)
def test_a_slip_is_told_with_file_place_and_wish(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "indikator.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load_staff_report(path)
    assert all(word in str(refused.value) for word in (str(path), *words))


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"tiada\.toml: cannot be read"):
        load_staff_report(tmp_path / "tiada.toml")
