"""Forget raw looks past their time, and keep the file tidy."""

from datetime import datetime

from sqlalchemy import delete

from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import ObservationRow

_LOOK = table_of(ObservationRow)


def forget_looks(database: Database, before: datetime) -> int:
    """Delete looks whose slot lies before an instant. Return how many."""
    with database.write() as connection:
        return connection.execute(delete(_LOOK).where(_LOOK.c.slot_at < before)).rowcount


def tidy(database: Database) -> None:
    """Fold the write-ahead log back, so that it cannot grow for ever behind a slow reader."""
    connection = database.writer.raw_connection()  # no transaction: within one it is refused
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
