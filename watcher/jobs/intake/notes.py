"""The officer's own list again, with what was said of each row beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from watcher.jobs.intake.cell_parsers import ImportIssue
from watcher.jobs.intake.list_sheet import Sheet
from watcher.report.data.returned_list import ReturnedSheet, returned_list


def with_notes(
    sheets: Sequence[Sheet],
    complaints: Iterable[ImportIssue],
    reason: Callable[[ImportIssue], str],
    heading: str,
) -> bytes:
    """Write a workbook with the cells of the list and one column more.

    Args:
        reason: what is said of a complaint, in the reader's language.
        heading: what the column of remarks is called.
    """
    notes: dict[tuple[str, int], list[str]] = {}
    for one in complaints:
        words = f"{one.heading}: {reason(one)}" if one.heading else reason(one)
        notes.setdefault((one.sheet, one.row), []).append(words)
    return returned_list([_returned(sheet, notes, heading) for sheet in sheets])


def _returned(
    sheet: Sheet, notes: Mapping[tuple[str, int], Sequence[str]], heading: str
) -> ReturnedSheet:
    notes_by_row = {
        row: "\n".join(said) for (name, row), said in notes.items() if name == sheet.name
    }
    return ReturnedSheet(
        sheet.name, sheet.grid.rows, {sheet.heading_row: heading, **notes_by_row}, sheet.heading_row
    )
