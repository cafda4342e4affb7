"""Find top-level domains without a conclusive answer for over a day, in all looks of the office."""

from datetime import datetime, timedelta

from watcher.core.domains.silent_tlds import silent_for_two_days
from watcher.storage.engine import Database
from watcher.storage.registries.registry_looks import asked_within

A_DAY = timedelta(days=1)
#: A domain with an inconclusive answer is looked up again after 24 to 25 hours.
WINDOW = timedelta(hours=26)


def unreadable(database: Database, now: datetime) -> list[str]:
    """Return the top-level domains without a conclusive answer yesterday and today."""
    today, yesterday = (asked_within(database, at - WINDOW, at) for at in (now, now - A_DAY))
    return silent_for_two_days(today, yesterday)
