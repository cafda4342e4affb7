"""Find the lists in the tables of a file: the heading, the fields of columns, and the rows.

Columns, rows and sheets that are left out are named in the result.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watcher.jobs.intake.headings import field_of, fold, is_counter
from watcher.jobs.intake.refused import ListRefusedError, understood
from watcher.jobs.officer_file.grid import FileFault, Grid, Uncounted, UnreadableError
from watcher.jobs.officer_file.opening import read_grids

HEADING_WITHIN = 15
#: Fields that a list of sites should have; that one is missing is reported.
WANTED = ("surel", "wa", "habis")
_SUMS = re.compile(r"(grand\s*)?(total|jumlah|sub\s*total)\b", re.IGNORECASE)
_HEADING_CHARS = 80
_REACHES = {"surel": "@", "wa": r"\d{4}"}  # in an address or a number, but not in a signature


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list.

    Attributes:
        number: in the file, from 1.
        cells: field -> cell; empty ones are left out.
        links: field -> target of the cell's hyperlink.
    """

    number: int
    cells: dict[str, object]
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file.

    Attributes:
        heading_row: its number in the file, counted from 1.
        headings: all of them as written, from the left.
        columns: heading as written -> field, for those that were understood.
        not_understood: headings of columns that were not.
        doubled: headings of columns whose field a column to the left has already.
        no_rows: number -> text of rows that are left out: sums, signatures, repeated headings.
        grid: the cells as they are in the file.
    """

    name: str
    heading_row: int
    columns: dict[str, str]
    rows: tuple[ListRow, ...]
    not_understood: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    no_rows: Mapping[int, str] = field(default_factory=dict)
    grid: Grid = field(default_factory=lambda: Grid(""))
    headings: tuple[str, ...] = ()

    @property
    def lists_sites(self) -> bool:
        """Whether it is a list of sites; otherwise it is one of communities."""
        return "situs" in self.columns.values()

    @property
    def missing(self) -> list[str]:
        """The fields of WANTED that a list of sites lacks."""
        known = set(self.columns.values())
        return [wanted for wanted in WANTED if self.lists_sites and wanted not in known]

    def heading_of(self, name: str) -> str:
        """Return the heading of a field, as written; the field's name where it has no column."""
        return next((head for head, known in self.columns.items() if known == name), name)


@dataclass(frozen=True, slots=True)
class OfficersList:
    """The lists of a file.

    Attributes:
        unread: names of sheets with cells but without a list that is understood.
        left_hidden: names of hidden sheets with a list; left out where others are visible.
    """

    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...] = ()
    left_hidden: tuple[str, ...] = ()


def read_list(path: Path) -> OfficersList:
    """Read every table of a file that has a known heading row.

    Raises:
        ListRefusedError: the file cannot be read, or has no such table.
    """
    try:
        return _lists(read_grids(path, _hits, HEADING_WITHIN), path)
    except UnreadableError as error:
        raise ListRefusedError(error.refusal, path, error.place) from error


def _lists(grids: Iterable[Grid], path: Path) -> OfficersList:
    tables = [(grid, _sheet(grid)) for grid in grids if grid.rows]
    read = [sheet for _, sheet in tables if sheet is not None]
    if not read:
        raise UnreadableError(FileFault.NO_HEADING)
    lists = [sheet for sheet in read if sheet.lists_sites or _lists_communities(sheet)]
    if not lists:
        raise ListRefusedError(FileFault.NO_SITE_COLUMN, path, understood(read))
    visible = [sheet for sheet in lists if not sheet.grid.hidden] or lists
    with_list = {id(sheet.grid) for sheet in lists}
    return OfficersList(
        tuple(visible),
        unread=tuple(grid.name for grid, _ in tables if id(grid) not in with_list),
        left_hidden=tuple(sheet.name for sheet in lists if sheet not in visible),
    )


def _lists_communities(sheet: Sheet) -> bool:
    fields = set(sheet.columns.values())
    return "komunitas" in fields and "usaha" not in fields


@dataclass(frozen=True, slots=True)
class _Heading:
    last_row: int
    cells: dict[int, str]
    fields: dict[int, str]


def _sheet(grid: Grid) -> Sheet | None:
    """Read a table; its heading is the row or pair of rows near the top with most known fields."""
    numbers = [number for number in grid.rows if number <= HEADING_WITHIN]
    singles = [_heading(number, _texts(grid.rows[number])) for number in sorted(numbers)]
    pairs = [_pair(grid, number) for number in sorted(numbers) if number + 1 in grid.rows]
    heading = max([*singles, *pairs], key=lambda head: len(head.fields), default=None)
    if heading is None or len(heading.fields) < 2:
        return None
    without_field = {n: head for n, head in heading.cells.items() if n not in heading.fields}
    doubled = tuple(head for head in without_field.values() if field_of(head))
    rows, no_rows = _rows(grid, heading)
    return Sheet(
        name=grid.name,
        heading_row=heading.last_row,
        columns={heading.cells[n]: name for n, name in heading.fields.items()},
        rows=rows,
        not_understood=tuple(
            h for h in without_field.values() if h not in doubled and not is_counter(h)
        ),
        doubled=doubled,
        no_rows=no_rows,
        grid=grid,
        headings=tuple(heading.cells.values()),
    )  # fmt: skip


def _hits(row: Sequence[object]) -> int:
    """Count the known headings in the cells of a line."""
    return len(_heading(1, _texts(dict(enumerate(row)))).fields)


def _texts(cells: Mapping[int, object]) -> dict[int, str]:
    texts = {n: " ".join(str(cell).split()) for n, cell in sorted(cells.items())}
    return {n: text[:_HEADING_CHARS] for n, text in texts.items() if text}


def _heading(number: int, cells: dict[int, str]) -> _Heading:
    """Find the fields of a heading row; of two columns for one field the first counts."""
    fields: dict[int, str] = {}
    for column, text in cells.items():
        name = field_of(text)
        if name is not None and name not in fields.values():
            fields[column] = name
    return _Heading(number, cells, fields)


def _pair(grid: Grid, number: int) -> _Heading:
    """Join two rows to one heading: "Domain" above "Masa Berlaku"."""
    above, below = _texts(grid.spread(number)), _texts(grid.rows[number + 1])
    if any(re.search(r"\d|@|://", text) for text in below.values()):
        return _Heading(number, {}, {})  # the second row holds data
    both = {n: _joined(above.get(n, ""), below.get(n, "")) for n in sorted({*above, *below})}
    return _heading(number + 1, both)


def _joined(above: str, below: str) -> str:
    if not above or not below or fold(above) == fold(below):
        return below or above
    together = f"{below} {above}"
    return together if field_of(together) or not field_of(below) else below


def _rows(grid: Grid, heading: _Heading) -> tuple[tuple[ListRow, ...], dict[int, str]]:
    rows, no_rows = [], {}
    below = sorted(number for number in grid.rows if number > heading.last_row)
    for row in (_row(grid, number, heading.fields) for number in below):
        if _is_row(row, heading):
            rows.append(row)
        elif text := _text_of(grid.rows[row.number], heading.fields):
            no_rows[row.number] = text
    return tuple(rows), no_rows


def _row(grid: Grid, number: int, fields: Mapping[int, str]) -> ListRow:
    cells = {fields[n]: cell for n, cell in grid.rows[number].items() if n in fields}
    links = {fields[n]: link for n in fields if (link := grid.links.get((number, n)))}
    return ListRow(number, cells, links)


def _is_row(row: ListRow, heading: _Heading) -> bool:
    """Return whether a row is about a site or a community, however badly it is filled in."""
    filled = {name for name, cell in row.cells.items() if cell != ""} | set(row.links)
    if not filled or _is_heading_again(row) or _counts_columns(row):
        return False
    if "situs" not in heading.fields.values() or "situs" in filled:
        return True
    sums = any(_SUMS.match(str(cell).strip()) for cell in row.cells.values())
    reaches = any(re.search(mark, str(row.cells.get(name, ""))) for name, mark in _REACHES.items())
    return not sums and (len(filled) > 2 or reaches or {"usaha", "pemilik"} <= filled)


def _is_heading_again(row: ListRow) -> bool:
    repeated = sum(field_of(cell) == name for name, cell in row.cells.items())
    return not row.links and repeated >= max(2, len(row.cells) / 2)


def _counts_columns(row: ListRow) -> bool:
    """Return whether it numbers the columns, as official forms do: (1) (2) (3)."""
    texts_of_row = [str(cell).strip("() ") for cell in row.cells.values()]
    return len(texts_of_row) > 2 and all(
        re.fullmatch(r"\d{1,2}(\.0)?", text) for text in texts_of_row
    )


def _text_of(cells: Mapping[int, object], fields: Mapping[int, str]) -> str:
    """Join the cells of a row without its remarks; "" if they have no letters."""
    texts = [
        " ".join(str(cell).split())
        for n, cell in cells.items()
        if fields.get(n) != "catatan" and not isinstance(cell, Uncounted)
    ]
    joined = " · ".join(text for text in texts if text)
    return joined[:80] if re.search(r"[^\W\d_]", joined) else ""


def hidden_rows(sheet: Sheet) -> Iterator[int]:
    """Yield the numbers of hidden or filtered rows that were read."""
    read = {row.number for row in sheet.rows}
    return (number for number in sheet.grid.hidden_rows if number in read)
