"""Find the site that a command is about, and the person who typed it."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.cli.open_office import open_office

if TYPE_CHECKING:
    from watcher.core.sites.site import Site
    from watcher.jobs.acts import Person
    from watcher.settings import Settings
    from watcher.storage.engine import Database

_ = spoken


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site that a command names, with the open database and the settings."""

    database: "Database"
    settings: "Settings"
    site: "Site"

    @property
    def today(self) -> date:
        """Today in the office's time zone."""
        from watcher.app import utc_now
        from watcher.core.period import local_day

        return local_day(utc_now(), self.settings.programme.zoneinfo)

    def person(self, by: str, reason: str) -> "Person":
        """Return who acts: `by`, or the login name where that is blank."""
        from watcher.app import utc_now
        from watcher.jobs.acts import Person

        return Person(by.strip() or _login(), utc_now(), "cli", reason)


@contextmanager
def found_site(wanted: str) -> Iterator[FoundSite]:
    """Open the database and yield the site that is named; exit with status 1 where there is none.

    Args:
        wanted: number, host, address or business of a site.
    """
    from watcher.app import utc_now
    from watcher.jobs.status import find_site
    from watcher.jobs.status import status as read_status

    with open_office() as (settings, database):
        figure = find_site(read_status(database, settings, utc_now()).figures, wanted)
        if figure is None:
            show.note(_("There is no site {site} in the register.", site=wanted))
            raise typer.Exit(1)
        yield FoundSite(database, settings, figure.site)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id without a name, as in a container
        return "?"


def typed_day(text: str) -> date:
    """Parse a day as an import does: 31/10/2027, 2027-10-31.

    Raises:
        BadParameter: it is no day, or only a year.
    """
    from watcher.jobs.intake.typed_days import is_year, spelled

    with suppress(ValueError):
        if not is_year(text):
            return spelled(text.strip())
    message = _("{text} is no day; write it as 31/10/2027 or 2027-10-31.", text=text)
    raise typer.BadParameter(message)
