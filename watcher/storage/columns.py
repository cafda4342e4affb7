"""Column types that mean the same on SQLite and on PostgreSQL.

`DateTime(timezone=True)` silently loses the zone on SQLite, so an instant is kept as whole
seconds since 1970 in an integer: it sorts, it compares, and it costs four bytes.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

from watcher.core.looks.observation import Reason

#: SQLite generates a key only for a column of type INTEGER: with BIGINT an insert fails on NULL.
RowId = BigInteger().with_variant(Integer, "sqlite")

#: Reason -> number in the hot tables. Numbers are stored: add at the end, never renumber.
REASON_CODES = {reason: number for number, reason in enumerate(Reason)}
_REASONS = {number: reason for reason, number in REASON_CODES.items()}


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole seconds of UTC. A naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Store UTC seconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Day(TypeDecorator[date]):
    """A calendar day as its ordinal number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Store the ordinal."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Return the day."""
        return None if value is None else date.fromordinal(value)


class ReasonCode(TypeDecorator[Reason]):
    """A reason as its number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Reason | None, dialect: Dialect) -> int | None:
        """Store the number."""
        return None if value is None else REASON_CODES[value]

    def process_result_value(self, value: Any, dialect: Dialect) -> Reason | None:
        """Return the reason; a number of a newer program reads as an internal error."""
        return None if value is None else _REASONS.get(value, Reason.INTERNAL_ERROR)
