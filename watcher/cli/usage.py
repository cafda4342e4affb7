"""Typer's own sentences in the reader's language: usage, headings, what was mistyped."""

import re
import sys
from collections.abc import Sequence

import typer
from typer._click import Context, HelpFormatter
from typer._click.core import Command
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from watcher.cli.commands import app
from watcher.cli.invocation import spoken
from watcher.wording.catalogue import N_

_ = spoken
#: What stands in every help.
_HEADINGS = (
    N_("Arguments"),
    N_("Commands"),
    N_("Options"),
    N_("Show this message and exit."),
)

#: What Typer says of a line -> our message.
_SENTENCES = (
    (r"'(?P<word>.*)' is not one of (?P<words>.*)\.", N_("{word} is none of: {words}")),
    (r"No such command '(?P<name>.*)'\.", N_("there is no command {name}")),
    (r"Missing command\.", N_("a command is missing")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)", N_("{words}: too much")),
    (r"Option '(?P<name>.*)' requires (?:an|\d+) arguments?\.?", N_("{name} wants a value")),
    (r"Option '(?P<name>.*)' does not take a value\.", N_("{name} takes no value")),
    (
        r".*(?:not a valid|unable to parse|should be a valid) (?:string as an? )?int.*",
        N_("a whole number is wanted"),
    ),
    (r".*greater than or equal to (?P<n>\d+).*", N_("{n} or more is wanted")),
    (r".*less than or equal to (?P<n>\d+).*", N_("{n} or less is wanted")),
)


class _Formatter(HelpFormatter):
    """Headings of the help in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(_.template(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: int) -> None:
        super().write_dl([(name, _.template(text)) for name, text in rows], *more)


class _Context(Context):
    formatter_class = _Formatter


def run(arguments: Sequence[str]) -> None:
    """Run the command that was typed. Raises SystemExit after a mistyped one."""
    command = typer.main.get_command(app)
    _translate(command)
    try:
        status = command(args=list(arguments), prog_name="watcher", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except ClickException as error:
        print(_complaint(error), file=sys.stderr)  # noqa: T201 - typer has ended
        raise SystemExit(error.exit_code) from None
    except typer.Abort:
        print(_("Nothing was done."), file=sys.stderr)  # noqa: T201 - as above
        raise SystemExit(1) from None
    if isinstance(status, int) and status:
        raise SystemExit(status)


def _translate(command: Command) -> None:
    command.context_class = _Context
    for part in getattr(command, "commands", {}).values():
        _translate(part)


def _complaint(error: ClickException) -> str:
    """What is wrong with the line, how the command is used, and where to read more."""
    lines = []
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        lines += [context.get_usage(), _("More: {command} --help", command=context.command_path)]
    return "\n".join([*lines, _("Error: {what}", what=_what(error))])


def _what(error: ClickException) -> str:
    """The sentence; what only Typer could say better stays as it says it."""
    if isinstance(error, NoSuchOption):
        near = ", ".join(error.possibilities or ())
        if near:
            return _(
                "there is no option {name}; did you mean {near}?", name=error.option_name, near=near
            )
        return _("there is no option {name}", name=error.option_name)
    if isinstance(error, MissingParameter):
        return _("{name} is missing", name=_name(error))
    if isinstance(error, BadParameter):
        name = _name(error)
        return f"{name}: {_plain(error.message)}" if name else _plain(error.message)
    return _plain(error.message)


def _name(error: BadParameter) -> str:
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.opts[-1:] if error.param.opts else error.param.name
    return (hint if isinstance(hint, str) else " / ".join(hint or ())).strip("'")


def _plain(message: str) -> str:
    plain = message.removeprefix("Value error, ")
    for pattern, words in _SENTENCES:
        if found := re.fullmatch(pattern, plain):
            return _(words, **found.groupdict())
    return plain
