"""Copy the database at one consistent moment while looks go on, and restore such a copy."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from watcher.core.errors import StorageError
from watcher.storage.driver_errors import translate_driver_errors
from watcher.storage.engine import Database
from watcher.storage.upkeep.daemon_lock import no_daemon

PAGES_AT_ONCE = 1000
#: The database and the files that SQLite keeps beside it: these must never meet another database.
_BESIDE = ("", "-wal", "-shm")


def back_up(database: Database, target: Path) -> int:
    """Copy the database; `target` appears only once it is whole. Return its size in bytes.

    Raises:
        StorageError: the copy cannot be written, or does not pass SQLite's own check.
    """
    try:
        with closing(sqlite3.connect(database.path)) as source:
            _read(source, database.path)
            _copy_checked(source, target)
        return target.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            "{target}: the backup cannot be written ({why})", target=target, why=_why(error)
        ) from error


def restore(backup: Path, target: Path, now: datetime) -> Path | None:
    """Replace the database by a backup. The database may be damaged or missing.

    Args:
        backup: the file to restore; it is only read.
        target: the database.
        now: part of the name under which the replaced database is kept.

    Returns:
        Where the replaced database is kept; None where there was none.

    Raises:
        StorageBusyError: a daemon runs on it.
        StorageError: the backup is damaged, or `target` cannot be written. Nothing was touched.
    """
    with no_daemon(target):
        try:
            backup.open("rb").close()  # the OS names the cause of a failure, SQLite does not
            address = f"{backup.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as source:
                _check(source, backup)
                return _put_in_place(source, target, now)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                "{backup}: cannot be restored ({why})", backup=backup, why=_why(error)
            ) from error


def _why(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _put_in_place(source: sqlite3.Connection, target: Path, now: datetime) -> Path | None:
    kept = target.with_name(f"{target.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    unfinished = _beside(target, ".restoring")
    _copy_checked(source, unfinished)
    was_there = target.exists()
    for suffix in reversed(_BESIDE):  # the database last: a crash before that leaves it in place
        if (old := _beside(target, suffix)).exists():
            old.replace(_beside(kept, suffix))
    unfinished.replace(target)
    return kept if was_there else None


def _copy_checked(source: sqlite3.Connection, target: Path) -> None:
    """Copy; `target` appears only once it is whole. Raises StorageError or OSError."""
    unfinished = _beside(target, ".part")
    try:
        unfinished.unlink(missing_ok=True)
        with (
            translate_driver_errors(target),
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy, pages=PAGES_AT_ONCE)
            _check(copy, target)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _read(source: sqlite3.Connection, path: Path) -> None:
    """Read the first page. Raises StorageError where the file is no database."""
    with translate_driver_errors(path):
        source.execute("PRAGMA schema_version").fetchone()


def _is_sound(copy: sqlite3.Connection) -> bool:
    try:
        return bool(copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT:
            return False
        raise


def _check(copy: sqlite3.Connection, path: Path) -> None:
    """Check a copy. Raises StorageError where it is damaged, or no database of watcher."""
    with translate_driver_errors(path):
        if not _is_sound(copy):
            raise StorageError("{path}: is damaged; take another copy", path=path)
        tables = copy.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
        ours = tables.fetchone() is not None
    if not ours:  # an empty file is sound
        raise StorageError("{path}: is not a watcher database", path=path)
