"""A backup is whole or not there, and holds one consistent moment."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from factories import T0
from office import a_database, an_entry, grant, url_of

from watcher.core.errors import StorageBusyError, StorageError
from watcher.core.looks.observation import Reason
from watcher.storage.engine import Database, open_database
from watcher.storage.looks.gaps import open_gap
from watcher.storage.register import register
from watcher.storage.upkeep.backup import back_up, restore
from watcher.storage.upkeep.daemon_lock import sole_daemon
from watcher.storage.upkeep.migrate import upgrade
from watcher.wording import words
from watcher.wording.error_words import sentence


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2))
        yield opened


def test_p18_a_backup_holds_what_was_committed_and_passes_its_check(
    tmp_path: Path, database: Database
) -> None:
    copy = tmp_path / "copy.db"
    with database.write() as connection:  # not committed yet: not in the copy
        connection.exec_driver_sql("UPDATE site SET business = 'halfway'")
        assert back_up(database, copy) > 0
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute("SELECT business FROM site").fetchall() == [("Usaha 1",), ("Usaha 2",)]
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_a_backup_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, database: Database
) -> None:
    folder = tmp_path / "copy.db"
    folder.mkdir()
    with pytest.raises(StorageError, match="cannot be written"):
        back_up(database, folder)
    with pytest.raises(StorageError, match="may be written"):
        back_up(database, tmp_path / "nowhere" / "copy.db")
    assert list(tmp_path.glob("*.part")) == []


def test_a_backup_comes_back(tmp_path: Path, database: Database) -> None:
    copy, elsewhere = tmp_path / "copy.db", tmp_path / "again.db"
    back_up(database, copy)
    open_gap(database, Reason.OWN_DNS, T0)
    assert restore(copy, elsewhere, T0) is None
    again = open_database(url_of(elsewhere))
    try:
        assert register.sites(again) == register.sites(database)
    finally:
        again.close()


@pytest.mark.parametrize("body", [b"", b"Nama;Website\r\n" * 99, None])
def test_what_is_no_backup_is_refused_and_touches_nothing(
    tmp_path: Path, database: Database, body: bytes | None
) -> None:
    backup = tmp_path / "copy.db"
    if body is not None:
        backup.write_bytes(body)
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(StorageError):
        restore(backup, database.path, T0)
    assert database.path.read_bytes() == before


def _torn(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


#: What stands in a file that is given as a backup -> the sentence, in each language.
NO_BACKUPS: dict[str, tuple[Callable[[bytes], bytes | None], str, str]] = {
    "a list": (lambda _: b"Nama;Website\r\n" * 99, "is not a watcher database", "bukan basis data"),
    "nothing": (lambda _: b"", "is not a watcher database", "bukan basis data watcher"),
    "half of one": (_torn, "is damaged; take another copy", "rusak; pakai salinan lain"),
    "no file": (lambda _: None, "(No such file or directory)", "(berkas atau folder tidak ada)"),
}


@pytest.mark.parametrize("name", NO_BACKUPS)
def test_why_no_backup_comes_back_is_said_in_the_readers_language(
    tmp_path: Path, database: Database, name: str
) -> None:
    made, english, indonesian = NO_BACKUPS[name]
    back_up(database, tmp_path / "whole.db")
    body, backup = made((tmp_path / "whole.db").read_bytes()), tmp_path / "copy.db"
    if body is not None:
        backup.write_bytes(body)
    with pytest.raises(StorageError) as caught:
        restore(backup, tmp_path / "new.db", T0)
    for language, words_of_it in (("en", english), ("id", indonesian)):
        said = sentence(caught.value, words(language))
        assert said.startswith(f"{backup}: ")
        assert words_of_it in said


def test_a_database_that_is_none_is_named_when_it_is_copied(
    tmp_path: Path, database: Database
) -> None:
    database.close()
    database.path.write_bytes(b"Nama;Website\r\n" * 99)
    with pytest.raises(StorageError, match=r"watcher\.db: is not a watcher database"):
        back_up(database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("damage", [b"", b"\xff" * 5000, None])
def test_a_backup_takes_the_place_of_whatever_is_there_and_keeps_it(
    tmp_path: Path, database: Database, damage: bytes | None
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    known = register.sites(database)
    database.close()
    if damage is not None:
        database.path.write_bytes(damage)
    before = database.path.read_bytes()
    kept = restore(copy, database.path, T0)
    assert kept is not None
    assert kept.read_bytes() == before
    again = open_database(url_of(database.path))
    try:
        assert register.sites(again) == known
    finally:
        again.close()
    assert [path.name for path in tmp_path.glob("*.part*")] == []


def test_nothing_is_replaced_under_a_running_daemon(tmp_path: Path, database: Database) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    with sole_daemon(database, "1", T0), pytest.raises(StorageBusyError, match="Stop it first"):
        restore(copy, database.path, T0)
    assert list(tmp_path.glob("*.replaced*")) == []


@pytest.mark.parametrize("name", ["a?b.db", "50%25.db", "#1.db", "a b.db"])
def test_an_odd_name_is_the_name_of_one_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    upgrade(url_of(path))
    database = open_database(url_of(path))
    try:
        back_up(database, tmp_path / "copy.db")
    finally:
        database.close()
    restore(tmp_path / "copy.db", path, T0)
    files = {file.name for file in tmp_path.iterdir() if not file.name.startswith("copy.db")}
    files.discard(f"{name}.lock")
    assert {file.partition(".replaced")[0] for file in files} == {name}
