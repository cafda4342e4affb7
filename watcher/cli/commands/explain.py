"""explain: read recorded registry answers and pages as a look would, for support."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.core.period import utc_day
from watcher.core.printable import printable

if TYPE_CHECKING:
    from watcher.jobs.explaining import Recorded

_ = spoken

_FILES = Annotated[list[Path] | None, typer.Argument(help=_("Recorded files."), metavar="FILE...")]
_BATCH = Annotated[Path | None, typer.Option(help=_("A table of files: file, name, format."))]
_AT = Annotated[str | None, typer.Option(help=_("The day it was recorded; now by default."))]
_JSON = Annotated[bool, typer.Option("--json", help=_("Print JSON lines."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=_("Why does watcher say that?")
    )
    group.command("domain", help=_("Read recorded registry answers."))(domain)
    group.command("page", help=_("Read recorded pages."))(page)
    app.add_typer(group, name="explain")


def domain(files: _FILES = None, batch: _BATCH = None, at: _AT = None, json: _JSON = False) -> None:
    """Read WHOIS and RDAP answers."""
    from watcher.cli.views import contract
    from watcher.core.looks.observation import DomainFacts
    from watcher.jobs.explaining import explain_domain
    from watcher.settings import Settings

    registry, when = Settings().registry, _day(at)
    for recorded in _wanted(files, batch):
        found = explain_domain(recorded, when)
        named = found.facts.domain if isinstance(found.facts, DomainFacts) else recorded.name
        life = registry.ending(named).life
        answer = contract.registration(named, found, utc_day(when), life, recorded=True)
        _print({"file": str(recorded.path), **answer}, json, ("state", "expires_on", "reason"))


def page(files: _FILES = None, batch: _BATCH = None, at: _AT = None, json: _JSON = False) -> None:
    """Read pages as the page probe does."""
    from watcher.cli.views import contract
    from watcher.jobs.explaining import explain_pages
    from watcher.report.data import json_shapes

    for recorded, found in explain_pages(_wanted(files, batch), _day(at)):
        answer = {
            "file": str(recorded.path),
            **contract.page(found.verdict),
            "last_update": json_shapes.last_update(found.update, ZoneInfo("UTC")),
            "channels": [],
            "title": found.title,
            "fingerprint": found.fingerprint,
        }
        _print(answer, json, ("kind", "level", "title"))


def _wanted(files: list[Path] | None, batch: Path | None) -> "Iterable[Recorded]":
    from watcher.jobs.explaining import Recorded
    from watcher.jobs.explaining import batch as read_batch

    if not files and batch is None:
        raise typer.BadParameter(_("Name a file or a --batch."))
    yield from (Recorded(path) for path in files or [])
    if batch is not None:
        yield from read_batch(batch)


def _print(answer: dict[str, object], json: bool, keys: tuple[str, ...]) -> None:
    if json:
        show.as_json(answer)
    else:
        words = "  ".join(str(answer[key] or "–") for key in keys)
        show.say(printable(f"{answer['file']}  {words}"))


def _day(text: str | None) -> datetime:
    from watcher.app import utc_now

    if text is None:
        return utc_now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            _("{text} is no time; write 2026-12-01T08:00.", text=text)
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
