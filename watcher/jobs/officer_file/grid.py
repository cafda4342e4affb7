"""A table as it stands in a file, and why a file is none. Sparse: one far cell costs one cell."""

from dataclasses import dataclass, field
from enum import StrEnum

#: More than any office's list, and little enough to hold.
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
    """A file is no list; `args` are the refusal and a word about where."""

    @property
    def refusal(self) -> FileFault:
        """Which of the reasons."""
        return FileFault(self.args[0])

    @property
    def place(self) -> str:
        """Where in the file; empty where that says nothing."""
        return str(self.args[1]) if len(self.args) > 1 else ""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A formula whose value the program that wrote the file did not keep, or an error value."""

    formula: str

    def __str__(self) -> str:
        """What is shown of it."""
        return self.formula


@dataclass(slots=True)
class Grid:
    """One sheet.

    Attributes:
        rows: row number, counted from 1 -> column, counted from 0 -> cell; empty ones left out.
        links: (row, column) -> the address behind the cell.
        hidden: nobody who opens the file sees this sheet.
        hidden_rows: the numbers of rows with cells that are hidden or filtered out.
        counts_from_1904: whole numbers that stand for days are counted from another day here.
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
        """Let the value of a cell that is merged downwards stand in every row it covers."""
        (top, left), (bottom, right) = first, last
        if right > left:
            self.wide[top, left] = right
        value = self.rows.get(top, {}).get(left)
        if value is None:
            return
        for number in range(top + 1, min(bottom, top + MAX_ROWS) + 1):
            if number in self.rows:  # a row of nothing but the merged cell is no row
                self.rows[number].setdefault(left, value)

    def spread(self, number: int) -> dict[int, object]:
        """The cells of a row, those that are merged to the right in every column they cover."""
        row = self.rows.get(number, {})
        spread = dict(row)
        for column, cell in row.items():
            last = min(self.wide.get((number, column), column), column + MAX_SPREAD)
            spread |= {one: cell for one in range(column + 1, last + 1) if one not in row}
        return spread


def counted(grids: list[Grid]) -> list[Grid]:
    """The same grids, if they can be held.

    Raises:
        UnreadableError: they hold more than any list.
    """
    for grid in grids:
        cells = sum(map(len, grid.rows.values()))
        if len(grid.rows) > MAX_ROWS or cells > MAX_CELLS:
            raise UnreadableError(FileFault.TOO_LARGE, grid.name)
    return grids
