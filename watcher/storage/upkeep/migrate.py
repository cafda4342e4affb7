"""Bring a database to the schema of this program, or make a new one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from watcher.core.errors import StorageError
from watcher.storage.engine import SCHEMA, connect, schema_of

SCRIPTS = Path(__file__).parent.parent / "migrations"


def upgrade(url: str) -> str:
    """Migrate the database at `url` to the newest schema. Return its revision.

    Raises:
        StorageError: it was written by a newer program, or cannot be written.
    """
    database = connect(url)
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
        found = schema_of(database) if database.path.exists() else None
        if found is not None and found > SCHEMA:
            raise StorageError(
                "{path}: was written by a newer watcher (schema {found}, this one knows {ours})."
                " Nothing was touched",
                path=database.path,
                found=found,
                ours=SCHEMA,
            )
        with database.write() as connection:
            command.upgrade(configuration(connection), "head")
    except OSError as error:
        raise StorageError(
            "{path}: cannot be made ({why})", path=database.path, why=error.strerror
        ) from error
    finally:
        database.close()
    return SCHEMA


def configuration(connection: object) -> Config:
    """Return an alembic configuration for our scripts and an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str | None:
    """Return the newest revision that has a script."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head()
