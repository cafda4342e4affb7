"""init and import: write the settings of a new office, and store the officer's list."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.cli.open_office import open_office
from watcher.core.printable import printable

if TYPE_CHECKING:
    from watcher.jobs.intake import Intake, OfficersList

_ = spoken


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
    """Ask for office, zone and sender, and write settings, database and an empty list."""
    from watcher.jobs.setup import set_up
    from watcher.storage.upkeep.migrate import upgrade

    new = set_up(folder, office=office, zone=zone, sender=sender)
    upgrade(new.database_url)
    show.say(_("Written: {paths}", paths=", ".join(map(str, new.paths))))
    show.say(_("Next: watcher import {list} --dry-run", list=new.register))


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
    notes: Annotated[
        Path | None,
        typer.Option(help=_("Write the list back with a column of remarks (.xlsx).")),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Print how the list was read, then store all of it or nothing."""
    from watcher.app import utc_now
    from watcher.cli.views import import_results as words
    from watcher.jobs.intake import import_register

    if notes is not None:
        _check_notes(notes, file)
    with open_office() as (settings, database):
        done = import_register(
            file, database, settings, utc_now(), dry_run=dry_run,
            skip_rejected=skip_rejected, create_communities=create_communities,
            tell=(lambda _: None) if json else _print_understood,
        )  # fmt: skip
    if notes is not None:
        _write_notes(done, notes)
    if json:
        show.as_json(words.as_json(done))
    else:
        for line in words.results(done):
            show.say(line)
    raise typer.Exit(1 if done.rejected and not done.stored else 0)


def _print_understood(read: "OfficersList") -> None:
    from watcher.cli.views import import_results as words

    for line in words.understood(read):
        show.say(printable(line))


def _check_notes(target: Path, file: Path) -> None:
    if target.suffix.lower() != ".xlsx":
        raise typer.BadParameter(
            _("{path}: the list with remarks is written as .xlsx", path=target)
        )
    if target.resolve() == file.resolve():
        raise typer.BadParameter(
            _("{path}: this is the list itself; choose another name", path=file)
        )


def _write_notes(done: "Intake", target: Path) -> None:
    from watcher.cli.views import import_results as words
    from watcher.jobs.intake.notes import with_notes
    from watcher.jobs.months.atomic_write import put

    content = with_notes(done.sheets, done.complaints, words.reason, _("Remarks on the row"))
    put({target.name: content}, target.parent, private=True)
    show.note(_("Written: {paths}", paths=target))
