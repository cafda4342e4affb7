"""Open the database, and refuse it in one sentence when it cannot be used.

SQLite in WAL with synchronous=FULL. Every writer begins IMMEDIATE, because a transaction that
reads first and writes later fails at once with "database is locked", whatever the time-out.
Readers are query_only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from watcher.core.errors import StorageError
from watcher.storage.driver_errors import translate_driver_errors

#: The schema this program writes and reads: the head of migrations/ (a test holds them equal).
SCHEMA = "0002"
BUSY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: one engine that writes, one that only reads."""

    path: Path
    writer: Engine
    reader: Engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Begin a transaction that may write: committed as a whole, or rolled back on an error."""
        with translate_driver_errors(self.path), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Begin a transaction that only reads: all its queries see the same moment."""
        with translate_driver_errors(self.path), self.reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections to the file."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(url: str) -> Database:
    """Open a database whose schema is the program's own.

    Raises:
        StorageError: it is missing, read-only, damaged, older or newer than the program.
        StorageBusyError: another process holds it.
    """
    return _checked(connect(url), _check_schema)


def open_to_read(url: str) -> Database:
    """Open a database for reading, also on a full disk or where another user owns the file.

    Raises:
        StorageError: it is missing, damaged, older or newer than the program.
    """
    path = path_of(url)
    if not path.exists():
        return open_database(url)
    try:
        return _checked(connect(url), _check_version)
    except StorageError:
        return _checked(_open_immutable(path), _check_version)


def _checked(database: Database, check: Callable[[Database], None]) -> Database:
    """Return the database if it passes `check`; otherwise close it and raise."""
    try:
        check(database)
    except StorageError:
        database.close()
        raise
    return database


def _open_immutable(path: Path) -> Database:
    """Open the file alone, without the -wal and -shm files that SQLite would create beside it.

    A full disk has no room for them. Transactions that are still in the write-ahead log are
    missing from what is read.
    """
    address = URL.create(
        "sqlite",
        database=f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        query={"uri": "true"},
    )
    engine = _prepared(create_engine(address), "BEGIN", query_only=True)
    return Database(path, engine, engine)


def connect(url: str) -> Database:
    """Open a database without checking its schema; only migrations need this."""
    path = path_of(url)
    return Database(path, _engine(path, "BEGIN IMMEDIATE"), _engine(path, "BEGIN", query_only=True))


def path_of(url: str) -> Path:
    """Return the file of a database URL: all behind the scheme, since ? and % may be in a name."""
    return Path(url.removeprefix("sqlite:///"))


def _engine(path: Path, begin: str, *, query_only: bool = False) -> Engine:
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    return _prepared(engine, begin, query_only=query_only)


def _prepared(engine: Engine, begin: str, *, query_only: bool) -> Engine:
    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        for pragma in _pragmas(query_only):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _pragmas(query_only: bool) -> tuple[str, ...]:
    common = ("foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}", "cache_size=-2000")
    if query_only:
        return (*common, "query_only=ON")
    return ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", *common)


def _check_schema(database: Database) -> None:
    path = database.path
    if not path.exists():
        raise StorageError(
            "{path}: there is no database yet. Make one: watcher db upgrade", path=path
        )
    _check_version(database)
    with database.write() as connection:  # fail now, not at the first look, if it is read-only
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _check_version(database: Database) -> None:
    path = database.path
    found = schema_of(database)
    if found is None or found < SCHEMA:
        raise StorageError(
            "{path}: has schema {schema}, the program needs {ours}."
            " Bring it up: watcher db upgrade",
            path=path,
            schema=found or "–",
            ours=SCHEMA,
        )
    if found > SCHEMA:
        raise StorageError(
            "{path}: was written by a newer watcher (schema {found}, this one knows {ours})."
            " Install that version; nothing was touched",
            path=path,
            found=found,
            ours=SCHEMA,
        )


def schema_of(database: Database) -> str | None:
    """Read the revision of the schema; None for an empty file."""
    with database.read() as connection:
        known = connection.execute(
            text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        ).first()
        if known is None:
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
