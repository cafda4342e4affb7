"""Ask a question to be answered with yes or no, in the language in force."""

import typer

from watcher.cli.invocation import spoken

_ = spoken
#: Answers of both languages are accepted, whichever is set.
_YES = {"y", "ya", "yes"}
_NO = {"", "n", "no", "t", "tidak"}


def confirm(question: str) -> None:
    """Ask until the answer is understood; an empty answer means no.

    Raises:
        typer.Abort: the answer is no, or there is none.
    """
    while True:
        asked = _("{question} [y/N]", question=question)
        answer = typer.prompt(asked, default="", show_default=False).strip().casefold()
        if answer in _YES:
            return
        if answer in _NO:
            raise typer.Abort
        typer.echo(_("Answer yes or no: y or n."))
