"""Write the month as an Excel workbook.

A cell has a typed value, so that Excel can sort and add; text is written as text, so that no
untrusted text becomes a formula or a link.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from watcher.report.data.table_columns import CellValue, Table
from watcher.report.data.tables import tables
from watcher.report.sentences.report_context import ReportContext

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_PAGE = 150  # characters across a legible A4 sheet
_LINE = 15  # points
_MOST_LINES = 20
_A4 = 9  # Excel's number of the paper size
_CELL = 32_000  # characters; Excel takes 32,767
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#0B4A6F",
        "font_color": "white",
    },
    "text": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "dd mmm yyyy", "valign": "top", "align": "left"},
    "instant": {"num_format": "dd mmm yyyy hh:mm", "valign": "top", "align": "left"},
    "share": {"num_format": "0.0%", "valign": "top", "align": "left"},
    "number": {"num_format": "#,##0", "valign": "top", "align": "left"},
}


def workbook(context: ReportContext) -> bytes:
    """Write the workbook. The same figures give the same bytes."""
    from xlsxwriter import Workbook

    target = BytesIO()
    with Workbook(target, {"constant_memory": True}) as book:
        month = context.formatter.month(context.now.month)
        book.set_properties(
            {
                "title": f"{context.say('Monthly report')} {month}",
                "created": context.now.taken_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        for table in tables(context):
            _write_sheet(book, table, formats, context.formatter.zone)
    return target.getvalue()


def _write_sheet(book: "Workbook", table: Table, formats: dict[str, Any], zone: ZoneInfo) -> None:
    sheet = book.add_worksheet(table.name)
    for number, width in enumerate(table.widths):
        sheet.set_column(number, number, width)
    for down, row in enumerate((table.titles, *table.rows)):
        sheet.set_row(down, _LINE * _lines(row, table.widths))
        for across, cell in enumerate(row):
            head = {"text": formats["head"]} if down == 0 else {}
            _write_cell(partial(_at, sheet, down, across), cell, formats | head, zone)
    _lay_out(sheet, table)


def _lines(row: Sequence[CellValue], widths: Sequence[int]) -> int:
    """Return how many lines a row needs: not every spreadsheet adjusts row heights itself."""
    texts = (
        (cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)
    )
    return min(
        max((ceil(len(text) / (width - 1)) for text, width in texts), default=1) or 1, _MOST_LINES
    )


def _lay_out(sheet: "Worksheet", table: Table) -> None:
    """Freeze headings, set filters, and print on A4 with headings and names on each page."""
    wide = sum(table.widths) > _PAGE
    sheet.freeze_panes(1, 2 if wide else 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(ceil(sum(table.widths) / _PAGE), 0)
    sheet.repeat_rows(0)
    if wide:
        sheet.repeat_columns(0, 1)


def _at(sheet: "Worksheet", row: int, column: int, kind: str, *what: Any) -> None:
    getattr(sheet, f"write_{kind}")(row, column, *what)


def _write_cell(write: Any, cell: CellValue, formats: dict[str, Any], zone: ZoneInfo) -> None:
    match cell:
        case None:
            write("blank", None, formats["text"])
        case datetime():
            local = cell.astimezone(zone).replace(tzinfo=None, microsecond=0)
            write("datetime", local, formats["instant"])
        case date():
            write("datetime", datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 - Excel has no zones
        case float():
            write("number", cell, formats["share"])
        case int():
            write("number", cell, formats["number"])
        case str():
            write("string", cell[:_CELL], formats["text"])
