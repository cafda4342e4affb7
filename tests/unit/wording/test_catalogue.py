"""The catalogue is complete: what the program says is translated, and nothing else is kept."""

import ast
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import watcher

SOURCE = Path(watcher.__file__).parent
#: The names by which a message is asked for; `marked_up` and `counted` are those of reports.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "N_": None, "say": None, "words": None, "template": None, "marked_up": None,
    "counted": (1, 2), "plural": (1, 2), "plural_template": (1, 2),
}  # fmt: skip


KEYWORDS |= dict.fromkeys(  # an error's first argument
    (
        "WatcherError",
        "OutputError",
        "SettingsError",
        "RegisterError",
        "StorageError",
        "StorageBusyError",
    ),
    None,
)


def ids(message: object) -> tuple[str, ...]:
    found = message if isinstance(message, tuple | list) else (message,)
    return tuple(text for text in found if isinstance(text, str))


def _of(call: ast.Call, keyword: str) -> object:
    return next((getattr(k.value, "value", None) for k in call.keywords if k.arg == keyword), None)


def calls_in(source: str, where: str = "") -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is asked for by name, however deep a call stands in others."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name == "Field" and "settings" in where:  # what a setting wants stands in a sentence
            yield node.lineno, ids([_of(node, "description")])
        elif name in KEYWORDS:
            wanted = node.args[: len(KEYWORDS[name] or (1,))]
            yield node.lineno, ids([getattr(one, "value", None) for one in wanted])


def messages_in(path: Path, file: BinaryIO) -> list[tuple[int, object]]:
    if path.suffix == ".py":
        return [(line, texts) for line, texts in calls_in(file.read().decode(), str(path)) if texts]
    return [(line, said) for line, _, said, _ in babel_extract(file, [*KEYWORDS], (), {})]


def said() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every message of the program that has words, and where it stands."""
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in (".py", ".j2") or "migrations" in path.parts:
            continue
        with path.open("rb") as file:
            for line, message in messages_in(path, file):
                texts = ids(message)
                if any(char.isalpha() for text in texts for char in text):
                    yield texts, f"{path.relative_to(SOURCE)}:{line}"


def catalogue() -> Catalog:
    with files("watcher.wording").joinpath("locale/id.po").open("rb") as file:
        return read_po(file, locale="id")


MESSAGES = [message for message in catalogue() if message.id]
KNOWN = {ids(message.id)[0]: message for message in MESSAGES}
SAID = {texts[0]: (texts, where) for texts, where in said()}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_extraction_finds_the_program() -> None:
    assert len(SAID) > 150
    assert {"In use", "Print the version.", "No site is known to be dark."} <= set(SAID)
    assert "* set by hand by {by} on {day}: {reason}" in SAID  # a call within others


def test_no_message_is_missing() -> None:
    assert {text: where for text, (_, where) in SAID.items() if text not in KNOWN} == {}


def test_no_message_is_unused() -> None:
    assert sorted(set(KNOWN) - set(SAID)) == []


def test_what_counts_is_known_as_what_counts() -> None:
    wrong = [text for text, (texts, _) in SAID.items() if ids(KNOWN[text].id) != texts]
    assert wrong == []


@pytest.mark.parametrize("text", sorted(KNOWN))
def test_a_translation_is_whole_and_keeps_its_places(text: str) -> None:
    message = KNOWN[text]
    strings = ids(message.string)
    assert strings
    assert all(strings)
    assert not message.fuzzy
    wanted = set().union(*(places(one) for one in ids(message.id)))
    for one in strings:
        assert places(one) == wanted


@pytest.mark.parametrize("text", sorted(KNOWN))
def test_a_translation_uses_the_same_marks_and_closes_them(text: str) -> None:
    marks = re.compile(r"</?\w+>")
    for one in ids(KNOWN[text].string):
        found = marks.findall(one)
        assert set(found) == set(marks.findall(text))
        assert sum(mark.startswith("</") for mark in found) * 2 == len(found)
        assert one == one.strip()


def test_obsolete_messages_are_not_kept() -> None:
    assert list(catalogue().obsolete) == []
