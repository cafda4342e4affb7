"""Months that an earlier edition of the program closed by method 2 open as they were signed.

The golden month was closed by the program as it stood before its modules and fields got their
present names: a hundred sites of an invented office, November 2026.
"""

import json
from pathlib import Path
from typing import Any

from factories import JAKARTA

from watcher.report.data.document import data_hash, document
from watcher.report.figures.snapshot import freeze, marks_from, thaw
from watcher.report.sentences.report_context import ReportContext
from watcher.wording import words
from watcher.wording.formats import Formatter

GOLDEN = Path(__file__).parents[2] / "golden" / "method_2"
SIGNED: Any = json.loads((GOLDEN / "2026-11.json").read_text("utf-8"))
SNAPSHOT = thaw((GOLDEN / "2026-11.frozen").read_bytes())
REPORT = ReportContext(SNAPSHOT, words("id"), Formatter("id", JAKARTA))


def test_its_fingerprint_is_the_one_that_was_printed() -> None:
    assert data_hash(REPORT) == SIGNED["data_hash"]


def test_every_number_is_the_one_that_was_signed() -> None:
    now: Any = json.loads(json.dumps(document(REPORT)))
    now["programme"]["sentences"] = None
    now["sites"] = now["sites"][: len(SIGNED["sites"])]  # the fingerprint is over all of them
    assert now == SIGNED


def test_it_can_be_frozen_again_without_a_loss() -> None:
    assert thaw(freeze(SNAPSHOT)) == SNAPSHOT


def test_the_marks_of_its_sites_are_read() -> None:
    marks = marks_from((GOLDEN / "2026-11.marks.json").read_text("utf-8"))
    assert {one.site.id for one in SNAPSHOT.figures.sites} <= set(marks)
