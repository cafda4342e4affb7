"""Write the sites of a month as one CSV file that Indonesian Excel opens with a double click.

Semicolons, because the comma is its decimal sign; a byte order mark, or it guesses the encoding
wrong; and no cell that a spreadsheet would take for a formula (OWASP, "CSV injection").
"""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.report.data.table_columns import CellValue
from watcher.report.data.tables import sites_table
from watcher.report.sentences.report_context import ReportContext

_MARK = "\ufeff"
#: Characters that begin a formula, the full-width forms too; spaces before them are ignored.
_TRIGGERS = frozenset("=+-@\t\r＝＋－＠")


def csv_of_sites(context: ReportContext) -> bytes:
    """Return the file: a heading, then a row per site."""
    table, target = sites_table(context), io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.titles)
    writer.writerows([_text(cell, context.formatter.zone) for cell in row] for row in table.rows)
    return (_MARK + target.getvalue()).encode()


def _text(cell: CellValue, zone: ZoneInfo) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell.astimezone(zone):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case float():
            return f"{cell:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        case int():
            return str(cell)
        case str():
            return escape_formula(cell)


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    begins = [line.lstrip(" \u00a0")[:1] for line in text.splitlines()]
    return f"'{text}" if not _TRIGGERS.isdisjoint(begins) else text
