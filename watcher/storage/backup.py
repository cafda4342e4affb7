"""A copy of the database at one consistent moment, made while looks go on; and back again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from watcher.core.errors import StorageError
from watcher.storage.engine import Database

PAGES_AT_ONCE = 1000


def back_up(database: Database, target: Path) -> int:
    """Copy the database to a file that is whole or not there. Return its size in bytes.

    Raises:
        StorageError: the copy cannot be written, or does not pass SQLite's own check.
    """
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        source, copy = sqlite3.connect(database.path), sqlite3.connect(unfinished)
        with closing(source), closing(copy):
            source.backup(copy, pages=PAGES_AT_ONCE)
            _check(copy, target)
        unfinished.replace(target)
        return target.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{target}: the backup cannot be written ({error})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(backup: Path, target: Path) -> None:
    """Put a backup in the place of the database. The daemon must not run.

    Raises:
        StorageError: the backup is damaged, or the place cannot be written.
    """
    try:
        with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as source:
            _check(source, backup)
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{backup}: cannot be restored ({error})") from error


def _check(copy: sqlite3.Connection, path: Path) -> None:
    (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise StorageError(f"{path}: is damaged: {verdict}")
    copy.execute("SELECT version_num FROM alembic_version")  # an empty file is sound, but not ours
