"""Run Typer with its own texts translated: usage, headings of the help, errors of use."""

import sys
from collections.abc import Sequence

import typer
from typer._click import Context, HelpFormatter
from typer._click.core import Command
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    NoArgsIsHelpError,
    UsageError,
)

from watcher.cli.commands.command_table import app
from watcher.cli.invocation import current, spoken
from watcher.cli.mistyped import complaint
from watcher.wording.catalogue import LANGUAGES, N_

_ = spoken
#: Typer's texts in every help.
_HEADINGS = (
    N_("Arguments"),
    N_("Commands"),
    N_("Options"),
    N_("Show this message and exit."),
)


class _Formatter(HelpFormatter):
    """Translates the headings of the help."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage:") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_.template(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: int) -> None:
        super().write_dl([(name, _.template(text)) for name, text in rows], *more)


class _Context(Context):
    formatter_class = _Formatter


def run(arguments: Sequence[str]) -> None:
    """Run the command that was typed. Raises SystemExit with its exit status, if not 0."""
    command = typer.main.get_command(app)
    _translate(command)
    try:
        _refuse_language(command)
        status = command(args=list(arguments), prog_name="watcher", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except ClickException as error:
        print(complaint(error), file=sys.stderr)  # noqa: T201 - typer has ended
        raise SystemExit(error.exit_code) from None
    except typer.Abort:
        print(_("Nothing was done."), file=sys.stderr)  # noqa: T201 - as above
        raise SystemExit(1) from None
    if isinstance(status, int) and status:
        raise SystemExit(status)


def _refuse_language(command: Command) -> None:
    typed = current().unknown_language
    if typed is not None:
        context = _Context(command, info_name="watcher")
        if not typed:
            raise UsageError(_("{name} wants a value", name="--lang"), context)
        wrong = _("{word} is none of: {words}", word=typed, words=", ".join(LANGUAGES))
        raise BadParameter(wrong, context, param_hint="--lang")


def _translate(command: Command) -> None:
    command.context_class = _Context
    for part in getattr(command, "commands", {}).values():
        _translate(part)
