"""Closed months are kept edition by edition; what others read of them is the last one."""

import pytest
from factories import T0, day

from watcher.core.errors import StorageError
from watcher.core.period import Month
from watcher.storage.engine import Database
from watcher.storage.months.closed_months import (
    Edition,
    is_filed,
    keep_edition,
    last_edition,
    mark_filed,
    marks_before,
    outlines_before,
)

pytest_plugins = ("office_fixtures",)

OCTOBER = Month(2026, 10)


def keep(database: Database, month: Month, number: int = 0) -> None:
    name = f"{month} {number}"
    edition = Edition(number, T0, f"outline {name}", f"marks {name}", f"frozen {name}".encode())
    keep_edition(database, month, edition)


def test_the_last_edition_holds_whichever_was_written_last(database: Database) -> None:
    assert last_edition(database, OCTOBER) is None
    for number in (0, 2, 1):
        keep(database, OCTOBER, number)
    assert last_edition(database, OCTOBER) == b"frozen 2026-10 2"
    assert last_edition(database, OCTOBER.next()) is None


def test_an_edition_is_written_once(database: Database) -> None:
    keep(database, OCTOBER)
    with pytest.raises(StorageError, match="2026-10: edition 0"):
        keep(database, OCTOBER)
    assert last_edition(database, OCTOBER) == b"frozen 2026-10 0"


def test_a_month_is_filed_when_it_is_said_and_stays_so(database: Database) -> None:
    mark_filed(database, OCTOBER, T0)  # nothing is closed yet
    keep(database, OCTOBER)
    keep(database, OCTOBER.next())
    assert not is_filed(database, OCTOBER)
    mark_filed(database, OCTOBER, day(1))
    keep(database, OCTOBER, 1)
    keep(database, OCTOBER.previous())
    assert is_filed(database, OCTOBER)
    assert not is_filed(database, OCTOBER.next())
    assert not is_filed(database, OCTOBER.previous())


def test_outlines_are_those_of_the_last_editions_the_oldest_first(database: Database) -> None:
    for month in (OCTOBER, Month(2026, 2), Month(2025, 12), Month(2026, 9)):
        keep(database, month)
    keep(database, Month(2026, 2), 1)
    keep(database, Month(2026, 2), 2)
    assert outlines_before(database, OCTOBER, 11) == [
        "outline 2025-12 0",
        "outline 2026-02 2",
        "outline 2026-09 0",
    ]


def test_of_many_outlines_the_newest_are_read(database: Database) -> None:
    month = Month(2025, 1)
    for _ in range(15):
        keep(database, month)
        month = month.next()
    found = outlines_before(database, Month(2026, 2), 11)
    assert found[0] == "outline 2025-03 0"
    assert found[-1] == "outline 2026-01 0"
    assert len(found) == 11
    assert outlines_before(database, Month(2025, 1), 11) == []


def test_marks_are_read_month_by_month_and_no_edition_twice(database: Database) -> None:
    for month, number in ((Month(2026, 8), 0), (Month(2026, 8), 1), (Month(2026, 9), 0)):
        keep(database, month, number)
    keep(database, OCTOBER)
    assert dict(marks_before(database, OCTOBER)) == {
        Month(2026, 8): "marks 2026-08 1",
        Month(2026, 9): "marks 2026-09 0",
    }
    assert len(list(marks_before(database, OCTOBER))) == 2
    assert list(marks_before(database, Month(2026, 8))) == []
