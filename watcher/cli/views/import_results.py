"""Print how the officer's list was read and what the import did, for people and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from watcher.cli.invocation import spoken
from watcher.core.printable import printable
from watcher.wording import N_

if TYPE_CHECKING:
    from watcher.jobs.intake import ImportIssue, Intake, OfficersList
    from watcher.jobs.intake.list_sheet import Sheet

_ = spoken

#: Field that a list has no column for -> what is not possible without it.
LACKS = {
    "surel": N_("No column holds e-mail addresses: nobody can be written to by e-mail."),
    "wa": N_("No column holds WhatsApp numbers: nobody can be called or written to."),
    "habis": N_("No column holds the end of the domain: only what registries tell is known."),
}


def understood(read: "OfficersList") -> Iterator[str]:
    """Yield lines on how a list was read: its columns, and what was left out."""
    for sheet in read.sheets:
        yield from _sheet(sheet)
    if read.unread:
        yield _("Sheets without a list that is understood, not read: {names}",
                names=", ".join(read.unread))  # fmt: skip
    if read.left_hidden:
        yield _("Hidden sheets, not read: {names}", names=", ".join(read.left_hidden))


def _sheet(sheet: "Sheet") -> Iterator[str]:
    from watcher.jobs.intake.list_sheet import hidden_rows

    yield _("Sheet \"{name}\", heading in row {row}, {n} rows",
            name=sheet.name, row=sheet.heading_row, n=len(sheet.rows))  # fmt: skip
    yield "  " + "  ".join(f"{head}→{field}" for head, field in sheet.columns.items())
    if sheet.not_understood:
        yield "  " + _("Columns not understood, not stored: {names}",
                       names=", ".join(sheet.not_understood))  # fmt: skip
    if sheet.doubled:
        yield "  " + _("Columns that stand twice, not stored: {names}",
                       names=", ".join(sheet.doubled))  # fmt: skip
    if hidden := list(hidden_rows(sheet)):
        numbers = ", ".join(map(str, hidden[:20])) + (", …" if len(hidden) > 20 else "")
        yield "  " + _("Hidden rows, read all the same: {numbers}", numbers=numbers)
    if sheet.grid.hidden:
        yield "  " + _("This sheet is hidden, and was read: there is no other.")
    for lack in sheet.missing:
        yield "  ! " + _(LACKS[lack])


def reason(complaint: "ImportIssue") -> str:
    """Say why a cell is wrong, and what to do."""
    from watcher.wording.import_words import FAULTS

    return _(FAULTS[complaint.fault], value=complaint.value, hint=complaint.hint)


def all_issues(done: "Intake") -> list["ImportIssue"]:
    """Return all issues in the order of the file."""
    order = {sheet.name: n for n, sheet in enumerate(done.sheets)}
    return sorted(done.complaints, key=lambda c: (order.get(c.sheet, 0), c.row))


def results(done: "Intake") -> Iterator[str]:
    """Yield lines on what an import did."""
    taken = done.taken
    remarks = len({(c.sheet, c.row) for c in done.complaints if not c.rejects})
    yield _("{added} new, {changed} changed, {unchanged} unchanged, {remarks} with a remark,"
            " {rejected} rejected",
            added=len(taken.added), changed=len(taken.changed), unchanged=len(taken.unchanged),
            remarks=remarks, rejected=len(done.rejected))  # fmt: skip
    if taken.communities:
        yield _("{n} communities new or changed", n=taken.communities)
    several = len(done.sheets) > 1
    for issue in all_issues(done):
        place = f"{issue.sheet}, " if several else ""
        mark = "×" if issue.rejects else "!"
        column = f"{issue.heading}: " if issue.heading else ""
        line = f"  {place}" + _("row {row}", row=issue.row) + f"  {mark} {column}{reason(issue)}"
        yield printable(line)
    if taken.missing:
        yield _("{n} sites of the register are not in this file; they stay.", n=len(taken.missing))
    if not done.stored:
        yield _why_not(done)


def _why_not(done: "Intake") -> str:
    if done.rejected:
        return _("Nothing was stored. Mend the rows, or store the rest: --skip-rejected")
    return _("Nothing was stored yet. Do it: the same command without --dry-run")


def as_json(done: "Intake") -> dict[str, object]:
    """Return the JSON of an import."""
    taken = done.taken
    issues = [
        {
            "sheet": c.sheet, "row": c.row, "column": c.column, "heading": c.heading,
            "value": c.value, "reason": reason(c), "rejects": c.rejects,
        }
        for c in all_issues(done)
    ]  # fmt: skip
    return {
        "added": len(taken.added),
        "changed": len(taken.changed),
        "changed_rows": taken.changed,
        "unchanged": len(taken.unchanged),
        "rejected": [issue for issue in issues if issue["rejects"]],
        "remarks": [issue for issue in issues if not issue["rejects"]],
        "complaints": issues,
        "missing": taken.missing,
        "sheets": [_sheet_json(sheet) for sheet in done.sheets],
        "columns_not_understood": [h for s in done.sheets for h in s.not_understood],
        "columns_missing": sorted({lack for s in done.sheets for lack in s.missing}),
        "sheets_not_read": [*done.read.unread, *done.read.left_hidden],
        "stored": done.stored,
    }


def _sheet_json(sheet: "Sheet") -> dict[str, Any]:
    from watcher.jobs.intake.list_sheet import hidden_rows

    return {
        "name": sheet.name,
        "heading_row": sheet.heading_row,
        "rows": len(sheet.rows),
        "columns": sheet.columns,
        "not_understood": list(sheet.not_understood),
        "doubled": list(sheet.doubled),
        "missing": sheet.missing,
        "hidden": sheet.grid.hidden,
        "hidden_rows": list(hidden_rows(sheet)),
    }
