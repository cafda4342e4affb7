"""Delete raw looks past their retention, and truncate the write-ahead log."""

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
    """Write the write-ahead log back and truncate it: a slow reader can make it grow for ever."""
    connection = database.writer.raw_connection()  # SQLite refuses this within a transaction
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
