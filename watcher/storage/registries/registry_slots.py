"""When each registry server may be asked next: one queue for all processes of an office."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import RegistryTurnRow

_TURN = table_of(RegistryTurnRow)
#: A turn further off was booked by a clock that has since been set back.
FARTHEST = timedelta(hours=1)


def reserve_slot(database: Database, server: str, between: timedelta, now: datetime) -> datetime:
    """Take the next free turn with a server; the one after it is `between` later."""
    with database.write() as connection:
        booked = connection.execute(select(_TURN.c.free_at).where(_TURN.c.server == server))
        free_at = booked.scalar() or now
        turn = free_at if now < free_at <= now + FARTHEST else now
        values = {"server": server, "free_at": turn + between}
        statement = insert(_TURN).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=["server"], set_=values))
    return turn
