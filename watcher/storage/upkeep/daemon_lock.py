"""Allow one daemon per database.

The lock is an flock on a file beside the database: the kernel drops it with the process, so a
kill -9 leaves nothing stale. The row only serves the error message and the heartbeat.
"""

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.errors import StorageBusyError
from watcher.storage.engine import Database
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import DaemonRow

_DAEMON = table_of(DaemonRow)


@dataclass(frozen=True, slots=True)
class RunningDaemon:
    """The daemon that last ran. `beat_at` is its last heartbeat."""

    pid: int
    host: str
    version: str
    started_at: datetime
    beat_at: datetime


@contextmanager
def sole_daemon(database: Database, version: str, now: datetime) -> Iterator[RunningDaemon | None]:
    """Hold the daemon's lock on this database within the block.

    Args:
        version: of this program, for the row.

    Yields:
        The daemon that ran before: no look was made after its last heartbeat.

    Raises:
        StorageBusyError: another one runs; names its pid.
    """
    try:
        with _locked(database.path):
            predecessor = daemon(database)
            _sign_on(database, version, now)
            yield predecessor
    except _LockedError as error:
        first = daemon(database)
        who = f"pid {first.pid} on {first.host}" if first else "another process"
        raise StorageBusyError(
            "A watcher runs on {path} already ({who}); this one stops.", path=database.path, who=who
        ) from error


@contextmanager
def no_daemon(path: Path) -> Iterator[None]:
    """Prevent daemons from starting within the block; works on a damaged database too.

    Raises:
        StorageBusyError: one runs.
    """
    try:
        with _locked(path):
            yield
    except _LockedError as error:
        raise StorageBusyError(
            "{path}: a watcher runs on it. Stop it first: systemctl stop watcher", path=path
        ) from error


class _LockedError(Exception):
    """Another process holds the lock."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.with_name(path.name + ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _LockedError from error
        yield


def daemon(database: Database) -> RunningDaemon | None:
    """Read which daemon last ran on this database."""
    with database.read() as connection:
        row = connection.execute(select(_DAEMON).where(_DAEMON.c.vantage == VANTAGE)).first()
    if row is None:
        return None
    return RunningDaemon(row.pid, row.host, row.version, row.started_at, row.beat_at)


def is_alive(last: RunningDaemon) -> bool:
    """Return whether its process exists: after a kill -9 the heartbeat is still recent.

    True for a process on another machine, of which only the heartbeat is known.
    """
    if last.host != platform.node():
        return True
    try:
        os.kill(last.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it exists, and belongs to another user
        return True
    return True


def beat(database: Database, now: datetime) -> None:
    """Write a heartbeat. Two that lie too far apart show that the daemon did not run in between."""
    with database.write() as connection:
        connection.execute(update(_DAEMON).values(beat_at=now))


def _sign_on(database: Database, version: str, now: datetime) -> None:
    values = {
        "pid": os.getpid(),
        "host": platform.node(),
        "version": version,
        "started_at": now,
        "beat_at": now,
    }
    statement = insert(_DAEMON).values(vantage=VANTAGE, **values)
    with database.write() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["vantage"], set_=values))
