"""One daemon per database.

The lock is an flock on a file beside the database: the kernel drops it with the process, so a
kill -9 leaves nothing stale. The row only makes the refusal readable.
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
    """Who runs, and when it last said so."""

    pid: int
    host: str
    version: str
    started_at: datetime
    beat_at: datetime


@contextmanager
def sole_daemon(database: Database, version: str, now: datetime) -> Iterator[RunningDaemon | None]:
    """Be the only daemon on this database for as long as the block lasts.

    Gives the one that ran before, whose last beat tells since when nobody looked.

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
    """Keep daemons off a database for as long as the block lasts, however damaged it is.

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
    """Somebody else holds the lock."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.with_name(path.name + ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _LockedError from error
        yield


def daemon(database: Database) -> RunningDaemon | None:
    """The daemon that last ran on this database."""
    with database.read() as connection:
        row = connection.execute(select(_DAEMON).where(_DAEMON.c.vantage == VANTAGE)).first()
    if row is None:
        return None
    return RunningDaemon(row.pid, row.host, row.version, row.started_at, row.beat_at)


def lives(last: RunningDaemon) -> bool:
    """Whether its process is there: after a kill -9 its last beat is still fresh.

    Of a process on another machine nothing is known but its beat.
    """
    if last.host != platform.node():
        return True
    try:
        os.kill(last.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def beat(database: Database, now: datetime) -> None:
    """Say that we are alive; what lies between two beats too far apart was our absence."""
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
