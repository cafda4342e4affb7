"""Read history with the office's time zone and interval, as all jobs do."""

from datetime import datetime

from watcher.core.looks.observation import Kind
from watcher.core.period import Month
from watcher.core.sites.site_history import History
from watcher.jobs.intervals import intervals
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.months import month_history


def known_now(database: Database, settings: Settings, now: datetime) -> History:
    """Read the running month until now."""
    return known_month(database, settings, Month.of(now, settings.programme.zoneinfo), now)


def known_month(database: Database, settings: Settings, month: Month, now: datetime) -> History:
    """Read a month; one that is not over yet is read until now."""
    every = intervals(settings)[Kind.AVAILABILITY]
    return month_history.month(database, month, settings.programme.zoneinfo, now, every)
