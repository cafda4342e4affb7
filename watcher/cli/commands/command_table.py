"""Assemble the commands, in the order in which an office uses them and --help lists them."""

from typing import Annotated

import typer

from watcher import __version__
from watcher.cli.commands import (
    daemon,
    demo,
    explain,
    init_import,
    looks,
    maintenance_commands,
    notices,
    reports,
    site_acts,
)
from watcher.cli.invocation import spoken

_ = spoken

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_(
        "Watches granted websites, warns their owners, and writes the month's report."
        " Every command takes --config FILE, --lang id|en and --debug."
    ),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help=_("Print the version.")
        ),
    ] = False,
) -> None: ...


demo.add_to(app)
init_import.add_to(app)
looks.add_to(app)
daemon.add_to(app)
reports.add_to(app)
notices.add_to(app)
site_acts.add_to(app)
explain.add_to(app)
maintenance_commands.add_to(app)
