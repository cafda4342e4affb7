"""site: what the office itself says of a site: shown, paused, resumed, paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import show
from watcher.cli.daemon import status
from watcher.cli.invocation import current

if TYPE_CHECKING:
    from watcher.core.site import Site
    from watcher.storage.engine import Database

_ = current().words


class Why(StrEnum):
    """What became of a site that is paused."""

    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Said(StrEnum):
    """What an owner answered."""

    RENEWED = "renewed"
    HELP = "help"
    CLOSE = "close"
    STOP = "stop"


class Term(StrEnum):
    """What was paid."""

    DOMAIN = "domain"
    HOSTING = "hosting"


_SITE = Annotated[str, typer.Argument(help=_("Number, host or address of a site."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this group."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=_("What the office says of a site.")
    )
    group.command("show", help=_("The state of one site."))(show_site)
    group.command("pause", help=_("Leave it in peace: no looks, no letters."))(pause)
    group.command("resume", help=_("Watch it again."))(resume)
    group.command("answered", help=_("Write down what its owner said."))(answered)
    group.command("confirm-payment", help=_("Somebody has seen the receipt."))(confirm_payment)
    app.add_typer(group, name="site")


def show_site(
    site: _SITE,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """The same as `watcher status SITE`."""
    status(site, json)


def pause(
    site: _SITE,
    why: Annotated[Why, typer.Option(help=_("paused, closed or withdrawn."))] = Why.PAUSED,
    reason: Annotated[str, typer.Option(help=_("In the office's own words."))] = "",
) -> None:
    """Take a site out of watching and out of every percentage."""
    from watcher.app import utc_now
    from watcher.core.site import Standing
    from watcher.storage.office_word import pause as leave_in_peace

    with _found(site) as (database, one):
        leave_in_peace(database, one.id, Standing(why), utc_now(), reason)
        show.say(_("{site} is left in peace.", site=one.host))


def resume(site: _SITE) -> None:
    """Take a site back into watching."""
    from watcher.app import utc_now
    from watcher.storage.office_word import resume as watch_again

    with _found(site) as (database, one):
        watch_again(database, one.id, utc_now())
        show.say(_("{site} is watched.", site=one.host))


def confirm_payment(
    site: _SITE,
    until: Annotated[str, typer.Option(help=_("The end of the paid term, such as 2027-10-31."))],
    term: Annotated[Term, typer.Option(help=_("domain or hosting."))] = Term.DOMAIN,
) -> None:
    """Believe a renewal that a person has seen paid."""
    from watcher.storage.office_word import confirm_domain, confirm_hosting

    day = _day(until)
    with _found(site) as (database, one):
        (confirm_domain if term is Term.DOMAIN else confirm_hosting)(database, one.id, day)
        show.say(_("{site}: paid until {day}.", site=one.host, day=day.isoformat()))


def answered(
    site: _SITE,
    word: Annotated[Said, typer.Argument(help=_("renewed, help, close or stop."))],
    on: Annotated[str | None, typer.Option(help=_("The day, such as 2026-10-12; today."))] = None,
) -> None:
    """Keep an owner's answer, however it came: by mail, by telephone, by WhatsApp."""
    from watcher.app import utc_now
    from watcher.core.period import local_day
    from watcher.core.site import Answer
    from watcher.storage.office_word import note_answer

    zone = current().settings().programme.zoneinfo
    day = _day(on) if on else local_day(utc_now(), zone)
    said = {"renewed": Answer.DONE, "help": Answer.HELP, "close": Answer.CLOSE, "stop": Answer.STOP}
    with _found(site) as (database, one):
        note_answer(database, one.id, said[word], day)
        show.say(_("{site}: answer of {day} noted.", site=one.host, day=day.isoformat()))


@contextmanager
def _found(wanted: str) -> "Iterator[tuple[Database, Site]]":
    """Open the database and find the site that is meant."""
    from watcher.app import utc_now
    from watcher.jobs.status import find_site
    from watcher.jobs.status import status as read_status
    from watcher.storage.engine import open_database

    settings = current().settings()
    database = open_database(settings.database.url)
    try:
        figure = find_site(read_status(database, settings, utc_now()).figures, wanted)
        if figure is None:
            show.note(_("There is no site {site} in the register.", site=wanted))
            raise typer.Exit(1)
        yield database, figure.site
    finally:
        database.close()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("{text} is no day; write it as 2027-10-31.", text=text)
        raise typer.BadParameter(message) from None
