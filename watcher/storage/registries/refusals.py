"""Which servers refuse our requests, and until when: shared by all processes.

Servers of registries, and a mail server that accepts none of our letters.
"""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from watcher.core.domains.registry_backoff import RegistryBackoff
from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import RefusalRow

_REFUSAL = table_of(RefusalRow)


def read_refusals(database: Database) -> dict[str, RegistryBackoff]:
    """Read the refusals that no later answer has ended, by server."""
    with database.read() as connection:
        rows = connection.execute(select(_REFUSAL))
        return {row.server: RegistryBackoff(row.until, row.in_a_row) for row in rows}


def write_refusals(
    database: Database, before: Mapping[str, RegistryBackoff], after: Mapping[str, RegistryBackoff]
) -> None:
    """Write what changed and nothing else: other processes write rows of other servers.

    Args:
        before: server -> backoff, as it was read.
        after: server -> backoff, as it is now; a server that is missing answered again.
    """
    with database.write() as connection:
        for server in before.keys() - after.keys():
            connection.execute(delete(_REFUSAL).where(_REFUSAL.c.server == server))
        for server, backoff in after.items():
            if backoff != before.get(server):
                row = {"server": server, "until": backoff.until, "in_a_row": backoff.in_a_row}
                statement = insert(_REFUSAL).values(**row)
                connection.execute(
                    statement.on_conflict_do_update(index_elements=["server"], set_=row)
                )
