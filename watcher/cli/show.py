"""Print results to stdout, for people or as JSON, and notes about the work to stderr.

rich is imported only where a table or a progress bar is drawn: the daemon needs neither.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from watcher.core.printable import printable


def say(text: str) -> None:
    """Print one line of a result."""
    typer.echo(text)


def note(text: str) -> None:
    """Print one line about the work itself, to stderr."""
    typer.echo(text, err=True)


def as_json(value: object) -> None:
    """Print a value as JSON on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a plain table that also reads well in a log; cells are text, never markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(printable(str(cell))) for cell in row))
    Console(highlight=False, soft_wrap=True).print(grid)


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on a terminal; yields a function that begins a stage, by its name."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=stages)
        yield lambda what: bar.update(task, advance=1, description=what)
