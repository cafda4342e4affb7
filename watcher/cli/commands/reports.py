"""report and export: write the report of a month, or the days of all sites."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current, spoken
from watcher.cli.open_office import open_office
from watcher.report.sentences.summary import plain

if TYPE_CHECKING:
    from watcher.core.period import Month
    from watcher.report.sentences.report_context import ReportContext
    from watcher.storage.engine import Database

_ = spoken


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    app.command("report", help=_("Write the report of a month."))(report)
    app.command("export", help=_("Write every day of every site, for evaluators."))(export)


def report(
    month: Annotated[
        str | None, typer.Argument(help=_("YYYY-MM; the last closed month by default."))
    ] = None,
    out: Annotated[Path | None, typer.Option(help=_("Folder for the files."))] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help=_("html, xlsx, csv, json, pdf; several: html,xlsx.")),
    ] = None,
    site: Annotated[
        str | None, typer.Option(help=_("The page of one site: its number, host or address."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print the JSON document only."))] = False,
) -> None:
    """Write the files, and print their paths and the summary."""
    from watcher.app import utc_now
    from watcher.core.errors import MonthError
    from watcher.jobs.months import month as job

    now = utc_now()
    with open_office() as (settings, database):
        wanted = job.last_closed(now, settings) if month is None else _month(month)
        formats = settings.reports.formats if format_ is None else _formats(format_)
        formats = ("json",) if json else formats
        try:
            context = job.read_report(database, settings, wanted, now)
        except MonthError:
            message = _("{month} has not begun: nothing of it was seen yet.", month=wanted)
            raise typer.BadParameter(message) from None
        if site is not None:
            _write_site(context, site, database, out)
            return
        made = job.write_files(context, database, settings, formats, now)
    if json or (formats == ("json",) and out is None):
        typer.echo(made.files["json"].decode(), nl=False)
        return
    for path in job.save(made, out or settings.reports.folder):
        show.say(str(path))
    if edition := context.snapshot.edition:
        show.note(_("Revision {n}: what changed stands below the title.", n=edition))
    for sentence in plain(context):
        show.say(sentence)


def _write_site(
    context: "ReportContext", wanted: str, database: "Database", out: Path | None
) -> None:
    from watcher.app import utc_now
    from watcher.jobs.months.atomic_write import put
    from watcher.jobs.months.month import write_site
    from watcher.jobs.status import find_site

    settings, figure = current().settings(), find_site(context.now, wanted)
    if figure is None:
        show.note(_("There is no site {site} in the register.", site=wanted))
        raise typer.Exit(1)
    name, page = write_site(context, figure, database, settings, utc_now())
    show.say(str(*put({name: page}, out or settings.reports.folder, private=True)))


def export(
    file: Annotated[Path, typer.Argument(help=_("The file to write, such as days.parquet."))],
    first: Annotated[str | None, typer.Option(help=_("First month, YYYY-MM."))] = None,
    last: Annotated[str | None, typer.Option(help=_("Last month, YYYY-MM."))] = None,
) -> None:
    """Write a row per site and day, for evaluators; it has no personal data."""
    from watcher.app import utc_now
    from watcher.jobs.months import month as job
    from watcher.jobs.months.export import export_days

    with open_office() as (settings, database):
        until = _month(last) if last else job.last_closed(utc_now(), settings)
        since = _month(first) if first else None
        rows = export_days(database, file, since.first if since else None, until.last)
    show.say(_("{file}: {n} rows", file=file, n=rows))


def _month(text: str) -> "Month":
    from watcher.core.period import Month

    first, slash, year = text.partition("/")
    try:
        return Month.parse(f"{year}-{first:0>2}" if slash else text)
    except ValueError:
        raise typer.BadParameter(_("{text} is no month; write it as 2026-10.", text=text)) from None


def _formats(text: str) -> tuple[str, ...]:
    from watcher.jobs.months.month import FORMATS

    wanted = tuple(part.strip() for part in text.split(","))
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown:
        raise typer.BadParameter(
            _(
                "{format} cannot be written; there are: {formats}",
                format=unknown[0],
                formats=", ".join(FORMATS),
            )
        )
    return wanted
