"""Months that method 1 closed stay as they were signed: every number, and their fingerprint.

The golden month was closed by the program that had method 1: a hundred sites of an invented
office, October 2026.
"""

import json
from pathlib import Path
from typing import Any

from factories import JAKARTA
from read_pages import read, section, sheet

from watcher.core.sites.state import State
from watcher.report.data.document import data_hash, document
from watcher.report.figures.snapshot import outline_from, thaw
from watcher.report.sentences.report_context import ReportContext
from watcher.wording import words
from watcher.wording.formats import Formatter

GOLDEN = Path(__file__).parents[2] / "golden" / "method_1"
SIGNED: Any = json.loads((GOLDEN / "2026-10.json").read_text("utf-8"))


def context(language: str = "id") -> ReportContext:
    snapshot = thaw((GOLDEN / "2026-10.frozen").read_bytes())
    return ReportContext(snapshot, words(language), Formatter(language, JAKARTA))


def test_its_fingerprint_is_the_one_that_was_printed() -> None:
    assert data_hash(context()) == SIGNED["data_hash"]


def test_every_number_is_the_one_that_was_signed() -> None:
    now: Any = document(context())
    for name in ("period", "method_version", "revision", "communities", "due", "actions"):
        assert now[name] == SIGNED[name], name
    for name, value in SIGNED["programme"].items():
        if name not in ("sentences", "before"):
            assert now["programme"][name] == value, name
    assert now["trend"] == SIGNED["trend"]


def test_its_page_says_the_numbers_it_said() -> None:
    page = sheet(context())
    said = read(page.css("section.summary")[0])
    for words_of_then in ("80 dapat dibuka", "Dipakai: 38", "19 situs padam", "51 pemberitahuan"):
        assert words_of_then in said
    assert "38,0%" in read(section(page, "communities"))


def test_the_month_after_it_is_not_compared_with_it() -> None:
    september = outline_from((GOLDEN / "2026-09.outline.json").read_text("utf-8"))
    assert september.method == "1"
    assert september.counts.opened is None
    opened = (State.IN_USE, State.STALE, State.NEVER_USED, State.HIJACKED)
    assert september.counts.opens == sum(september.counts[state] for state in opened)
