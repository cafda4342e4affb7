"""A database that cannot be used is refused in one sentence, with the remedy, and not touched."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories import T0
from office import a_database, an_open_folder, migrated, nobody_in_particular, url_of

from watcher.core.errors import StorageBusyError, StorageError, WatcherError
from watcher.core.looks.observation import Reason
from watcher.storage.engine import SCHEMA, Database, open_database
from watcher.storage.looks.gaps import open_gap
from watcher.storage.upkeep.migrate import upgrade


def at_schema(path: Path, revision: str) -> None:
    path.write_bytes(migrated())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    connection.close()


def damaged(path: Path) -> None:
    path.write_bytes(b"Nama Usaha;Website\r\n" * 500)


STATES: dict[str, tuple[Callable[[Path], object], str]] = {
    "older": (lambda path: at_schema(path, "0000"), "watcher db upgrade"),
    "newer": (lambda path: at_schema(path, "9999"), "nothing was touched"),
    "empty": (Path.touch, "watcher db upgrade"),
    "of another program": (of_another_program, "watcher db upgrade"),
    "not a database": (damaged, "is not a watcher database"),
}


@pytest.mark.parametrize("state", STATES)
def test_an_unusable_file_is_refused_and_left_alone(tmp_path: Path, state: str) -> None:
    make, says = STATES[state]
    path = tmp_path / "watcher.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StorageError) as refused:
        open_database(url_of(path))
    assert says in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 78
    assert path.read_bytes() == before


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    with pytest.raises(StorageError, match=r"no database yet.*watcher db upgrade"):
        open_database(url_of(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("wanted", "found"), [(SCHEMA, "9999")])
def test_p15_a_newer_schema_says_which_version_is_needed(
    tmp_path: Path, wanted: str, found: str
) -> None:
    at_schema(tmp_path / "watcher.db", found)
    for use in (open_database, upgrade):
        with pytest.raises(StorageError) as refused:
            use(url_of(tmp_path / "watcher.db"))
        assert wanted in str(refused.value)
        assert found in str(refused.value)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_p08_what_cannot_be_written_is_found_out_at_the_start(what: str) -> None:
    with an_open_folder() as folder:
        path = folder / "watcher.db"
        path.write_bytes(migrated())
        (path if what == "file" else folder).chmod(0o444 if what == "file" else 0o555)
        with nobody_in_particular(), pytest.raises(StorageError) as refused:
            open_database(url_of(path))
        assert refused.value.exit_code == 78
        assert "written" in str(refused.value)
        assert path.read_bytes() == migrated()
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_made_is_one_sentence() -> None:
    with (
        an_open_folder() as folder,
        nobody_in_particular(),
        pytest.raises(StorageError, match="cannot be made"),
    ):
        upgrade(url_of(folder / "data" / "watcher.db"))


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def impatient(database: Database) -> None:
    """Let the writer give up at once: a test need not wait ten seconds for a lock."""
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")


def test_p05_a_held_lock_is_busy_and_over_when_it_is_let_go(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        impatient(database)
        with held_by_another(database.path), pytest.raises(StorageBusyError) as refused:
            open_gap(database, Reason.OWN_DNS, T0)
        assert refused.value.exit_code == 75
        assert "held by another process" in str(refused.value)
        open_gap(database, Reason.OWN_DNS, T0)


def write_much(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE much (text)")
        connection.exec_driver_sql("INSERT INTO much VALUES (zeroblob(1000000))")


def test_p03_a_full_disk_is_one_sentence_and_nothing_by_halves(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError, match="the disk is full"):
            write_much(database)
        with database.read() as connection:
            tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
            assert "much" not in tables
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with (
        a_database(tmp_path) as database,
        pytest.raises(WatcherError, match="cannot be written"),
        database.read() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM site")


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    url = url_of(tmp_path / "watcher.db")
    assert upgrade(url) == upgrade(url)
    open_database(url).close()
