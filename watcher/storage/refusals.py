"""Which registry servers have refused us, and until when: known to every later process."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from watcher.core.refusal import Refusal
from watcher.storage.engine import Database
from watcher.storage.tables import RefusalRow, table_of

_REFUSAL = table_of(RefusalRow)


def read_refusals(database: Database) -> dict[str, Refusal]:
    """All refusals that no answer has wiped out, by server."""
    with database.read() as connection:
        rows = connection.execute(select(_REFUSAL))
        return {row.server: Refusal(row.until, row.in_a_row) for row in rows}


def write_refusals(database: Database, refusals: Mapping[str, Refusal]) -> None:
    """Keep these refusals, and no others."""
    rows = [
        {"server": server, "until": one.until, "in_a_row": one.in_a_row}
        for server, one in refusals.items()
    ]
    with database.write() as connection:
        connection.execute(delete(_REFUSAL))
        if rows:
            connection.execute(insert(_REFUSAL), rows)
