"""No letter states a fact that nobody sets, and no fact is set that no letter states."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jinja2 import meta, nodes
from letter_stories import STORIES, Told, happen, to_call, told

from watcher.jobs.letters.calls import MOST_LINES
from watcher.notify import letter, render
from watcher.notify.letter import LetterFacts, LetterHead, TermFacts
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS

TEMPLATES = Path(render.__file__).parent / "templates"
FAMILIES: tuple[type[Any], ...] = get_args(LetterFacts)
ROWS = (letter.TermRow, letter.CallRow, letter.DownRow, letter.OutageGroup)
every_family = pytest.mark.parametrize("family", FAMILIES)


def names(of: type[Any]) -> set[str]:
    return {field.name for field in fields(of)}


def tree(template: str) -> nodes.Template:
    return render._JINJA.parse((TEMPLATES / template).read_text("utf-8"))


def read_by(kind: str) -> set[str]:
    """What the sentences and the footer of a kind read, in all languages."""
    parts = (kind, f"footer_{KINDS[kind].footer}")
    found = (tree(f"{part}.{lang}.j2") for part in parts for lang in WORDS)
    return set().union(*map(meta.find_undeclared_variables, found))


def of_family(family: type[Any]) -> list[str]:
    return [kind for kind, shape in KINDS.items() if shape.family is family]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_reads_only_what_its_family_has(kind: str) -> None:
    assert read_by(kind) <= names(KINDS[kind].family) | names(LetterHead)
    assert {field for _, field in KINDS[kind].rows} <= names(KINDS[kind].family)


@every_family
def test_every_fact_is_read_by_some_template(family: type[Any]) -> None:
    layout = [tree(name) for name in ("letter.txt.j2", "letter.html.j2")]
    read = set().union(
        *map(meta.find_undeclared_variables, layout), *map(read_by, of_family(family))
    )
    read |= {field for kind in of_family(family) for _, field in KINDS[kind].rows}
    if family is TermFacts:  # the table and the links are made in layout.py
        read |= set(re.findall(r"facts\.(\w+)", (TEMPLATES.parent / "layout.py").read_text()))
    assert names(family) - read == set()


@pytest.mark.parametrize("of", [LetterHead, *FAMILIES, *ROWS])
def test_whoever_composes_a_letter_decides_on_each_fact(of: type[Any]) -> None:
    assert [f.name for f in fields(of) if f.default is not MISSING] == []
    assert [f.name for f in fields(of) if f.default_factory is not MISSING] == []


@cache
def stated() -> dict[tuple[type[Any], str], list[Any]]:
    """Family and fact -> the values that the composing jobs give it, in all stories."""
    stories: Iterable[Told] = [told(story, "id") for story in STORIES]
    many = happen(to_call(*[None] * MOST_LINES))
    found = defaultdict(list)
    for facts in (facts for one in (*stories, many) for facts in one.facts):
        for name in names(type(facts)):
            found[type(facts), name].append(getattr(facts, name))
    return found


@every_family
def test_every_fact_is_set_in_some_real_letter(family: type[Any]) -> None:
    assert [name for name in names(family) if not any(stated()[family, name])] == []


@every_family
def test_whatever_a_template_asks_for_is_unset_in_some_real_letter(family: type[Any]) -> None:
    """What is always there need not be asked for."""
    asked = {
        name.name
        for kind in of_family(family)
        for lang in WORDS
        for asks in tree(f"{kind}.{lang}.j2").find_all(nodes.If)
        for name in (*asks.test.find_all(nodes.Name), asks.test)
        if isinstance(name, nodes.Name)
    }
    always = [name for name in asked if all(stated()[family, name])]
    assert set(always) <= {"down", "calls"}  # compared with a number, not asked for


def test_facts_of_another_family_are_refused() -> None:
    head = LetterHead("Dinas", "", "")
    with pytest.raises(TypeError, match="MailTestFacts are no facts of this letter"):
        render.write_letter("expiry_h14", "id", head, letter.MailTestFacts("hari ini"))
