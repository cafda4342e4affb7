"""Maintain the history: recount the last days, prune, and repair after the clock was set back."""

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
    """Count the last three days of every site again from raw looks, so that no error persists."""
    interval = timedelta(minutes=settings.looks.availability_minutes)
    zone = settings.programme.zoneinfo
    for site in sites(database):
        with database.write() as connection:  # one transaction per site: looks wait no longer
            strips.rebuild(connection, site.id, now - ROLL_DAYS, now, zone, interval)


def forget(database: Database, settings: Settings, now: datetime) -> None:
    """Delete raw looks and letter bodies past their retention; strips, incidents, facts stay."""
    looks = prune.forget_looks(database, now - timedelta(days=settings.looks.keep_days))
    bodies = outbox.forget_bodies(database, now - LETTER_BODIES_KEPT)
    prune.tidy(database)
    log.info("forgotten", extra={"looks": looks, "letter_bodies": bodies})


def mend_after_set_back(database: Database, settings: Settings, now: datetime) -> None:
    """Make looks due that were planned by a clock that has since been set back.

    Stored times cannot be corrected; a gap of one second marks where they begin again.
    """
    made_due = pull_back(database, intervals(settings), now)
    add_gap(database, Reason.OWN_NETWORK, Period(now, now + timedelta(seconds=1)))
    log.warning("clock_set_back", extra={"looks": made_due})
