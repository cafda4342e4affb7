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
    """One edition of a month, in the words of the room that froze it.

    Attributes:
        number: 0 as it was closed, 1 for its first revision.
        outline: what the months after it compare with; `marks` how each site stood.
    """

    number: int
    closed_at: datetime
    outline: str
    marks: str
    frozen: bytes


def keep_edition(database: Database, month: Month, edition: Edition) -> None:
    """Write one edition of a month.

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
    """All months that are closed."""
    with database.read() as connection:
        return set(map(Month.parse, connection.execute(select(_MONTH.c.month)).scalars()))


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
    """The outlines of the closed months before one, the oldest first."""
    query = _holding(_MONTH.c.outline).where(_MONTH.c.month < str(month))
    with database.read() as connection:
        rows = connection.execute(query.order_by(_MONTH.c.month.desc()).limit(most))
        return [row.outline for row in rows][::-1]


def marks_before(database: Database, month: Month) -> Iterator[tuple[Month, str]]:
    """How each site stood in the closed months before one, a month at a time."""
    query = _holding(_MONTH.c.month, _MONTH.c.marks).where(_MONTH.c.month < str(month))
    with database.read() as connection:
        for row in connection.execute(query):
            yield Month.parse(row.month), row.marks


def _holding(*columns: ColumnElement[Any]) -> Select[Any]:
    """Of each month the edition that holds: its last one."""
    later = _MONTH.alias("later")
    overtaken = exists().where(later.c.month == _MONTH.c.month, later.c.edition > _MONTH.c.edition)
    return select(*columns).where(~overtaken)
