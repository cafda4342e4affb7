"""Gaps: periods in which the watcher itself could not look, so that no site is judged by them."""

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.observation import Reason
from watcher.core.period import Period
from watcher.core.sites.site_history import Gap
from watcher.storage.engine import Database
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import GapRow

_GAP = table_of(GapRow)


def open_gap(database: Database, reason: Reason, since: datetime) -> None:
    """Begin a gap, unless one is open.

    Args:
        reason: why the watcher cannot look.
        since: the beginning.
    """
    with database.write() as connection:
        if _open_gap(connection) is None:
            values = {"vantage": VANTAGE, "from_at": since, "reason": reason}
            connection.execute(insert(_GAP).values(**values).on_conflict_do_nothing())


def close_gap(database: Database, now: datetime) -> bool:
    """End the open gap. Return whether there was one."""
    with database.read() as connection:
        if _open_gap(connection) is None:
            return False
    with database.write() as connection:
        connection.execute(update(_GAP).where(_GAP.c.to_at.is_(None)).values(to_at=now))
    return True


def add_gap(database: Database, reason: Reason, period: Period) -> None:
    """Write a gap that is over.

    Args:
        reason: why the watcher could not look.
        period: from the last look before to the first one after.
    """
    values = {"from_at": period.start, "to_at": period.end, "reason": reason}
    with database.write() as connection:
        connection.execute(insert(_GAP).values(vantage=VANTAGE, **values).on_conflict_do_nothing())


def gaps_in(connection: Connection, period: Period) -> list[Gap]:
    """Read the gaps that overlap a period, cut to it."""
    rows = connection.execute(
        select(_GAP)
        .where(_GAP.c.from_at < period.end, _GAP.c.to_at.is_(None) | (_GAP.c.to_at > period.start))
        .order_by(_GAP.c.from_at)
    )
    return [
        Gap(Period(row.from_at, row.to_at or period.end).overlap(period), row.reason)
        for row in rows
    ]


def _open_gap(connection: Connection) -> datetime | None:
    return connection.execute(select(_GAP.c.from_at).where(_GAP.c.to_at.is_(None))).scalar()
