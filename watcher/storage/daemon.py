"""One daemon per database, and when it was blind.

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

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.errors import StorageBusyError
from watcher.core.history import Gap
from watcher.core.observation import Reason
from watcher.core.period import Period
from watcher.storage.engine import Database
from watcher.storage.tables import VANTAGE, DaemonRow, GapRow, MonthRow, table_of

_DAEMON = table_of(DaemonRow)
_GAP = table_of(GapRow)
_MONTH = table_of(MonthRow)


@dataclass(frozen=True, slots=True)
class Daemon:
    """Who runs, and when it last said so."""

    pid: int
    host: str
    version: str
    started_at: datetime
    beat_at: datetime


@contextmanager
def sole_daemon(database: Database, version: str, now: datetime) -> Iterator[Daemon | None]:
    """Be the only daemon on this database for as long as the block lasts.

    Gives the one that ran before, whose last beat tells since when nobody looked.

    Raises:
        StorageBusyError: another one runs; names its pid.
    """
    path = database.path.with_name(database.path.name + ".lock")
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            first = daemon(database)
            who = f"pid {first.pid} on {first.host}" if first else "another process"
            raise StorageBusyError(
                f"A watcher runs on {database.path} already ({who}); this one stops."
            ) from error
        predecessor = daemon(database)
        _sign_on(database, version, now)
        yield predecessor


def daemon(database: Database) -> Daemon | None:
    """The daemon that last ran on this database."""
    with database.read() as connection:
        row = connection.execute(select(_DAEMON).where(_DAEMON.c.vantage == VANTAGE)).first()
    if row is None:
        return None
    return Daemon(row.pid, row.host, row.version, row.started_at, row.beat_at)


def beat(database: Database, now: datetime) -> None:
    """Say that we are alive; what lies between two beats too far apart was our absence."""
    with database.write() as connection:
        connection.execute(update(_DAEMON).values(beat_at=now))


def open_gap(database: Database, reason: Reason, since: datetime) -> None:
    """Write that we are blind from now on, unless that is written already."""
    with database.write() as connection:
        if _open_gap(connection) is None:
            values = {"vantage": VANTAGE, "from_at": since, "reason": reason}
            connection.execute(insert(_GAP).values(**values).on_conflict_do_nothing())


def close_gap(database: Database, now: datetime) -> bool:
    """Write that we see again. Return whether we had been blind."""
    with database.read() as connection:
        if _open_gap(connection) is None:
            return False
    with database.write() as connection:
        connection.execute(update(_GAP).where(_GAP.c.to_at.is_(None)).values(to_at=now))
    return True


def add_gap(database: Database, reason: Reason, period: Period) -> None:
    """Write a stretch of blindness that is over."""
    values = {"from_at": period.start, "to_at": period.end, "reason": reason}
    with database.write() as connection:
        connection.execute(insert(_GAP).values(vantage=VANTAGE, **values).on_conflict_do_nothing())


def gaps_in(connection: Connection, period: Period) -> list[Gap]:
    """The stretches of a period in which we were blind, cut to the period."""
    rows = connection.execute(
        select(_GAP)
        .where(_GAP.c.from_at < period.end, _GAP.c.to_at.is_(None) | (_GAP.c.to_at > period.start))
        .order_by(_GAP.c.from_at)
    )
    return [
        Gap(Period(row.from_at, row.to_at or period.end).overlap(period), row.reason)
        for row in rows
    ]


def month_made(database: Database, month: str) -> bool:
    """Whether the report of a month was made."""
    with database.read() as connection:
        row = connection.execute(select(_MONTH.c.month).where(_MONTH.c.month == month)).first()
    return row is not None


def mark_month(database: Database, month: str, now: datetime, data_hash: str) -> None:
    """Write that the report of a month was made; the first time stands."""
    values = {"month": month, "made_at": now, "data_hash": data_hash}
    with database.write() as connection:
        connection.execute(insert(_MONTH).values(**values).on_conflict_do_nothing())


def _open_gap(connection: Connection) -> datetime | None:
    return connection.execute(select(_GAP.c.from_at).where(_GAP.c.to_at.is_(None))).scalar()


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
