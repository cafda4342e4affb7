"""Questions are understood in both languages, and asked again in the one that is set."""

import sys
from io import StringIO
from pathlib import Path

import pytest
import typer
from command_line import an_office, typed

from watcher.cli.invocation import Invocation, use
from watcher.cli.questions import confirm
from watcher.storage.engine import open_database
from watcher.storage.upkeep.backup import back_up


def answered(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize("answer", ["y", "Y", "ya", "YA", " Ya ", "yes", "Yes"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_yes_in_either_language(
    monkeypatch: pytest.MonkeyPatch, answer: str, language: str
) -> None:
    use(Invocation(language=language))
    answered(monkeypatch, answer)
    confirm("?")
    use(Invocation())


@pytest.mark.parametrize("answer", ["t", "T", "tidak", "Tidak", "n", "no", "NO", ""])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_no_in_either_language(
    monkeypatch: pytest.MonkeyPatch, answer: str, language: str
) -> None:
    use(Invocation(language=language))
    answered(monkeypatch, answer)
    with pytest.raises(typer.Abort):
        confirm("?")
    use(Invocation())


def test_no_answer_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch)
    with pytest.raises(typer.Abort):
        confirm("?")


@pytest.mark.parametrize(
    ("language", "choice", "again"),
    [("id", "[y/T]", "Jawab ya atau tidak: y atau t."), ("en", "[y/N]", "Answer yes or no")],
)
def test_restore_asks_again_in_the_language_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, choice: str, again: str
) -> None:
    office = an_office(tmp_path, f'[programme]\nlanguage = "{language}"\n')
    database = open_database(f"sqlite:///{tmp_path / 'watcher.db'}")
    try:
        back_up(database, tmp_path / "copy.db")
    finally:
        database.close()
    answered(monkeypatch, "mungkin", "ya")
    said = typed("--config", office, "restore", tmp_path / "copy.db")
    assert said.code == 0
    assert said.out.count(choice) == 2
    assert again in said.out
    assert list(tmp_path.glob("*.replaced-*"))
