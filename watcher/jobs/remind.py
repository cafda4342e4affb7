"""Once a day and after every import: what the passing of days makes due, into the outbox."""

from datetime import datetime

from watcher.core.history import History
from watcher.core.notice import Notice, SiteClock, domain_clock, due_on, hosting_clock
from watcher.core.period import local_day
from watcher.jobs.write import Desk
from watcher.settings import Settings
from watcher.storage import history, outbox
from watcher.storage.engine import Database


def remind(database: Database, settings: Settings, now: datetime) -> int:
    """Queue every letter that is due at `now` and was not written before. Return how many."""
    desk = Desk.of(database, settings)
    return outbox.queue(
        database,
        [desk.write(n, now) for n in due_notices(database, settings, now) if desk.reaches(n)],
    )


def due_notices(database: Database, settings: Settings, now: datetime) -> list[Notice]:
    """Say what would have to be written at `now`, written before or not."""
    known = history.until_now(database, settings.programme.zoneinfo, now)
    return due_on(local_day(now, settings.programme.zoneinfo), clocks_of(known, settings))


def clocks_of(known: History, settings: Settings) -> list[SiteClock]:
    """The domain and hosting clocks of all sites."""
    clocks = []
    for one in known.sites:
        life = settings.registry.ending(one.site.domain).life
        if one.site.domain is not None:
            clocks.append(domain_clock(one.site, one.domain, life))
        clocks.append(hosting_clock(one.site, life))
    return clocks
