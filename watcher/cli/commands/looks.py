"""look: check addresses or a domain once, and store nothing."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.invocation import current, spoken
from watcher.core.period import utc_day
from watcher.core.printable import printable

if TYPE_CHECKING:
    from watcher.jobs.looks.adhoc_check import AdhocCheck
    from watcher.net.client import Client
    from watcher.settings import Settings

_ = spoken


class Body(StrEnum):
    """How much of a page is received; the values of adhoc_check.BodyWanted, which imports httpx."""

    FIRST = "first"
    FULL = "full"
    HASH = "hash"


class Via(StrEnum):
    """Which source is asked about a domain."""

    RDAP = "rdap"
    WHOIS = "whois"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    app.command("look", help=_("Look once at addresses or a domain; nothing is stored."))(look)


def look(
    urls: Annotated[
        list[str] | None, typer.Argument(help=_("Web addresses."), metavar="URL...")
    ] = None,
    list_: Annotated[
        Path | None, typer.Option("--list", help=_("A file, one address a line."))
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=5000, help=_("Looks at once."))] = 50,
    body: Annotated[
        Body, typer.Option(help=_("first (16 KB), full (2 MB) or hash (2 MB, not judged)."))
    ] = Body.FIRST,
    domain: Annotated[
        str | None, typer.Option(help=_("Ask the registry about a name instead."))
    ] = None,
    via: Annotated[
        Via | None, typer.Option(help=_("rdap or whois: ask that source alone."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print JSON lines."))] = False,
) -> None:
    """Look at each address once. Exit status 0, whatever was found."""
    settings = _settings()
    from watcher.app import run

    if domain is not None:
        run(_ask(domain, via, settings, json))
        return
    wanted = chain(urls or (), _lines(list_) if list_ else ())
    first = next(wanted, None)
    if first is None:
        raise typer.BadParameter(_("Name an address, a --list or a --domain."))
    run(_look(chain((first,), wanted), settings, concurrency, body, json))


def _settings() -> "Settings":
    """Read the settings; the defaults where there is no configuration."""
    from watcher.core.errors import SettingsError
    from watcher.settings import Settings, find

    try:
        find(current().config)
    except SettingsError:
        return Settings()
    return current().settings()


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file without comments and blank ones.

    From one string: a list of a hundred thousand addresses takes three times as much memory.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {_.template(error.strerror or '')}") from error
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{path}: {error}") from error
    lines = (line[0].strip() for line in re.finditer(".+", text))
    return (line for line in lines if line and not line.startswith("#"))


async def _look(
    urls: Iterable[str], settings: "Settings", at_once: int, body: Body, json: bool
) -> None:
    from watcher.app import office_client, utc_now
    from watcher.cli.views import contract
    from watcher.jobs.looks import adhoc_check as job

    def as_json(check: "AdhocCheck") -> None:
        show.as_json(contract.look(check))

    async with office_client(settings) as net:
        tell, wanted = as_json if json else _print, job.BodyWanted(body)
        await job.check_urls(urls, net, utc_now, tell, at_once=at_once, body=wanted)


def _print(check: "AdhocCheck") -> None:
    from watcher.core.looks.look_state import look_state
    from watcher.core.looks.observation import AvailabilityFacts
    from watcher.wording.terms import REASONS

    found = check.finding
    facts = found.facts
    title = facts.http.title if isinstance(facts, AvailabilityFacts) and facts.http else ""
    milliseconds = round(check.took.total_seconds() * 1000)
    seen = f"{look_state(found.reason):9} {milliseconds:5} ms  {check.url}"
    show.say(printable(f"{seen}  {_(REASONS[found.reason])}  {title}".rstrip()))


@asynccontextmanager
async def _asking(settings: "Settings", net: "Client") -> AsyncIterator[None]:
    """Share limits and refusals of registries with the office's processes, if it has a database."""
    from watcher.app import utc_now
    from watcher.core.errors import StorageError
    from watcher.jobs.looks.registry_access import shared_by_processes
    from watcher.storage.engine import open_database

    try:
        database = open_database(settings.database.url)
    except StorageError:  # no database, or no right to write it: a single query is still allowed
        yield
        return
    between = timedelta(seconds=settings.registry.seconds_between)
    try:
        async with shared_by_processes(net.registries, database, between, utc_now):
            yield
    finally:
        database.close()


async def _ask(name: str, via: str | None, settings: "Settings", json: bool) -> None:
    from watcher.app import office_client, utc_now
    from watcher.cli.views import contract
    from watcher.jobs.looks.adhoc_check import ask_about
    from watcher.probes.domain.registrable import registrable
    from watcher.wording.terms import DOMAIN_STATES, REASONS

    domain = registrable(name)
    if domain is None:
        raise typer.BadParameter(_("{name} is no name that is registered by itself.", name=name))
    async with office_client(settings) as net, _asking(settings, net):
        found = await ask_about(domain, net, utc_now, via)
    answer = contract.registration(
        domain, found, utc_day(utc_now()), settings.registry.ending(domain).life
    )
    if json:
        show.as_json(answer)
    else:
        from watcher.core.looks.observation import DomainState

        state = _(DOMAIN_STATES[DomainState(str(answer["state"]))])
        ends = answer["expires_on"] or _(REASONS[found.reason])
        show.say(printable(f"{domain}  {state}  {ends}  {answer['registrar'] or ''}".rstrip()))
