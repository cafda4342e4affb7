"""Parse the cells of one row, and collect what is wrong with each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake import typed_days
from watcher.jobs.intake.addresses import url
from watcher.jobs.intake.list_sheet import ListRow, Sheet
from watcher.jobs.intake.soft_cells import CellError, Say, plain, says_nothing, shown, silent
from watcher.jobs.officer_file.grid import Uncounted
from watcher.net.address_policy import AddressPolicy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """What is wrong with one cell.

    Attributes:
        row: number of the row in the file, from 1.
        column: the field; `heading` is the heading of its column.
        value: the cell, as the officer sees it.
        hint: completes the message: a suggestion, or what was stored instead.
        rejects: the row cannot be stored; otherwise this is a remark.
    """

    row: int
    column: str
    fault: IssueKind
    value: str
    hint: str = ""
    rejects: bool = True
    sheet: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row; issues are added to `complaints`. Fields are those of headings.py."""

    row: ListRow
    sheet: Sheet
    complaints: list[ImportIssue]

    def text(self, name: str) -> str | None:
        """Parse a cell as text; None where it is empty, or says so as "-" or "belum ada"."""
        cell = self._counted(name)
        if cell is None:
            return None
        text = " ".join(plain(cell).split())
        if "\ufffd" in text:
            self.remark(name, IssueKind.LOST_LETTER)
        return None if says_nothing(text) else text

    def read(self, name: str, reader: Callable[[object, Say], T]) -> T | None:
        """Parse a cell; None with a remark where it cannot be parsed."""
        cell = self._counted(name)
        if cell is None:
            return None
        if says_nothing(cell):
            self.remark(name, IssueKind.LEFT_EMPTY)
            return None
        try:
            return reader(cell, lambda fault, hint: self.remark(name, fault, hint))
        except CellError as error:
            self.remark(name, error.fault, error.hint)
            return None

    def _counted(self, name: str) -> object | None:
        """Return a cell; None where it is empty, or with a remark a formula without a value."""
        cell = self.row.cells.get(name)
        if isinstance(cell, Uncounted):
            self.remark(name, IssueKind.NO_VALUE)
            return None
        return cell

    def linked(self, name: str, reader: Callable[[object, Say], T]) -> T | None:
        """Parse a cell, or its hyperlink where only that can be parsed."""
        cell, link = self.row.cells.get(name, ""), self.row.links.get(name)
        if link is not None and reader_or_none(reader, cell) is None:
            from_link = reader_or_none(reader, link)
            if from_link is not None:
                self.remark(name, IssueKind.FROM_LINK, str(from_link))
                return from_link
        return self.read(name, reader)

    def site(self, policy: AddressPolicy) -> str | None:
        """Parse the address of the site, or its hyperlink; without one the row is rejected."""
        cell, link = self.row.cells.get("situs"), self.row.links.get("situs")
        shown = None if isinstance(cell, Uncounted) else cell
        if shown is None and link is None:
            self.reject("situs", IssueKind.EMPTY if cell is None else IssueKind.NO_VALUE)
            return None
        try:
            return url(shown if shown is not None else link, policy, self._say_of("situs"))
        except CellError as error:
            if link is None or shown is None:
                self.reject("situs", error.fault, error.hint)
                return None
        return self._site_from_link(link, policy)

    def _site_from_link(self, link: str, policy: AddressPolicy) -> str | None:
        try:
            target = url(link, policy)
        except CellError as error:
            self.reject("situs", error.fault, error.hint)
            return None
        self.remark("situs", IssueKind.FROM_LINK, target)
        return target

    def end(self, name: str, today: date) -> date | None:
        """Parse the day on which a term ends; a bare year is too inexact and is not stored."""
        cell = self.row.cells.get(name)
        if cell is not None and typed_days.is_year(cell):
            self.remark(name, IssueKind.YEAR_WITHOUT_DAY)
            return None
        return self._day(name, today)

    def beginning(self, name: str, today: date) -> date | None:
        """Parse the day on which something began; a bare year is taken as its first day."""
        cell = self.row.cells.get(name)
        began = self._day(name, today, ahead=1)
        if began is not None and typed_days.is_year(cell):
            self.remark(name, IssueKind.YEAR_ONLY)
        return began

    def _day(self, name: str, today: date, *, ahead: int = 12) -> date | None:
        cell = self.row.cells.get(name)
        if (
            self.sheet.grid.counts_from_1904
            and typed_days.is_count(cell)
            and not typed_days.is_year(cell)
        ):
            self.remark(name, IssueKind.COUNTS_FROM_1904)
            return None
        return self.read(
            name, lambda c, _: typed_days.plausible(typed_days.day(c), today, ahead=ahead)
        )

    def _say_of(self, name: str) -> Say:
        return lambda fault, hint: self.remark(name, fault, hint)

    def remark(self, name: str, fault: IssueKind, hint: str = "") -> None:
        """Add an issue that does not reject the row.

        Args:
            name: the field.
            fault: what is wrong.
            hint: completes the message.
        """
        self._complain(name, fault, hint, rejects=False)

    def reject(self, name: str, fault: IssueKind, hint: str = "") -> None:
        """Add an issue that rejects the row.

        Args:
            name: the field.
            fault: what is wrong.
            hint: completes the message.
        """
        self._complain(name, fault, hint, rejects=True)

    def _complain(self, name: str, fault: IssueKind, hint: str, *, rejects: bool) -> None:
        value = shown(self.row.cells.get(name, ""))
        heading = self.sheet.heading_of(name)
        self.complaints.append(
            ImportIssue(
                self.row.number, name, fault, value, hint, rejects, self.sheet.name, heading
            )
        )


def reader_or_none(reader: Callable[[object, Say], T], cell: object) -> T | None:
    """Parse a cell without remarks; None where it cannot be parsed."""
    try:
        return reader(cell, silent)
    except CellError:
        return None
