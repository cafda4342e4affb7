"""IANA's list of RDAP servers, as it was last read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import RdapListRow

_LIST = table_of(RdapListRow)
_ONLY = 1


@dataclass(frozen=True, slots=True)
class KeptList:
    """The list that is kept; empty and never asked for in a new office."""

    servers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    asked_at: datetime | None = None


def read_rdap_list(database: Database) -> KeptList:
    """The list that is kept."""
    with database.read() as connection:
        row = connection.execute(select(_LIST)).first()
    return KeptList(json.loads(row.servers), row.etag, row.asked_at) if row else KeptList()


def write_rdap_list(database: Database, kept: KeptList) -> None:
    """Keep this list in place of the last one."""
    row = {"servers": json.dumps(dict(kept.servers)), "etag": kept.etag, "asked_at": kept.asked_at}
    with database.write() as connection:
        statement = insert(_LIST).values(id=_ONLY, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
