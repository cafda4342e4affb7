"""How is the programme today, how is one site, and how is the watcher itself?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.looks.observation import Kind
from watcher.core.period import Month
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.site import MonitoringStatus, Site
from watcher.jobs.months.closing import rules_of
from watcher.jobs.months.standing_now import known_now
from watcher.jobs.unreadable_tlds import unreadable
from watcher.report.figures.compute import figures
from watcher.report.figures.month_figures import Figures
from watcher.report.figures.site_figure import SiteFigure
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.looks.recent_looks import RecentLook, recent_looks
from watcher.storage.register.act_rows import acts_of
from watcher.storage.schedule.queue import lag
from watcher.storage.tables import LetterState
from watcher.storage.upkeep.daemon_lock import RunningDaemon, daemon, lives
from watcher.wording.formats import readable_host

#: A daemon that has not said so for this long is not running.
ALIVE_WITHIN = timedelta(seconds=60)
RECENT = 8  # looks that are told of one site: two hours of them


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """Today, in figures, and the health of the watcher.

    Attributes:
        unreadable: top-level domains without a conclusive answer for over a day.
    """

    figures: Figures
    daemon: RunningDaemon | None
    alive: bool
    lag: dict[Kind, timedelta]
    letters: dict[LetterState, int]
    unreadable: list[str]


def status(database: Database, settings: Settings, now: datetime) -> OfficeStatus:
    """Read everything that `watcher status` tells."""
    zone = settings.programme.zoneinfo
    known = known_now(database, settings, now)
    last = daemon(database)
    letters = [stored.state for stored in outbox.all_letters(database)]
    return OfficeStatus(
        figures=figures(Month.of(now, zone), known, rules_of(settings), signed=False),
        daemon=last,
        alive=last is not None and now - last.beat_at < ALIVE_WITHIN and lives(last),
        lag=lag(database, now),
        letters={state: letters.count(state) for state in LetterState if state in letters},
        unreadable=unreadable(database, now),
    )


@dataclass(frozen=True, slots=True)
class Near:
    """One site from near by: its last looks, the newest first, and why it rests, if it does."""

    looks: list[RecentLook]
    pause: Act | None


def near(database: Database, site: Site) -> Near:
    """Read what only `watcher status SITE` tells."""
    paused = [act for act in acts_of(database, site.id) if act.kind is ActKind.PAUSED]
    rests = site.standing is not MonitoringStatus.ACTIVE and bool(paused)
    return Near(recent_looks(database, site.id, RECENT), paused[-1] if rests else None)


def find_site(found: Figures, wanted: str) -> SiteFigure | None:
    """The site that a number, a host, an address or the name of a business means.

    A name may be typed in part, as long as it means one business alone.
    """
    plain = wanted.partition("://")[2] or wanted
    plain = plain.removeprefix("www.").rstrip("/").lower()
    for figure in found.everyone:
        host = figure.site.host
        names = {str(figure.site.id), host, figure.site.domain, readable_host(host)}
        if wanted in names or plain in names:
            return figure
    named = [one for one in found.everyone if wanted.casefold() in one.site.business.casefold()]
    exact = [one for one in named if wanted.casefold() == one.site.business.casefold()]
    return (exact or named)[0] if len(exact or named) == 1 else None
