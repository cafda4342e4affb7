"""Closed months: each edition is written once and never changed."""

from datetime import datetime

from sqlalchemy import func, insert, select, update

from watcher.core.period import Month
from watcher.storage.engine import Database
from watcher.storage.tables import ClosedMonthRow, table_of

_MONTH = table_of(ClosedMonthRow)


def keep_edition(
    database: Database, month: Month, edition: int, frozen: bytes, outline: str, now: datetime
) -> None:
    """Write one edition of a month.

    Raises:
        StorageError: that edition is written already.
    """
    row = {"month": str(month), "edition": edition, "closed_at": now}
    with database.write() as connection:
        connection.execute(insert(_MONTH).values(**row, frozen=frozen, outline=outline))


def last_edition(database: Database, month: Month) -> bytes | None:
    """The edition of a month that holds; None while it is not closed."""
    query = select(_MONTH.c.frozen).where(_MONTH.c.month == str(month))
    with database.read() as connection:
        return connection.execute(query.order_by(_MONTH.c.edition.desc()).limit(1)).scalar()


def is_filed(database: Database, month: Month) -> bool:
    """Whether the report of a month was put into the folder of reports."""
    filed = _MONTH.c.month == str(month), _MONTH.c.filed_at.is_not(None)
    with database.read() as connection:
        return connection.execute(select(_MONTH.c.month).where(*filed)).first() is not None


def mark_filed(database: Database, month: Month, now: datetime) -> None:
    """Write that the report of a closed month is in the folder of reports."""
    with database.write() as connection:
        connection.execute(update(_MONTH).where(_MONTH.c.month == str(month)).values(filed_at=now))


def outlines_before(database: Database, month: Month, most: int) -> list[str]:
    """The outlines of the closed months before one, by their last editions, the oldest first."""
    last = select(_MONTH.c.month, func.max(_MONTH.c.edition)).group_by(_MONTH.c.month)
    query = (
        select(_MONTH.c.month, _MONTH.c.edition, _MONTH.c.outline)
        .where(_MONTH.c.month < str(month))
        .order_by(_MONTH.c.month.desc(), _MONTH.c.edition.desc())
    )
    with database.read() as connection:
        holding = {tuple(row) for row in connection.execute(last)}
        found = [
            row.outline for row in connection.execute(query) if (row.month, row.edition) in holding
        ]
    return found[:most][::-1]
