"""What keeps the history in order: counted again, forgotten, mended after a clock was set."""

import logging
from datetime import datetime, timedelta

from watcher.core.looks.observation import Reason
from watcher.core.period import Period
from watcher.jobs.intervals import intervals
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.looks import strips
from watcher.storage.looks.gaps import add_gap
from watcher.storage.register.register import sites
from watcher.storage.schedule.queue import pull_back
from watcher.storage.upkeep import prune

log = logging.getLogger(__name__)
ROLL_DAYS = timedelta(days=3)
LETTER_BODIES_KEPT = timedelta(days=90)


def roll_up(database: Database, settings: Settings, now: datetime) -> None:
    """Count the last three days of every site again, so that a slip does not outlive the night."""
    interval = timedelta(minutes=settings.looks.availability_minutes)
    zone = settings.programme.zoneinfo
    for site in sites(database):
        with database.write() as connection:  # one site a transaction: looks must not wait
            strips.rebuild(connection, site.id, now - ROLL_DAYS, now, zone, interval)


def forget(database: Database, settings: Settings, now: datetime) -> None:
    """Drop raw looks and letter bodies past their time; strips, incidents and facts stay."""
    looks = prune.forget_looks(database, now - timedelta(days=settings.looks.keep_days))
    bodies = outbox.forget_bodies(database, now - LETTER_BODIES_KEPT)
    prune.tidy(database)
    log.info("forgotten", extra={"looks": looks, "letter_bodies": bodies})


def mend_after_set_back(database: Database, settings: Settings, now: datetime) -> None:
    """Make due what was planned by a clock that has been set back since.

    The history cannot be told anew; a mark says from where on its times begin again.
    """
    brought = pull_back(database, intervals(settings), now)
    add_gap(database, Reason.OWN_NETWORK, Period(now, now + timedelta(seconds=1)))
    log.warning("clock_set_back", extra={"looks": brought})
