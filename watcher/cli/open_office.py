"""Open the settings and the database that a command works on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from watcher.cli.invocation import current

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.storage.engine import Database


@contextmanager
def open_office(*, to_read: bool = False) -> Iterator[tuple["Settings", "Database"]]:
    """Yield the settings in force and the database, open until the block ends.

    Args:
        to_read: nothing is written, so that a full disk or a read-only file is no error.

    Raises:
        SettingsError: there are no settings, or they are invalid.
        StorageError: the database cannot be used.
    """
    from watcher.storage.engine import open_database, open_to_read

    settings = current().settings()
    opened = (open_to_read if to_read else open_database)(settings.database.url)
    with closing(opened) as database:
        yield settings, database
