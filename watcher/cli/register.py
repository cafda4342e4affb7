"""init and import: the office's settings and its list."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current

if TYPE_CHECKING:
    from watcher.jobs.intake import Intake

_ = current().words


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    app.command("init", help=_("Write the settings and an empty list for the officer."))(init)
    app.command("import", help=_("Take the officer's list (.xlsx, .csv) in."))(import_)


def init(
    folder: Annotated[Path, typer.Argument(help=_("Where to put them."))] = Path(),
    office: Annotated[
        str, typer.Option(prompt=_("Name of the office"), help=_("Name of the office."))
    ] = "Dinas Koperasi dan UKM",
    zone: Annotated[
        str, typer.Option(prompt=_("Time zone"), help=_("Time zone."))
    ] = "Asia/Jakarta",
    sender: Annotated[
        str, typer.Option(prompt=_("E-mail address letters come from"), help=_("Sender address."))
    ] = "pantau@localhost",
) -> None:
    """Ask three things and write the rest with its defaults."""
    from watcher.jobs.setup import set_up
    from watcher.storage.migrate import upgrade

    made = set_up(folder, office=office, zone=zone, sender=sender)
    upgrade(made.database_url)
    show.say(_("Written: {paths}", paths=", ".join(map(str, made.paths))))
    show.say(_("Next: watcher import {list} --dry-run", list=made.register))


def import_(
    file: Annotated[Path, typer.Argument(help=_("The officer's list."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would happen."))
    ] = False,
    skip_rejected: Annotated[
        bool, typer.Option("--skip-rejected", help=_("Store the rest although rows were rejected."))
    ] = False,
    create_communities: Annotated[
        bool,
        typer.Option("--create-communities", help=_("Take unknown communities as new ones.")),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Say everything about the list, then store it, all of it or nothing."""
    from watcher.app import utc_now
    from watcher.jobs.intake import import_register
    from watcher.storage.engine import open_database

    settings = current().settings()
    database = open_database(settings.database.url)
    try:
        done = import_register(
            file, database, settings, utc_now(), dry_run=dry_run,
            skip_rejected=skip_rejected, create_communities=create_communities,
        )  # fmt: skip
    finally:
        database.close()
    if json:
        show.as_json(_as_json(done))
    else:
        _print(done)
    raise typer.Exit(1 if done.rejected and not done.stored else 0)


def _print(done: "Intake") -> None:
    for sheet in done.sheets:
        show.say(
            _("Sheet \"{name}\", heading in row {row}, {n} rows",
              name=sheet.name, row=sheet.heading_row, n=len(sheet.rows))
        )  # fmt: skip
        show.say("  " + "  ".join(f"{head}→{field}" for head, field in sheet.columns.items()))
    taken = done.taken
    remarks = len({c.row for c in done.complaints if not c.rejects})
    show.say(
        _("{added} new, {changed} changed, {unchanged} unchanged, {remarks} with a remark,"
          " {rejected} rejected",
          added=len(taken.added), changed=len(taken.changed), unchanged=len(taken.unchanged),
          remarks=remarks, rejected=len(done.rejected))
    )  # fmt: skip
    if taken.communities:
        show.say(_("{n} communities new or changed", n=taken.communities))
    for row, column, reason, rejects in _complaints(done):
        mark = "×" if rejects else "!"
        show.say("  " + _("row {row}", row=row) + f"  {mark} {column}: {reason}")
    if taken.missing:
        show.say(
            _("{n} sites of the register are not in this file; they stay.", n=len(taken.missing))
        )
    if not done.stored:
        show.say(_why_not(done))


def _why_not(done: "Intake") -> str:
    if done.rejected:
        return _("Nothing was stored. Mend the rows, or store the rest: --skip-rejected")
    return _("Nothing was stored yet. Do it: the same command without --dry-run")


def _complaints(done: "Intake") -> list[tuple[int, str, str, bool]]:
    from watcher.wording.terms import FAULTS

    return [
        (c.row, c.column, _(FAULTS[c.fault], value=c.value, hint=c.hint), c.rejects)
        for c in sorted(done.complaints, key=lambda c: c.row)
    ]


def _as_json(done: "Intake") -> dict[str, object]:
    taken = done.taken
    told = [
        {"row": row, "column": column, "reason": reason, "rejects": rejects}
        for row, column, reason, rejects in _complaints(done)
    ]
    return {
        "added": len(taken.added),
        "changed": len(taken.changed),
        "changed_rows": taken.changed,
        "unchanged": len(taken.unchanged),
        "rejected": [one for one in told if one["rejects"]],
        "remarks": [one for one in told if not one["rejects"]],
        "missing": taken.missing,
        "stored": done.stored,
    }
