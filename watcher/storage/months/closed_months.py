"""Closed months: each edition is written once and never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.errors import StorageError
from watcher.core.period import Month
from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import ClosedMonthRow

_MONTH = table_of(ClosedMonthRow)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a closed month; report/figures/snapshot.py defines the stored texts.

    Attributes:
        number: 0 for the first one, 1 for its first revision.
        outline: JSON, the figures that later months are compared with.
        marks: JSON, the state of each site.
        frozen: all figures of the month.
    """

    number: int
    closed_at: datetime
    outline: str
    marks: str
    frozen: bytes


def keep_edition(database: Database, month: Month, edition: Edition) -> None:
    """Write one edition of a month; no edition is ever overwritten.

    Args:
        month: the closed month.
        edition: its number must be new.

    Raises:
        StorageError: that edition is written already.
    """
    row = {
        "month": str(month),
        "edition": edition.number,
        "closed_at": edition.closed_at,
        "outline": edition.outline,
        "marks": edition.marks,
        "frozen": edition.frozen,
    }
    with database.write() as connection:
        written = connection.execute(insert(_MONTH).values(**row).on_conflict_do_nothing())
    if not written.rowcount:
        raise StorageError(
            "{month}: edition {number} was written by another process; try again",
            month=month,
            number=edition.number,
        )


def closed_months(database: Database) -> set[Month]:
    """Read which months are closed."""
    with database.read() as connection:
        return set(map(Month.parse, connection.execute(select(_MONTH.c.month)).scalars()))


def last_edition(database: Database, month: Month) -> bytes | None:
    """Read the frozen figures of a month's last edition; None while it is not closed."""
    query = select(_MONTH.c.frozen).where(_MONTH.c.month == str(month))
    with database.read() as connection:
        return connection.execute(query.order_by(_MONTH.c.edition.desc()).limit(1)).scalar()


def is_filed(database: Database, month: Month) -> bool:
    """Return whether the report of a month was written to the folder of reports."""
    filed = _MONTH.c.month == str(month), _MONTH.c.filed_at.is_not(None)
    with database.read() as connection:
        return connection.execute(select(_MONTH.c.month).where(*filed)).first() is not None


def mark_filed(database: Database, month: Month, now: datetime) -> None:
    """Record that the report of a closed month was written to the folder of reports."""
    with database.write() as connection:
        connection.execute(update(_MONTH).where(_MONTH.c.month == str(month)).values(filed_at=now))


def outlines_before(database: Database, month: Month, most: int) -> list[str]:
    """Read the outlines of closed months before one, the oldest first.

    Args:
        month: the one they are before.
        most: at most this many, the last ones.
    """
    query = _last_editions(_MONTH.c.outline).where(_MONTH.c.month < str(month))
    with database.read() as connection:
        rows = connection.execute(query.order_by(_MONTH.c.month.desc()).limit(most))
        return [row.outline for row in rows][::-1]


def marks_before(database: Database, month: Month) -> Iterator[tuple[Month, str]]:
    """Yield the closed months before one, each with its marks: the state of each site."""
    query = _last_editions(_MONTH.c.month, _MONTH.c.marks).where(_MONTH.c.month < str(month))
    with database.read() as connection:
        for row in connection.execute(query):
            yield Month.parse(row.month), row.marks


def _last_editions(*columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of each month's last edition."""
    later = _MONTH.alias("later")
    overtaken = exists().where(later.c.month == _MONTH.c.month, later.c.edition > _MONTH.c.edition)
    return select(*columns).where(~overtaken)
