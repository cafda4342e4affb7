"""Parse days and whole numbers as officers write them; the day precedes the month. Pure."""

import re
from datetime import date, datetime, timedelta

from watcher.core.import_issue import IssueKind
from watcher.jobs.intake.soft_cells import CellError, plain

_MONTHS = (
    ("jan",), ("feb", "peb"), ("mar",), ("apr",), ("mei", "may"), ("jun",), ("jul",),
    ("agu", "agt", "ags", "aug"), ("sep",), ("okt", "oct"), ("nov", "nop"), ("des", "dec"),
)  # fmt: skip
#: "s/d" (until) before a day, and a remark in brackets after it.
_ASIDE = re.compile(
    r"^(?:s\s*[./]?\s*d|sampai(?: dengan)?|hingga|tgl|tanggal)\b[\s.:]*|\([^)]*\)$", re.IGNORECASE
)
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_YEAR = 1995  # no business had a site before
_LONGEST_TERM = 12  # years; a domain is never registered for more than ten


def day(cell: object) -> date:
    """Parse a calendar day; a bare year is its first day.

    Raises:
        CellError: it is no day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _ASIDE.sub("", plain(cell)).strip(" .,;")
    if is_count(cell) or re.fullmatch(r"\d{5}", text):
        return _serial(float(text))
    try:
        return spelled(text)
    except ValueError as error:
        raise CellError(IssueKind.NO_DATE, text[:30]) from error


def is_year(cell: object) -> bool:
    """Return whether a cell is only a year."""
    return bool(re.fullmatch(r"(19|20)\d\d(\.0)?", plain(cell)))


def is_count(cell: object) -> bool:
    """Return whether a cell is a number: as a day it depends on the workbook's epoch."""
    return isinstance(cell, float | int) and not isinstance(cell, bool)


def plausible(found: date, today: date, *, ahead: int = _LONGEST_TERM) -> date:
    """Return the same day, if a grant or a term can begin or end on it.

    Args:
        ahead: how many years it may lie after the year of `today`.

    Raises:
        CellError: its year is out of range.
    """
    if not _FIRST_YEAR <= found.year <= today.year + ahead:
        raise CellError(IssueKind.YEAR_CANNOT_BE, str(found.year))
    return found


def _serial(number: float) -> date:
    """Convert Excel's number of a day; a number that is a year is its first day."""
    if 1990 <= number <= 2100:
        return date(int(number), 1, 1)
    if not 20000 <= number <= 80000:
        raise CellError(IssueKind.NO_DATE, str(number))
    return _EXCEL_EPOCH + timedelta(days=int(number))


def spelled(text: str) -> date:
    """Parse a day in words or figures. Raises ValueError."""
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?", text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(
        r"(\d{1,2})[/.\s-]+(\d{1,2})[/.\s-]+(\d{2}|\d{4})(?:\s+[\d:.]+)?", text
    ):
        return date(_year(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(?:\w+,\s*)?(\d{1,2})[\s-]*([A-Za-z]+)\.?[\s-]*(\d{2}|\d{4})", text):
        return date(_year(match[3]), _month(match[2]), int(match[1]))
    if is_year(text):
        return date(int(text[:4]), 1, 1)
    raise ValueError(text)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int:
    start = word.lower()[:3]
    number = next((n for n, names in enumerate(_MONTHS, 1) if start in names), None)
    if number is None:
        raise ValueError(word)
    return number


def number(cell: object) -> int:
    """Parse a number of sites.

    Raises:
        CellError: it is no whole number below a million.
    """
    text = plain(cell)
    if not re.fullmatch(r"[0-9]{1,6}(\.0)?", text):
        raise CellError(IssueKind.NO_NUMBER, text[:30])
    return int(float(text))
