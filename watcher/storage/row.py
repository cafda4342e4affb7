"""The common base of all rows: one metadata with a name for every constraint."""

from typing import Any, ClassVar, cast

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

VANTAGE = 1  # one place to look from; the key has room for more

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """The common base: one metadata with a name for every constraint."""

    metadata = metadata
    __table_args__: ClassVar[Any] = {}


#: A table whose key is its order: no rowid on SQLite.
HOT = {"sqlite_with_rowid": False}


def table_of(row: type[Row]) -> Table:
    """The Core table of a row class: ingest never goes through the ORM session."""
    return cast(Table, row.__table__)  # type: ignore[attr-defined]  # SQLModel's own
