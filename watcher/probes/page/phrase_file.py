"""Load phrases.toml into core's PageRules, once.

Checks the file's format and refuses phrases that could never match (capitals, unknown places).
How phrases are matched is in core/pages/rules.py.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from watcher.core.pages.kind import (
    DefacementWords,
    GamblingWords,
    PageKind,
    PageRules,
    PhraseRule,
    Where,
)

_Words = TypeVar("_Words", GamblingWords, DefacementWords)


@cache
def load_rules() -> PageRules:
    """Load the rules of phrases.toml.

    Raises:
        ValueError: the file names an unknown kind or place, or a phrase that no page can match.
        KeyError: a field is missing.
    """
    text = files("watcher.probes.page").joinpath("phrases.toml").read_text("utf-8")
    return rules_of(tomllib.loads(text))


def rules_of(facts: Mapping[str, Any]) -> PageRules:
    """Build rules from the tables of a facts file. Raises as load_rules does."""
    rules = [_phrase_rule(table) for table in facts["rule"]]
    return PageRules(
        phrases={kind: tuple(r for r in rules if r.kind is kind) for kind in PageKind},
        gambling=_words(GamblingWords, facts["gambling"]),
        defacement=_words(DefacementWords, facts["defacement"]),
        common_words=frozenset(_folded(facts["identity"]["common_words"])),
    )


def _phrase_rule(table: Mapping[str, Any]) -> PhraseRule:
    """Read one [[rule]]; its source and date are for people who read the file."""
    return PhraseRule(
        name=table["name"],
        kind=PageKind(table["kind"]),
        where=Where(table["where"]),
        max_words=table["max_words"],
        phrases=_folded(table["phrases"]),
        needs=table.get("needs", 1),
        times=table.get("times", 1),
        of_errors=table.get("of_errors", False),
        of_refusals=table.get("of_refusals", False),
    )


def _words(kind: type[_Words], table: Mapping[str, Any]) -> _Words:
    """Read the word lists of one accusation."""
    return kind(**{field.name: _folded(table[field.name]) for field in fields(kind)})


def _folded(phrases: list[str]) -> tuple[str, ...]:
    """Check that every phrase is folded as the text of pages is. Raises ValueError if not."""
    for phrase in phrases:
        if phrase != phrase.lower() or not phrase.strip() or "  " in phrase:
            raise ValueError(f"phrase no page can match: {phrase!r}")
    return tuple(dict.fromkeys(phrases))
