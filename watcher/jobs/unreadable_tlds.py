"""Which top-level domains gave no conclusive answer for over a day, by all looks of this office."""

from datetime import datetime, timedelta

from watcher.core.domains.silent_tlds import silent_for_two_days
from watcher.storage.engine import Database
from watcher.storage.registries.registry_looks import asked_within

A_DAY = timedelta(days=1)
#: An inconclusive name is asked again after a day and, by the grid of slots, up to an hour.
WINDOW = timedelta(hours=26)


def unreadable(database: Database, now: datetime) -> list[str]:
    """The top-level domains without a conclusive answer yesterday and today."""
    today, yesterday = (asked_within(database, at - WINDOW, at) for at in (now, now - A_DAY))
    return silent_for_two_days(today, yesterday)
