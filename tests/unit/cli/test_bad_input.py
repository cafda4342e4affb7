"""Nothing that can be typed shows a traceback: one sentence, what to do, the exit code."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Said, an_office, spawned, typed
from office import a_database, an_entry, grant

USE, CONFIG, PROBLEM, LATER = 2, 78, 1, 75


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return an_office(tmp_path, '[programme]\nlanguage = "en"\n')


def is_plain(said: Said) -> None:
    assert "Traceback" not in said.err + said.out
    assert said.err.strip()
    assert said.out == ""


#: What is typed -> exit code, and words of the sentence.
WRONG_USE: dict[str, tuple[int, str]] = {
    "nonsense": (USE, "nonsense"),
    "status --nonsense": (USE, "nonsense"),
    "report october": (USE, "october"),
    "report 2026-13": (USE, "2026-13"),
    "report 2026": (USE, "2026"),
    "report 0001-01": (USE, "0001-01"),
    "report 9999-12": (USE, "9999-12"),
    "report 99999-01": (USE, "99999-01"),
    "report 2026-10 --format docx": (USE, "docx"),
    "report 2026-10 --format html,": (USE, ""),
    "notices plan --at soon": (USE, "soon"),
    "notices plan --at 2026-13-01": (USE, "2026-13-01"),
    "notices plan --at 0001-01-01T00:00": (USE, "0001-01-01"),
    "notices plan --at 9999-12-31T23:59": (USE, "9999-12-31"),
    "notices preview expiry_h14": (USE, "site"),
    "notices preview expiry_h15 --site 1": (PROBLEM, "expiry_h14"),
    "notices preview expiry_h14 --site 99": (PROBLEM, "99"),
    "look": (USE, "address"),
    "look --concurrency 0 http://127.0.0.1/": (USE, "concurrency"),
    "look --concurrency many http://127.0.0.1/": (USE, "concurrency"),
    "look --body half http://127.0.0.1/": (USE, "half"),
    "look --domain localhost": (USE, "localhost"),
    "look --domain usaha.example --via post": (USE, "post"),
    "look --list none.txt": (USE, "none.txt"),
    "status nobody.example": (PROBLEM, "nobody.example"),
    "import": (USE, "file"),
    "import none.csv": (PROBLEM, "none.csv"),
    "import none.pdf": (PROBLEM, "none.pdf"),
    "explain page none.html": (PROBLEM, "none.html"),
    "explain domain none.txt": (PROBLEM, "none.txt"),
}


@pytest.mark.parametrize("line", WRONG_USE)
def test_wrong_use_is_told_in_words(office: Path, line: str) -> None:
    code, word = WRONG_USE[line]
    said = typed("--config", office, "--lang", "en", *line.split(" "))
    is_plain(said)
    assert said.code == code
    assert word in said.err


def test_an_unknown_language_is_wrong_use(office: Path) -> None:
    said = typed("--config", office, "--lang", "ms", "status")
    is_plain(said)
    assert (said.code, "ms" in said.err) == (USE, True)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("id", "Keliru: --lang: ms bukan salah satu dari: id, en"),
     ("en", "Error: --lang: ms is none of: id, en")],
)  # fmt: skip
def test_an_unknown_language_is_told_in_the_one_that_is_set(
    tmp_path: Path, language: str, sentence: str
) -> None:
    office = an_office(tmp_path, f'[programme]\nlanguage = "{language}"\n')
    said = typed("--config", office, "--lang", "ms", "status")
    usage, more, error = said.err.splitlines()
    assert usage.startswith({"id": "Cara pakai: watcher", "en": "Usage: watcher"}[language])
    assert "watcher --help" in more
    assert error == sentence


@pytest.mark.parametrize(("terminal", "word"), [("en_GB.UTF-8", "Error:"), ("C.UTF-8", "Keliru:")])
def test_an_unknown_language_is_told_in_that_of_the_terminal(
    tmp_path: Path, terminal: str, word: str
) -> None:
    said = spawned("--lang=ms", "status", folder=tmp_path, LANG=terminal)
    assert said.code == USE
    assert word in said.err


@pytest.mark.parametrize("option", ["--config", "--lang"])
def test_a_common_option_without_its_value_is_told(option: str) -> None:
    said = typed("status", option)
    is_plain(said)
    assert said.code in (USE, CONFIG)


NEEDS_DATABASE = [
    "status", "report 2026-10", "notices plan", "notices outbox", "notices send --yes",
    "notices preview expiry_h14 --site 1", "run --once", "import {list}",
]  # fmt: skip


def lines(folder: Path, line: str) -> list[str]:
    listed = folder / "daftar.csv"
    listed.write_text("Website;Komunitas\r\nusaha.example;Melati\r\n")
    return [word.format(list=listed) for word in line.split(" ")]


@pytest.mark.parametrize("line", NEEDS_DATABASE)
def test_a_missing_database_names_the_remedy(tmp_path: Path, line: str) -> None:
    config = an_office(tmp_path, database=False)
    said = typed("--config", config, *lines(tmp_path, line))
    is_plain(said)
    assert said.code == CONFIG
    assert "watcher db upgrade" in said.err
    assert not (tmp_path / "watcher.db").exists()


def older(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"Website;Komunitas\r\n" * 99)


@pytest.mark.parametrize("spoil", [older, newer, no_database])
@pytest.mark.parametrize("line", ["status", "run --once", "report 2026-10"])
def test_an_unusable_database_is_left_alone(
    tmp_path: Path, spoil: Callable[[Path], None], line: str
) -> None:
    config, data = an_office(tmp_path), tmp_path / "watcher.db"
    spoil(data)
    before = data.read_bytes()
    said = typed("--config", config, *line.split(" "))
    is_plain(said)
    assert (said.code, str(data) in said.err) == (CONFIG, True)
    assert len(said.err.strip().splitlines()) == 1
    assert data.read_bytes() == before


@pytest.mark.parametrize("spoil", [newer, no_database])
def test_an_upgrade_refuses_what_it_cannot_bring_up(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    config, data = an_office(tmp_path), tmp_path / "watcher.db"
    spoil(data)
    before = data.read_bytes()
    said = typed("--config", config, "db", "upgrade")
    is_plain(said)
    assert (said.code, data.read_bytes() == before) == (CONFIG, True)


CONFIGURATIONS: dict[str, tuple[str, str]] = {
    "broken toml": ("[mail\n", "not valid TOML"),
    "unknown key": ("[mail]\nsendr = 'a@b.example'\n", "did you mean sender"),
    "bad value": ("[looks]\nat_once = 0\n", "[looks] at_once: must be"),
    "mail in the clear": ("[mail]\nhost = 'm.example'\nsecurity = 'none'\n", "this machine"),
}
COMMANDS = [
    "status", "config check", "run", "run --once", "report", "db upgrade", "notices plan",
    "look http://127.0.0.1/", "import x.csv", "notices test a@b.example",
]  # fmt: skip


@pytest.mark.parametrize("case", CONFIGURATIONS)
@pytest.mark.parametrize("line", COMMANDS)
def test_settings_that_cannot_be_used_stop_every_command(
    tmp_path: Path, case: str, line: str
) -> None:
    text, says = CONFIGURATIONS[case]
    config = tmp_path / "broken.toml"
    config.write_text(text)
    said = typed("--config", config, "--lang", "en", *line.split(" "))
    is_plain(said)
    assert said.code == CONFIG
    assert str(config) in said.err
    assert says in said.err
    assert len(said.err.strip().splitlines()) == 1


#: Settings that are well written and name what is not there -> what is typed.
NOT_THERE = {
    "ca file": ("[network]\nca_file = '{folder}/none.pem'\n", "look http://127.0.0.1/"),
    "no ca": ("[network]\nca_file = '{folder}/watcher.toml'\n", "look http://127.0.0.1/"),
    "letters": ("[mail]\nfolder = '{folder}/watcher.toml'\n", "notices test a@b.example"),
    "password": (
        "[mail]\nchannel = 'smtp'\nhost = '127.0.0.1'\nport = 9\nsecurity = 'none'\nuser = 'u'\n"
        "password_file = '{folder}/none'\n",
        "notices test a@b.example",
    ),
    "relay": (
        "[mail]\nchannel = 'smtp'\nhost = '127.0.0.1'\nport = 9\nsecurity = 'none'\n",
        "notices test a@b.example",
    ),
    "address": ("", "notices test nobody"),
}


@pytest.mark.parametrize("case", NOT_THERE)
def test_what_the_settings_name_and_is_not_there_is_told(tmp_path: Path, case: str) -> None:
    text, line = NOT_THERE[case]
    config = an_office(tmp_path, text.format(folder=tmp_path))
    said = typed("--config", config, *line.split(" "))
    is_plain(said)
    assert said.code != 0


def test_a_report_that_cannot_be_put_there_is_told(tmp_path: Path, office: Path) -> None:
    said = typed("--config", office, "report", "2026-10", "--out", office)
    is_plain(said)
    assert said.code == PROBLEM


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"https://\xe9.example/\n"])
def test_a_list_of_addresses_in_another_encoding_is_told(
    tmp_path: Path, office: Path, body: bytes
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(body)
    said = typed("--config", office, "look", "--list", path)
    is_plain(said)
    assert said.code == USE


def test_a_register_row_that_cannot_be_right_is_a_problem_found(
    tmp_path: Path, office: Path
) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text("Website;Komunitas\r\njavascript:alert(1);Melati\r\n")
    said = typed("--config", office, "--lang", "en", "import", path)
    assert said.code == PROBLEM
    assert "may not be watched" in said.out
    assert "--skip-rejected" in said.out


def test_a_site_that_stands_on_a_platform_has_no_letter(tmp_path: Path, office: Path) -> None:
    with a_database(tmp_path) as database:
        grant(database, an_entry(1, domain=None))
    said = typed("--config", office, "notices", "preview", "expiry_h14", "--site", "1")
    is_plain(said)
    assert said.code == PROBLEM


def test_debug_shows_what_happened(tmp_path: Path) -> None:
    config = tmp_path / "none.toml"
    told = spawned("status", "--config", config)
    is_plain(told)
    shown = spawned("status", "--config", config, "--debug")
    assert "Traceback" in shown.err
    assert "SettingsError" in shown.err
