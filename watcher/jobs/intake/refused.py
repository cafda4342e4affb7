"""The whole file is refused: in one sentence with its remedy, in the reader's language."""

from watcher.core.errors import RegisterError
from watcher.jobs.officer_file.grid import FileFault
from watcher.wording import N_

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
        "{path}: no column holds web addresses; call it Website. Not understood: {place}"
    ),
}


class ListRefusedError(RegisterError):
    """The file cannot be read as a list.

    Attributes:
        message, values: the sentence and what fills its places, for who speaks another language.
    """

    def __init__(self, refusal: FileFault, path: object, place: str) -> None:
        message = REFUSALS[refusal]
        values: dict[str, object] = {"path": path, "place": " ".join(place.split()) or "–"}
        super().__init__(message.format(**values))
        self.message, self.values = message, values
