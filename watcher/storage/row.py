"""The common base of all rows: one metadata with a name for every constraint."""

from typing import Any, ClassVar, cast

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

VANTAGE = 1  # the one place from which looks are made; keys allow for more

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


#: For hot tables: rows are stored in the order of their key, without a rowid (SQLite).
HOT = {"sqlite_with_rowid": False}


def table_of(row: type[Row]) -> Table:
    """Return the SQLAlchemy Core table of a row class; no ORM session is used."""
    return cast(Table, row.__table__)  # type: ignore[attr-defined]  # SQLModel's own
