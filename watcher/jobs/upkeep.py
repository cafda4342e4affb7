"""What is done at night: count the last days again, and forget what need not be kept."""

import logging
from datetime import datetime, timedelta

from watcher.settings import Settings
from watcher.storage import outbox, prune, strips
from watcher.storage.engine import Database
from watcher.storage.register import sites

log = logging.getLogger(__name__)
ROLL_DAYS = timedelta(days=3)
LETTER_BODIES_KEPT = timedelta(days=90)


def roll_up(database: Database, settings: Settings, now: datetime) -> None:
    """Count the last three days of every site again, so that a slip does not outlive the night."""
    interval = timedelta(minutes=settings.looks.availability_minutes)
    zone = settings.programme.zoneinfo
    for site in sites(database):
        with database.write() as connection:  # one site a transaction: looks must not wait
            strips.roll_again(connection, site.id, now - ROLL_DAYS, now, zone, interval)


def forget(database: Database, settings: Settings, now: datetime) -> None:
    """Drop raw looks and letter bodies past their time; strips, incidents and facts stay."""
    looks = prune.forget_looks(database, now - timedelta(days=settings.looks.keep_days))
    bodies = outbox.forget_bodies(database, now - LETTER_BODIES_KEPT)
    prune.tidy(database)
    log.info("forgotten", extra={"looks": looks, "letter_bodies": bodies})
