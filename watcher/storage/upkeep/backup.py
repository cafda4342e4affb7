"""A copy of the database at one consistent moment, made while looks go on; and back again."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from watcher.core.errors import StorageError
from watcher.storage.engine import Database
from watcher.storage.upkeep.daemon_lock import no_daemon

PAGES_AT_ONCE = 1000
#: What SQLite keeps beside a database: it belongs to that file and to no other.
_BESIDE = ("", "-wal", "-shm")


def back_up(database: Database, target: Path) -> int:
    """Copy the database to a file that is whole or not there. Return its size in bytes.

    Raises:
        StorageError: the copy cannot be written, or does not pass SQLite's own check.
    """
    try:
        with closing(sqlite3.connect(database.path)) as source:
            _copy_checked(source, target)
        return target.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            "{target}: the backup cannot be written ({why})", target=target, why=error
        ) from error


def restore(backup: Path, target: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database, whatever is there: it may be damaged.

    Returns:
        Where what was there is kept; None where nothing was.

    Raises:
        StorageBusyError: a daemon runs on it.
        StorageError: the backup is damaged, or the place cannot be written. Nothing was touched.
    """
    with no_daemon(target):
        try:
            address = f"{backup.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as source:
                _check(source, backup)
                return _put_in_place(source, target, now)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                "{backup}: cannot be restored ({why})", backup=backup, why=error
            ) from error


def _put_in_place(source: sqlite3.Connection, target: Path, now: datetime) -> Path | None:
    kept = target.with_name(f"{target.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    unfinished = _beside(target, ".restoring")
    _copy_checked(source, unfinished)
    was_there = target.exists()
    for suffix in reversed(_BESIDE):  # the database last: until then it is whole
        if (old := _beside(target, suffix)).exists():
            old.replace(_beside(kept, suffix))
    unfinished.replace(target)
    return kept if was_there else None


def _copy_checked(source: sqlite3.Connection, target: Path) -> None:
    """Copy to a file that is whole or not there. Raises StorageError, OSError or sqlite3.Error."""
    unfinished = _beside(target, ".part")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy, pages=PAGES_AT_ONCE)
            _check(copy, target)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _check(copy: sqlite3.Connection, path: Path) -> None:
    (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise StorageError("{path}: is damaged: {verdict}", path=path, verdict=verdict)
    copy.execute("SELECT version_num FROM alembic_version")  # an empty file is sound, but not ours
