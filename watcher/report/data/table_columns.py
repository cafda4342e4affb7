"""The parts of a table of the report: documented columns, and finished tables."""

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
        width: in characters.
        value: returns the cell of a row. A share is a float of 0..1, an instant aware UTC.
    """

    title: str
    note: str
    width: int
    value: Callable[[T, ReportContext], CellValue]


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table: texts in the office's language, cells as values; widths in characters."""

    name: str
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[CellValue, ...], ...]
