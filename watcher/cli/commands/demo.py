"""demo: show the whole of watcher in a minute, without a network and without settings."""

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.wording import N_

_ = spoken


_STAGES = {
    "world": N_("Starting a small world"),
    "history": N_("Inventing a year"),
    "looks": N_("Looking at 100 sites"),
    "letters": N_("Writing letters"),
    "report": N_("Writing the report"),
}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    app.command("demo", help=_("See it all in a minute: a small world on this machine."))(demo)


def demo(
    out: Annotated[Path, typer.Option(help=_("Folder for what it makes."))] = Path("demo"),
) -> None:
    """Run the real jobs against servers on this machine, with invented sites."""
    import asyncio

    from watcher.demo.tour import STAGES, tour

    with show.progress(STAGES) as step:
        made = asyncio.run(tour(out, _.language, lambda what: step(_(_STAGES[what]))))
    show.say(_("Report    {path}", path=made.report))
    show.say(_("Figures   {path}", path=made.figures))
    show.say(_("Letters   {path} ({n})", path=made.letters, n=made.letter_count))
    show.say(_("Settings  {path}", path=made.config))
    show.say(_("Open the report in a browser. All data is invented."))
