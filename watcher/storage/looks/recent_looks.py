"""Read the last looks at one site, as `watcher explain` and `status` show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from watcher.core.looks.observation import Kind, Outcome, Reason
from watcher.storage.engine import Database
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import ObservationRow

_LOOK = table_of(ObservationRow)


@dataclass(frozen=True, slots=True)
class RecentLook:
    """One availability look; `http` is 0 where no status was received."""

    at: datetime
    outcome: Outcome
    reason: Reason
    http: int


def recent_looks(database: Database, site_id: int, most: int) -> list[RecentLook]:
    """Read the last availability looks at a site, the newest first.

    Args:
        most: at most this many.
    """
    of_site = (
        _LOOK.c.site_id == site_id,
        _LOOK.c.kind == int(Kind.AVAILABILITY),
        _LOOK.c.vantage == VANTAGE,
    )
    query = select(_LOOK).where(*of_site).order_by(_LOOK.c.slot_at.desc()).limit(most)
    with database.read() as connection:
        return [
            RecentLook(
                row.slot_at + timedelta(seconds=row.late_s),
                Outcome(row.outcome),
                Reason(row.reason),
                row.http,
            )
            for row in connection.execute(query)
        ]
