"""The stored copy of IANA's list of RDAP servers (RFC 9224)."""

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
class StoredRdapList:
    """The stored list; empty in a new office.

    Attributes:
        servers: top-level domain -> base URL.
        etag: of the list at IANA, for the next conditional request.
        asked_at: when it was last asked for; None for never.
    """

    servers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    asked_at: datetime | None = None


def read_rdap_list(database: Database) -> StoredRdapList:
    """Read the stored list."""
    with database.read() as connection:
        row = connection.execute(select(_LIST)).first()
    return (
        StoredRdapList(json.loads(row.servers), row.etag, row.asked_at) if row else StoredRdapList()
    )


def write_rdap_list(database: Database, kept: StoredRdapList) -> None:
    """Store a list in place of the last one."""
    row = {"servers": json.dumps(dict(kept.servers)), "etag": kept.etag, "asked_at": kept.asked_at}
    with database.write() as connection:
        statement = insert(_LIST).values(id=_ONLY, **row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
