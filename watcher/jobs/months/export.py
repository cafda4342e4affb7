"""Export the day strips, from which all percentages of the reports are computed."""

from datetime import date
from pathlib import Path

from watcher.report.data.parquet import write_days
from watcher.storage.engine import Database
from watcher.storage.looks.strips import days_of_all
from watcher.storage.register import register


def export_days(database: Database, file: Path, first: date | None, last: date) -> int:
    """Write the days of all sites to a Parquet file. Return how many rows.

    Args:
        file: where to write.
        first: the first day; None for the oldest one stored.
        last: the last day.

    Raises:
        WatcherError: the extra is not installed, or the file cannot be written.
    """
    sites = {site.id: site for site in register.sites(database)}
    communities = {c.id: c.name for c in register.communities(database)}
    with database.read() as connection:
        return write_days(file, days_of_all(connection, first, last), sites, communities)
