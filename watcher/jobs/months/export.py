"""Export the day strips: what every percentage of every report was summed from."""

from datetime import date
from pathlib import Path

from watcher.report.data.parquet import write_days
from watcher.storage.engine import Database
from watcher.storage.looks.strips import days_of_all
from watcher.storage.register import register


def export_days(database: Database, file: Path, first: date | None, last: date) -> int:
    """Write all days from `first` (or the first one there is) to `last`. Return how many rows.

    Raises:
        WatcherError: the extra is not installed, or the file cannot be written.
    """
    sites = {site.id: site for site in register.sites(database)}
    communities = {one.id: one.name for one in register.communities(database)}
    with database.read() as connection:
        return write_days(file, days_of_all(connection, first, last), sites, communities)
