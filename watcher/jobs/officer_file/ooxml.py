"""Read workbooks that Excel, WPS, LibreOffice and Google write (ECMA-376, transitional and strict).

Only what a list needs is read, so that a defect elsewhere in a workbook does no harm.
"""

from dataclasses import dataclass, field

from watcher.jobs.officer_file.grid import (
    MAX_CELL_CHARS,
    FileFault,
    Grid,
    UnreadableError,
)
from watcher.jobs.officer_file.package import Attributes, Package, target
from watcher.jobs.officer_file.sheet_xml import SheetReader, unescaped
from watcher.jobs.officer_file.styles import day_formats

_MAIN = "xl/workbook.xml"


@dataclass(slots=True)
class _Book:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, id, hidden
    from_1904: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", "?"), attributes.get("id", ""), hidden))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


def read_ooxml(package: Package) -> list[Grid]:
    """Read every sheet of a workbook.

    Raises:
        UnreadableError: it is damaged or too large.
    """
    main = _main_part(package)
    book = _Book()
    package.parse(main, book.start)
    related = _relations(package, main)
    strings = _shared_strings(package, _of_kind(related, main, "sharedStrings"))
    days = day_formats(package, _of_kind(related, main, "styles"))
    grids = []
    for name, key, hidden in book.sheets:
        kind, to = related.get(key, ("", ""))
        part = target(main, to)
        if not kind.endswith("/worksheet"):
            continue
        if part not in package:
            raise UnreadableError(FileFault.TORN, name)
        grid = Grid(name, hidden=hidden, counts_from_1904=book.from_1904)
        grids.append(_sheet(package, part, grid, strings, days))
    if not grids:
        raise UnreadableError(FileFault.TORN, main)
    return grids


def _sheet(
    package: Package, part: str, grid: Grid, strings: list[str], days: frozenset[int]
) -> Grid:
    related = _relations(package, part)
    targets = {key: to for key, (kind, to) in related.items() if kind.endswith("/hyperlink")}
    reader = SheetReader(grid, strings, days, targets)
    package.parse(part, reader.start, reader.end, reader.text)
    return reader.finish()


def _main_part(package: Package) -> str:
    for kind, to in _relations(package, "").values():
        if kind.endswith("/officeDocument"):
            return target("", to)
    return _MAIN


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Read the relationships of a part: id -> type and target."""
    folder, _, name = part.rpartition("/")
    related: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            kind, to = attributes.get("Type", ""), attributes.get("Target", "")
            related[attributes.get("Id", "")] = kind, to

    package.parse(f"{folder}/_rels/{name}.rels", start)
    return related


def _of_kind(related: dict[str, tuple[str, str]], main: str, kind: str) -> str:
    for related_kind, to in related.values():
        if related_kind.endswith(f"/{kind}"):
            return target(main, to)
    return target(main, f"{kind}.xml")


def _shared_strings(package: Package, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"in_text": False, "in_phonetic": False}  # rPh: a reading aid, not part of the text

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["in_phonetic"] = True
        state["in_text"] = tag == "t" and not state["in_phonetic"]

    def end(tag: str) -> None:
        if tag == "si":
            strings.append(unescaped("".join(pieces))[:MAX_CELL_CHARS])
        elif tag == "rPh":
            state["in_phonetic"] = False
        state["in_text"] = False

    def text(piece: str) -> None:
        if state["in_text"]:
            pieces.append(piece)

    package.parse(part, start, end, text)
    return strings
