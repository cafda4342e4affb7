"""The cells of one row, read one by one; what is wrong or odd about each is written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from watcher.core.import_issue import Fault
from watcher.jobs.intake import typed_days
from watcher.jobs.intake.addresses import url
from watcher.jobs.intake.list_sheet import Row, Sheet
from watcher.jobs.intake.soft_cells import CellError, Say, plain, says_nothing, shown, silent
from watcher.jobs.officer_file.grid import Uncounted
from watcher.net.address_policy import Guard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong or odd about one cell.

    Attributes:
        column: the field; `heading` is what the officer calls it.
        rejects: the row cannot be stored; otherwise it can, and this is a remark.
    """

    row: int
    column: str
    fault: Fault
    value: str
    hint: str = ""
    rejects: bool = True
    sheet: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row that is being read."""

    row: Row
    sheet: Sheet
    complaints: list[Complaint]

    def text(self, name: str) -> str | None:
        """A cell as words; None where it is empty or says that there is nothing."""
        cell = self._counted(name)
        if cell is None:
            return None
        text = " ".join(plain(cell).split())
        if "\ufffd" in text:
            self.remark(name, Fault.LOST_LETTER)
        return None if says_nothing(text) else text

    def read(self, name: str, reader: Callable[[object, Say], T]) -> T | None:
        """Read a cell, or leave it empty with a remark."""
        cell = self._counted(name)
        if cell is None:
            return None
        if says_nothing(cell):
            self.remark(name, Fault.LEFT_EMPTY)
            return None
        try:
            return reader(cell, lambda fault, hint: self.remark(name, fault, hint))
        except CellError as error:
            self.remark(name, error.fault, error.hint)
            return None

    def _counted(self, name: str) -> object | None:
        """A cell; none where it is empty, or a formula whose value nobody has worked out."""
        cell = self.row.cells.get(name)
        if isinstance(cell, Uncounted):
            self.remark(name, Fault.NO_VALUE)
            return None
        return cell

    def linked(self, name: str, reader: Callable[[object, Say], T]) -> T | None:
        """Read a cell, or the address behind it where the cell itself says none."""
        cell, link = self.row.cells.get(name, ""), self.row.links.get(name)
        if link is not None and reader_or_none(reader, cell) is None:
            found = reader_or_none(reader, link)
            if found is not None:
                self.remark(name, Fault.FROM_LINK, str(found))
                return found
        return self.read(name, reader)

    def site(self, guard: Guard) -> str | None:
        """The address of the site, without which there is no row."""
        cell, link = self.row.cells.get("situs"), self.row.links.get("situs")
        shown = None if isinstance(cell, Uncounted) else cell
        if shown is None and link is None:
            self.reject("situs", Fault.EMPTY if cell is None else Fault.NO_VALUE)
            return None
        try:
            return url(shown if shown is not None else link, guard, self._say_of("situs"))
        except CellError as error:
            if link is None or shown is None:
                self.reject("situs", error.fault, error.hint)
                return None
        return self._behind(link, guard)

    def _behind(self, link: str, guard: Guard) -> str | None:
        try:
            found = url(link, guard)
        except CellError as error:
            self.reject("situs", error.fault, error.hint)
            return None
        self.remark("situs", Fault.FROM_LINK, found)
        return found

    def end(self, name: str, today: date) -> date | None:
        """The day something ends; a bare year would be off by up to a year, and is not stored."""
        cell = self.row.cells.get(name)
        if cell is not None and typed_days.is_year(cell):
            self.remark(name, Fault.YEAR_WITHOUT_DAY)
            return None
        return self._day(name, today)

    def beginning(self, name: str, today: date) -> date | None:
        """The day something began; a bare year stands for its first day."""
        cell = self.row.cells.get(name)
        found = self._day(name, today, ahead=1)
        if found is not None and typed_days.is_year(cell):
            self.remark(name, Fault.YEAR_ONLY)
        return found

    def _day(self, name: str, today: date, *, ahead: int = 12) -> date | None:
        cell = self.row.cells.get(name)
        if (
            self.sheet.grid.counts_from_1904
            and typed_days.is_count(cell)
            and not typed_days.is_year(cell)
        ):
            self.remark(name, Fault.COUNTS_FROM_1904)
            return None
        return self.read(
            name, lambda c, _: typed_days.plausible(typed_days.day(c), today, ahead=ahead)
        )

    def _say_of(self, name: str) -> Say:
        return lambda fault, hint: self.remark(name, fault, hint)

    def remark(self, name: str, fault: Fault, hint: str = "") -> None:
        """Say what is odd about a cell, and go on."""
        self._complain(name, fault, hint, rejects=False)

    def reject(self, name: str, fault: Fault, hint: str = "") -> None:
        """Say why the row cannot be stored."""
        self._complain(name, fault, hint, rejects=True)

    def _complain(self, name: str, fault: Fault, hint: str, *, rejects: bool) -> None:
        value = shown(self.row.cells.get(name, ""))
        heading = self.sheet.heading_of(name)
        self.complaints.append(
            Complaint(self.row.number, name, fault, value, hint, rejects, self.sheet.name, heading)
        )


def reader_or_none(reader: Callable[[object, Say], T], cell: object) -> T | None:
    """Read what may be anything, and say nothing."""
    try:
        return reader(cell, silent)
    except CellError:
        return None
