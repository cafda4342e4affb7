"""Translate Typer's errors of use, which are in English only."""

import re

from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from watcher.cli.invocation import spoken
from watcher.wording.catalogue import N_

_ = spoken
#: Pattern of a message of Typer -> our message, filled from the groups of the pattern.
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


def complaint(error: ClickException) -> str:
    """Return the error of use, with the usage of the command and where to read more."""
    lines = []
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        lines += [context.get_usage(), _("More: {command} --help", command=context.command_path)]
    return "\n".join([*lines, _("Error: {what}", what=_what(error))])


def _what(error: ClickException) -> str:
    """Return the translated error; one without a translation stays in English."""
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
