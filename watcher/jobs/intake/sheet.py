"""Open the officer's list, find the heading row, and hand the rows on as they were written."""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from watcher.core.errors import RegisterError
from watcher.jobs.intake.columns import field_of

HEADING_WITHIN = 15
_ENCODINGS = ("utf-8-sig", "cp1252")
#: What a workbook that is torn or was never one makes of openpyxl; broken XML is a SyntaxError.
_TORN = (
    OSError, BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError,
    SyntaxError, NotImplementedError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, and its cells by field. Empty cells are left out."""

    number: int
    cells: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file.

    Attributes:
        heading_row: its number in the file, counted from 1.
        columns: heading as written -> field, for those that were understood.
    """

    name: str
    heading_row: int
    columns: dict[str, str]
    rows: tuple[Row, ...]

    @property
    def lists_sites(self) -> bool:
        """Whether it is a list of sites; otherwise it lists communities."""
        return "situs" in self.columns.values()


def read_sheets(path: Path) -> list[Sheet]:
    """Read every table of a file that has a heading row we understand.

    Raises:
        RegisterError: it cannot be read, or holds no such table.
    """
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            tables = _workbook(path)
        case ".csv" | ".txt":
            tables = [(path.stem, _csv_rows(path))]
        case ".xls":
            raise RegisterError(f"{path}: the old .xls format; save it as .xlsx in Excel")
        case _:
            raise RegisterError(f"{path}: wants an .xlsx or .csv file")
    sheets = [sheet for name, rows in tables if (sheet := _sheet(name, rows)) is not None]
    if not sheets:
        raise RegisterError(
            f"{path}: no heading row in the first {HEADING_WITHIN} rows;"
            " it needs at least the columns Website and Komunitas"
        )
    return sheets


def _workbook(path: Path) -> list[tuple[str, list[Sequence[object]]]]:
    try:
        with path.open("rb") as file:  # ours to close: openpyxl leaves it open when it gives up
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            return [(one.title, list(one.iter_rows(values_only=True))) for one in book.worksheets]
    except _TORN as error:
        raise RegisterError(f"{path}: cannot be read as a workbook ({_one_line(error)})") from error


def _csv_rows(path: Path) -> list[Sequence[object]]:
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
    head = text.splitlines()[:HEADING_WITHIN]
    delimiter = max(";,\t", key=lambda mark: max((_hits(line, mark) for line in head), default=0))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RegisterError(f"{path}: is no CSV file: {error}") from error


def _hits(line: str, delimiter: str) -> int:
    """How many headings we know a line holds; addresses are full of commas, headings are not."""
    return len(_columns(line.split(delimiter)))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _decoded(body: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _sheet(name: str, rows: Sequence[Sequence[object]]) -> Sheet | None:
    """Find the heading row: the one of the first rows with the most headings we know."""
    counted = [(len(_columns(row)), -n) for n, row in enumerate(rows[:HEADING_WITHIN])]
    hits, position = max(counted, default=(0, 0))
    if hits < 2:
        return None
    columns = _columns(rows[-position])
    fields = {index: field for index, (_, field) in columns.items()}
    return Sheet(
        name=name,
        heading_row=-position + 1,
        columns=dict(columns.values()),
        rows=tuple(_rows(rows[-position + 1 :], fields, -position + 2)),
    )


def _columns(row: Sequence[object]) -> dict[int, tuple[str, str]]:
    """Index -> (heading, field); the first of two columns for one field counts."""
    found: dict[int, tuple[str, str]] = {}
    for index, heading in enumerate(row):
        field = field_of(heading)
        if field is not None and field not in {known for _, known in found.values()}:
            found[index] = (str(heading).strip(), field)
    return found


def _rows(rows: Sequence[Sequence[object]], fields: dict[int, str], first: int) -> Iterator[Row]:
    for number, row in enumerate(rows, first):
        cells = {
            field: row[index]
            for index, field in fields.items()
            if index < len(row) and str(row[index] if row[index] is not None else "").strip()
        }
        if cells:
            yield Row(number, cells)
