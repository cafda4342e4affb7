"""A table of a file as sparse cells, and the reasons why a file cannot be read."""

from dataclasses import dataclass, field
from enum import StrEnum

#: More than any office's list has, and few enough to keep in memory.
MAX_ROWS = 20_000
MAX_CELLS = 400_000
MAX_CELL_CHARS = 32_767  # as Excel has it
MAX_SPREAD = 100  # columns under one heading


class FileFault(StrEnum):
    """Why a file cannot be read as a list."""

    NOT_FOUND = "not_found"
    TOO_LARGE = "too_large"
    TOO_DEAR = "too_dear"
    DOCUMENT_TYPE = "document_type"
    TORN = "torn"
    LOCKED = "locked"
    WEB_PAGE = "web_page"
    OLD_XML = "old_xml"
    OTHER_KIND = "other_kind"
    OPEN_QUOTE = "open_quote"
    NO_HEADING = "no_heading"
    NO_SITE_COLUMN = "no_site_column"


class UnreadableError(ValueError):
    """A file cannot be read as a list; `args` are the fault and, where known, the place."""

    @property
    def refusal(self) -> FileFault:
        """Why it cannot be read."""
        return FileFault(self.args[0])

    @property
    def place(self) -> str:
        """Where in the file; "" where it concerns the whole file."""
        return str(self.args[1]) if len(self.args) > 1 else ""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A formula that is stored without its value, or an error value."""

    formula: str

    def __str__(self) -> str:
        """Return the formula or error value, as messages quote it."""
        return self.formula


@dataclass(slots=True)
class Grid:
    """One sheet.

    Attributes:
        rows: row number, from 1 -> column number, from 0 -> cell; empty cells are left out.
        links: (row, column) -> target of the cell's hyperlink.
        hidden: the sheet is hidden in the file.
        hidden_rows: numbers of rows with cells that are hidden or filtered out.
        counts_from_1904: numbers that stand for days count from 1904 and not from 1900.
        wide: (row, column) of a cell that is merged to the right -> the last column it covers.
    """

    name: str
    rows: dict[int, dict[int, object]] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    counts_from_1904: bool = False
    wide: dict[tuple[int, int], int] = field(default_factory=dict)

    def fill_merged(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Copy the value of a merged cell to every row that it covers.

        Args:
            first: row and column of its top left corner; `last` of its bottom right one.
        """
        (top, left), (bottom, right) = first, last
        if right > left:
            self.wide[top, left] = right
        value = self.rows.get(top, {}).get(left)
        if value is None:
            return
        for number in range(top + 1, min(bottom, top + MAX_ROWS) + 1):
            if number in self.rows:  # a row without any other cell stays empty
                self.rows[number].setdefault(left, value)

    def spread(self, number: int) -> dict[int, object]:
        """Return the cells of a row, merged ones in every column that they cover."""
        row = self.rows.get(number, {})
        spread = dict(row)
        for column, cell in row.items():
            last = min(self.wide.get((number, column), column), column + MAX_SPREAD)
            spread |= {
                covered: cell for covered in range(column + 1, last + 1) if covered not in row
            }
        return spread


def counted(grids: list[Grid]) -> list[Grid]:
    """Return the same grids if they are within MAX_ROWS and MAX_CELLS.

    Raises:
        UnreadableError: they have more rows or cells.
    """
    for grid in grids:
        cells = sum(map(len, grid.rows.values()))
        if len(grid.rows) > MAX_ROWS or cells > MAX_CELLS:
            raise UnreadableError(FileFault.TOO_LARGE, grid.name)
    return grids
