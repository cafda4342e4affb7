"""Read the state of all sites, of one site, and of the watcher itself: `watcher status`."""

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
from watcher.storage.upkeep.daemon_lock import RunningDaemon, daemon, is_alive
from watcher.wording.formats import readable_host

#: A daemon whose last heartbeat is older than this is not running.
ALIVE_WITHIN = timedelta(seconds=60)
RECENT = 8  # looks that are shown of one site: two hours, at one per quarter hour


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """The figures of today, and the health of the watcher.

    Attributes:
        lag: how late the most overdue look of each kind is.
        letters: number of letters in each state.
        unreadable: top-level domains without a conclusive answer for over a day.
    """

    figures: Figures
    daemon: RunningDaemon | None
    alive: bool
    lag: dict[Kind, timedelta]
    letters: dict[LetterState, int]
    unreadable: list[str]


def status(database: Database, settings: Settings, now: datetime) -> OfficeStatus:
    """Read everything that `watcher status` shows of all sites."""
    zone = settings.programme.zoneinfo
    known = known_now(database, settings, now)
    last = daemon(database)
    letters = [stored.state for stored in outbox.all_letters(database)]
    return OfficeStatus(
        figures=figures(Month.of(now, zone), known, rules_of(settings), signed=False),
        daemon=last,
        alive=last is not None and now - last.beat_at < ALIVE_WITHIN and is_alive(last),
        lag=lag(database, now),
        letters={state: letters.count(state) for state in LetterState if state in letters},
        unreadable=unreadable(database, now),
    )


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """What is shown of one site only.

    Attributes:
        looks: the last ones, the newest first.
        pause: the act that paused or removed the site, if it is not watched.
    """

    looks: list[RecentLook]
    pause: Act | None


def site_details(database: Database, site: Site) -> SiteDetails:
    """Read what only `watcher status SITE` shows."""
    paused = [act for act in acts_of(database, site.id) if act.kind is ActKind.PAUSED]
    is_paused = site.standing is not MonitoringStatus.ACTIVE and bool(paused)
    return SiteDetails(recent_looks(database, site.id, RECENT), paused[-1] if is_paused else None)


def find_site(found: Figures, wanted: str) -> SiteFigure | None:
    """Return the site with this number, host, address or name of a business.

    Part of a name is enough if it matches one business only.
    """
    plain = wanted.partition("://")[2] or wanted
    plain = plain.removeprefix("www.").rstrip("/").lower()
    for figure in found.everyone:
        host = figure.site.host
        names = {str(figure.site.id), host, figure.site.domain, readable_host(host)}
        if wanted in names or plain in names:
            return figure
    named = [fig for fig in found.everyone if wanted.casefold() in fig.site.business.casefold()]
    exact = [fig for fig in named if wanted.casefold() == fig.site.business.casefold()]
    return (exact or named)[0] if len(exact or named) == 1 else None
