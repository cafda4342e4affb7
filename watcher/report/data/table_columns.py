"""What a table of the report is made of: columns that say what they hold, and finished tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from watcher.report.sentences.report_context import ReportContext

CellValue = str | int | float | date | datetime | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column of a table of T.

    Attributes:
        title, note: messages; `note` is the column's line in the data dictionary.
        width: characters.
        value: the cell. A share is a float of 0..1, an instant aware UTC.
    """

    title: str
    note: str
    width: int
    value: Callable[[T, ReportContext], CellValue]


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table: words in the office's language, cells as values."""

    name: str
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[CellValue, ...], ...]
