"""Read one sheet of a workbook as a stream: cells, hyperlinks, merged cells, hidden rows.

Everything else is ignored, valid or not: filters, validations, colours, and the stated
dimension, which many programs write wrongly.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from watcher.jobs.officer_file.grid import (
    MAX_CELL_CHARS,
    MAX_CELLS,
    MAX_ROWS,
    FileFault,
    Grid,
    Uncounted,
    UnreadableError,
)
from watcher.jobs.officer_file.package import Attributes
from watcher.jobs.officer_file.styles import as_day

MAX_MERGED = 20_000
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LINK = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUTH = {"1": True, "0": False}


def place(reference: str) -> tuple[int, int] | None:
    """Return row (from 1) and column (from 0) of a reference such as "B7"; None for no such."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column - 1


def unescaped(text: str) -> str:
    """Decode control characters that workbooks write as _xHHHH_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


@dataclass(slots=True)
class SheetReader:
    """The handlers that the XML parser of a sheet calls; they fill `grid`.

    Attributes:
        strings: the shared strings of the workbook.
        days: numbers of the cell formats that show days.
        targets: id -> target of a hyperlink.
        merges: first and last cell of each merged range.
    """

    grid: Grid
    strings: Sequence[str]
    days: frozenset[int]
    targets: dict[str, str]
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    _row: int = 0
    _column: int = -1
    _cell: Attributes = field(default_factory=dict)
    _words: dict[str, list[str]] = field(default_factory=dict)
    _into: list[str] | None = None
    _phonetic: bool = False
    _held: int = 0
    _chars: int = 0
    _hidden: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Handle a start tag."""
        opener = _OPENERS.get(tag)
        if opener is not None:
            opener(self, attributes)
        elif tag in ("v", "t", "f") and not self._phonetic:
            self._into = self._words.setdefault(tag, [])

    def text(self, text: str) -> None:
        """Handle character data of the open element."""
        if self._into is not None:
            self._chars += len(text)
            if self._chars > MAX_CELL_CHARS:
                raise UnreadableError(FileFault.TOO_LARGE, f"{self.grid.name}!{self._row}")
            self._into.append(text)

    def end(self, tag: str) -> None:
        """Handle an end tag."""
        if tag in ("v", "t", "f"):
            self._into = None
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c":
            self._keep()

    def finish(self) -> Grid:
        """Return the sheet, with merged cells filled."""
        for first, last in self.merges:
            self.grid.fill_merged(first, last)
        return self.grid

    def _open_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        self._row = int(stated) if stated.isdecimal() else self._row + 1
        self._column, self._cell = -1, {}
        self._hidden = attributes.get("hidden") in ("1", "true")

    def _open_cell(self, attributes: Attributes) -> None:
        if "r" not in attributes:  # without a reference it follows the cell before it
            self._column = self._open_column() + 1
        self._cell = attributes
        if self._words:
            self._words, self._chars = {}, 0

    def _open_column(self) -> int:
        """Return the column of the open cell; parsed only for cells that have a value."""
        reference = place(self._cell.get("r", ""))
        return reference[1] if reference else self._column

    def _open_phonetic(self, _: Attributes) -> None:
        self._phonetic, self._into = True, None

    def _open_merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        ends = place(first), place(last)
        if ends[0] and ends[1] and len(self.merges) < MAX_MERGED:
            self.merges.append((ends[0], ends[1]))

    def _open_link(self, attributes: Attributes) -> None:
        at = place(attributes.get("ref", "").partition(":")[0])
        address = self.targets.get(attributes.get("id", ""))
        if at and address:
            self.grid.links[at] = address

    def _keep(self) -> None:
        if not self._words:  # a cell with a format and no value
            return
        self._column = self._open_column()
        value = self._value()
        formula = "".join(self._words.get("f", ()))
        if formula and (link := _LINK.search(formula)):
            self.grid.links[self._row, self._column] = link[1]
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        row = self.grid.rows.setdefault(self._row, {})
        if not row and self._hidden:
            self.grid.hidden_rows.append(self._row)
        row[self._column] = value
        self._held += 1
        if self._held > MAX_CELLS or len(self.grid.rows) > MAX_ROWS:
            raise UnreadableError(FileFault.TOO_LARGE, self.grid.name)

    def _value(self) -> object:
        kind = self._cell.get("t", "n")
        if kind == "inlineStr":
            return unescaped("".join(self._words.get("t", ())))
        text = "".join(self._words.get("v", ()))
        formula = "".join(self._words.get("f", ()))
        if kind == "e" or (formula and not text):
            return Uncounted(text or f"={formula}"[:80])
        if not text:
            return None
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return _TRUTH.get(text, text)
        return self._number(text) if kind == "n" else unescaped(text)

    def _shared(self, text: str) -> str | None:
        number = int(text) if text.strip().isdecimal() else -1
        return self.strings[number] if 0 <= number < len(self.strings) else None

    def _number(self, text: str) -> object:
        try:
            number = float(text)
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        style = self._cell.get("s", "")
        if style.isdecimal() and int(style) in self.days:
            return as_day(number, from_1904=self.grid.counts_from_1904)
        return int(number) if number.is_integer() else number


_OPENERS: dict[str, Callable[[SheetReader, Attributes], None]] = {
    "row": SheetReader._open_row,
    "c": SheetReader._open_cell,
    "rPh": SheetReader._open_phonetic,
    "mergeCell": SheetReader._open_merge,
    "hyperlink": SheetReader._open_link,
}
