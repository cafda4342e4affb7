"""Write an imported list as a workbook with a column of notes added.

Every text is written as text, so that no untrusted text becomes a formula or a link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_CELL = 32_000  # characters; Excel takes 32,767
_NAME = 31  # characters of a sheet's name
_FORBIDDEN = str.maketrans("[]:*?/\\", "_______")
_NOTE_WIDTH = 60
_FAR = 1_000  # columns; cells beyond are left out


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """One sheet.

    Attributes:
        rows: row number, from 1 -> column number, from 0 -> cell.
        notes: row number -> text of the added column.
    """

    name: str
    rows: Mapping[int, Mapping[int, object]]
    notes: Mapping[int, str]
    heading_row: int


def returned_list(sheets: Sequence[ReturnedSheet]) -> bytes:
    """Write the workbook."""
    from xlsxwriter import Workbook

    target = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(target, plain) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "note": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "text": book.add_format({"num_format": "@"}),
        }
        names: set[str] = set()
        for sheet in sheets:
            _write(book, sheet, _free_name(sheet.name, names), formats)
    return target.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    plain = name.translate(_FORBIDDEN).strip("'")[:_NAME] or "Daftar"
    free, n = plain, 1
    while free.casefold() in taken or free.casefold() == "history":
        n += 1
        free = f"{plain[: _NAME - 4]} {n}"
    taken.add(free.casefold())
    return free


def _write(book: "Workbook", sheet: ReturnedSheet, name: str, formats: dict[str, Any]) -> None:
    made = book.add_worksheet(name)
    columns = [column for row in sheet.rows.values() for column in row if column < _FAR]
    last = max(columns, default=0) + 1
    made.set_column(0, last - 1, 18)
    made.set_column(last, last, _NOTE_WIDTH)
    for number, cells in sheet.rows.items():
        head = number == sheet.heading_row
        for column, cell in cells.items():
            if column < _FAR:
                _cell(made, number - 1, column, cell, formats["head"] if head else None, formats)
    for number, note in sheet.notes.items():
        style = formats["head" if number == sheet.heading_row else "note"]
        made.write_string(number - 1, last, note[:_CELL], style)
    made.freeze_panes(sheet.heading_row, 0)


def _cell(
    made: Any, row: int, column: int, cell: object, head: Any, formats: dict[str, Any]
) -> None:
    match cell:
        case bool():
            made.write_boolean(row, column, cell, head)
        case int() | float():
            made.write_number(row, column, cell, head)
        case datetime() | date() if cell.year >= 1900:
            moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - Excel knows no zone
            made.write_datetime(row, column, moment, formats["day"])
        case _:
            made.write_string(row, column, str(cell)[:_CELL], head or formats["text"])
