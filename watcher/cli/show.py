"""Print for people or for programs: words to stderr while working, results to stdout."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Print one line of a result."""
    out.print(text, markup=False)


def note(text: str) -> None:
    """Print one line about the work itself."""
    err.print(text, markup=False)


def as_json(value: object) -> None:
    """Print one JSON document or one JSON line."""
    print(json.dumps(value, ensure_ascii=False, default=str))  # noqa: T201


def table(*headings: str) -> Table:
    """A plain table that also reads well in a log."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def print_table(made: Table, *, rows: list[tuple[Any, ...]]) -> None:
    """Fill a table and print it; cells are text, never markup."""
    from rich.text import Text

    for row in rows:
        made.add_row(*(Text(printable(str(cell))) for cell in row))
    out.print(made)


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, which moves each time the given function is told what is being done."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=stages)
        yield lambda what: bar.update(task, advance=1, description=what)


def printable(text: str) -> str:
    """Leave out what would move the cursor or turn the line around."""
    return "".join(char for char in text if char.isprintable())
