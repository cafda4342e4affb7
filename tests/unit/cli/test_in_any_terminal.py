"""Whatever terminal, zone and language: a sentence, and never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import an_office, spawned, typed

from watcher.core.errors import StorageError
from watcher.wording import words
from watcher.wording.error_words import sentence


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return an_office(tmp_path)


@pytest.mark.parametrize("words", [("status",), ("--help",), ("status", "--json")])
def test_an_output_that_cannot_be_written_is_said(office: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "watcher", "--config", str(office), *words],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 74
    assert done.stderr == "Keluaran tidak dapat ditulis (diska penuh).\n"


def test_only_the_output_is_called_the_output(tmp_path: Path, office: Path) -> None:
    """Another file that cannot be written is named as itself."""
    said = spawned("backup", tmp_path / "nowhere" / "copy.db", "--config", office)
    assert said.code == 78
    assert "copy.db" in said.err
    assert "Keluaran" not in said.err


@pytest.mark.parametrize(
    ("name", "value"), [("PYTHONIOENCODING", "ascii"), ("TZ", "UTC+25"), ("TZ", "UTC-25")]
)
def test_an_odd_terminal_costs_a_sign_and_no_answer(office: Path, name: str, value: str) -> None:
    said = spawned("status", "--config", office, folder=None, stdin=None, **{name: value})
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("0 situs\n")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", "Keliru: tidak ada perintah nonsense"),
        ("status --jso", "Keliru: tidak ada pilihan --jso; maksudnya --json?"),
        ("status a b", "Keliru: b: terlalu banyak"),
        ("site answered 1", "Keliru: word belum ditulis"),
        ("look --concurrency 0 http://127.0.0.1/", "Keliru: --concurrency: harus 1 atau lebih"),
        ("look --concurrency x http://127.0.0.1/", "Keliru: --concurrency: harus bilangan bulat"),
        ("site", "Perintah:"),
    ],
)
def test_what_was_mistyped_is_said_in_indonesian(office: Path, line: str, sentence: str) -> None:
    said = spawned(*line.split(), "--config", office)
    assert said.code == 2
    assert "Cara pakai: watcher" in said.err + said.out
    assert sentence in said.err + said.out
    assert "Usage" not in said.err + said.out


def test_and_in_english(office: Path) -> None:
    said = spawned("nonsense", "--lang", "en")
    assert said.err.splitlines()[-1] == "Error: there is no command nonsense"
    assert said.err.startswith("Usage: watcher")


@pytest.mark.parametrize("day", ["27/11/2026", "27-11-2026", "27.11.2026", "2026-11-27"])
@pytest.mark.parametrize("word", ["sudah", "SUDAH", "renewed"])
def test_days_and_answers_are_typed_as_people_do(office: Path, day: str, word: str) -> None:
    said = typed("site", "answered", "1", word, "--on", day, "--config", office)
    assert "tidak ada" in said.err.lower()  # only the site is not there


def test_a_wrong_day_is_told_how_to_be_written(office: Path) -> None:
    said = typed("site", "pause", "1", "--until", "31/13/2026", "--config", office)
    assert "31/10/2027" in said.err


@pytest.mark.parametrize("option", [("--zone", "Mars/Phobos"), ("--sender", "bukan alamat")])
def test_init_refuses_what_every_later_command_would(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    answers = {"--office": "Dinas", "--zone": "Asia/Jakarta", "--sender": "a@kota.example"}
    answers |= dict([option])
    said = typed("init", tmp_path / "new", *(word for pair in answers.items() for word in pair))
    assert said.code == 78
    assert option[1] in said.err
    assert not (tmp_path / "new").exists()


def test_an_error_speaks_the_language_of_its_reader() -> None:
    error = StorageError("{path}: cannot be made ({why})", path="a.db", why="Permission denied")
    assert str(error) == "a.db: cannot be made (Permission denied)"
    assert sentence(error, words("en")) == str(error)
    assert sentence(error, words("id")) == "a.db: tidak dapat dibuat (tidak diizinkan)"


def test_an_error_of_one_sentence_may_hold_braces() -> None:
    assert sentence(StorageError("{odd}"), words("id")) == "{odd}"
