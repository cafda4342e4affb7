"""The error that refuses a whole file: one message with the remedy."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from watcher.core.errors import Clause, RegisterError
from watcher.jobs.officer_file.grid import FileFault
from watcher.wording import N_
from watcher.wording.import_words import FIELDS

if TYPE_CHECKING:
    from watcher.jobs.intake.list_sheet import Sheet

REFUSALS = {
    FileFault.NOT_FOUND: N_("{path}: cannot be read ({place})"),
    FileFault.TOO_LARGE: N_(
        "{path}: is larger than any list ({place}); copy the list alone into a new workbook"
    ),
    FileFault.TOO_DEAR: N_(
        "{path}: takes too long to read; copy the list alone into a new workbook, values only"
    ),
    FileFault.DOCUMENT_TYPE: N_(
        "{path}: has a DOCTYPE in {place}, which no workbook needs and which may hide text;"
        " save it anew as .xlsx with Excel or LibreOffice"
    ),
    FileFault.TORN: N_(
        "{path}: cannot be read as a workbook ({place}); open it in Excel and save it as .xlsx"
    ),
    FileFault.LOCKED: N_("{path}: is locked by a password; save it without one"),
    FileFault.WEB_PAGE: N_(
        "{path}: is a web page, not a workbook; open it in Excel and save it as .xlsx"
    ),
    FileFault.OLD_XML: N_(
        "{path}: is a workbook of the old XML kind; open it in Excel and save it as .xlsx"
    ),
    FileFault.OTHER_KIND: N_("{path}: is neither a workbook nor a CSV file; save it as .xlsx"),
    FileFault.OPEN_QUOTE: N_(
        "{path}: a quotation mark that opens near row {place} does not close; save it as .xlsx"
    ),
    FileFault.NO_HEADING: N_(
        "{path}: no heading row in the first 15 rows;"
        " it needs at least the columns Website and Komunitas"
    ),
    FileFault.NO_SITE_COLUMN: N_(
        "{path}: no column holds web addresses; call it Website. What was understood: {place}"
    ),
}


_SHEET = N_('sheet "{sheet}", heading in row {row}: {columns}')
_COLUMN = N_("{heading} → {meaning}")
_NOT_UNDERSTOOD = N_("not understood")
_STANDS_TWICE = N_("like another column")
_COUNTS_ROWS = N_("number of the row")


def understood(sheets: Iterable["Sheet"]) -> tuple[Clause, ...]:
    """Say of each table where its heading is, and as what each column was read."""
    return tuple(
        Clause(
            _SHEET,
            {"sheet": _printable(sheet.name), "row": sheet.heading_row, "columns": _columns(sheet)},
        )
        for sheet in sheets
    )


def _columns(sheet: "Sheet") -> tuple[Clause, ...]:
    return tuple(
        Clause(_COLUMN, {"heading": _printable(heading), "meaning": _meaning(heading, sheet)})
        for heading in sheet.headings
    )


def _meaning(heading: str, sheet: "Sheet") -> Clause:
    if heading in sheet.columns:
        return Clause(FIELDS[sheet.columns[heading]])
    if heading in sheet.doubled:
        return Clause(_STANDS_TWICE)
    return Clause(_NOT_UNDERSTOOD if heading in sheet.not_understood else _COUNTS_ROWS)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


class ListRefusedError(RegisterError):
    """The file cannot be read as a list.

    Attributes:
        message: of REFUSALS; `values` fill its placeholders after translation.
    """

    def __init__(self, refusal: FileFault, path: object, place: str | tuple[Clause, ...]) -> None:
        where = place if isinstance(place, tuple) else " ".join(place.split()) or "–"
        super().__init__(REFUSALS[refusal], path=path, place=where)
