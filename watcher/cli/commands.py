"""The commands in the order they are used: `watcher --help` reads as a table of contents."""

from typing import Annotated

import typer

from watcher import __version__
from watcher.cli import daemon, demo, explain, looks, notices, register, reports, upkeep
from watcher.cli.invocation import current

_ = current().words

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


@app.callback()
def _common(
    version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


demo.add_to(app)
register.add_to(app)
looks.add_to(app)
daemon.add_to(app)
reports.add_to(app)
notices.add_to(app)
explain.add_to(app)
upkeep.add_to(app)
