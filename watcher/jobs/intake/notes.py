"""Write the officer's list back with a column of remarks."""

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
    """Return a workbook with the cells of the list and a column of remarks.

    Args:
        sheets: the lists as they were read.
        complaints: what is wrong with cells.
        reason: translates a complaint.
        heading: of the column of remarks.
    """
    notes: dict[tuple[str, int], list[str]] = {}
    for issue in complaints:
        note = f"{issue.heading}: {reason(issue)}" if issue.heading else reason(issue)
        notes.setdefault((issue.sheet, issue.row), []).append(note)
    return returned_list([_returned(sheet, notes, heading) for sheet in sheets])


def _returned(
    sheet: Sheet, notes: Mapping[tuple[str, int], Sequence[str]], heading: str
) -> ReturnedSheet:
    notes_by_row = {
        row: "\n".join(of_row) for (name, row), of_row in notes.items() if name == sheet.name
    }
    return ReturnedSheet(
        sheet.name, sheet.grid.rows, {sheet.heading_row: heading, **notes_by_row}, sheet.heading_row
    )
