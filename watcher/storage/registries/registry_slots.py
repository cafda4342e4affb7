"""When each registry server may be queried next: one schedule for all processes of an office."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import RegistryTurnRow

_TURN = table_of(RegistryTurnRow)
#: A slot further ahead was reserved by a clock that has since been set back: it is ignored.
FARTHEST = timedelta(hours=1)


def reserve_slot(database: Database, server: str, between: timedelta, now: datetime) -> datetime:
    """Reserve the next free slot of a server, and return when it is.

    Args:
        server: host of an RDAP or WHOIS server.
        between: the least time between two queries to it.
    """
    with database.write() as connection:
        stored = connection.execute(select(_TURN.c.free_at).where(_TURN.c.server == server))
        free_at = stored.scalar() or now
        slot = free_at if now < free_at <= now + FARTHEST else now
        values = {"server": server, "free_at": slot + between}
        statement = insert(_TURN).values(**values)
        connection.execute(statement.on_conflict_do_update(index_elements=["server"], set_=values))
    return slot
