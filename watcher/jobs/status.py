"""How is the programme today, how is one site, and how is the watcher itself?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.observation import Kind
from watcher.core.period import Month
from watcher.jobs.breakage import unreadable
from watcher.jobs.closing import rules_of
from watcher.report.figures import Figures, SiteFigure
from watcher.report.reckon import figures
from watcher.settings import Settings
from watcher.storage import history, outbox
from watcher.storage.daemon import Daemon, daemon
from watcher.storage.engine import Database
from watcher.storage.queue import lag
from watcher.storage.tables import LetterState

#: A daemon that has not said so for this long is not running.
ALIVE_WITHIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Status:
    """Today, in figures, and the health of the watcher.

    Attributes:
        unreadable: endings of domains whose registries told nothing for over a day.
    """

    figures: Figures
    daemon: Daemon | None
    alive: bool
    lag: dict[Kind, timedelta]
    letters: dict[LetterState, int]
    unreadable: list[str]


def status(database: Database, settings: Settings, now: datetime) -> Status:
    """Read everything that `watcher status` tells."""
    zone = settings.programme.zoneinfo
    known = history.until_now(database, zone, now)
    last = daemon(database)
    letters = [stored.state for stored in outbox.all_letters(database)]
    return Status(
        figures=figures(Month.of(now, zone), known, rules_of(settings)),
        daemon=last,
        alive=last is not None and now - last.beat_at < ALIVE_WITHIN,
        lag=lag(database, now),
        letters={state: letters.count(state) for state in LetterState if state in letters},
        unreadable=unreadable(database, now),
    )


def find_site(found: Figures, wanted: str) -> SiteFigure | None:
    """The site that a number, a host or an address means."""
    plain = wanted.partition("://")[2] or wanted
    plain = plain.removeprefix("www.").rstrip("/")
    for figure in (*found.sites, *found.away):
        names = {str(figure.site.id), figure.site.host, figure.site.domain}
        if wanted in names or plain in names:
            return figure
    return None
