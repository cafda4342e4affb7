"""Every state, reason, step and fault has a word in both languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from watcher.core.domains.expiry import Confidence
from watcher.core.domains.renewal import Renewal
from watcher.core.import_issue import IssueKind
from watcher.core.looks.access import Access
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.months.actions import Action, Assignee
from watcher.core.months.indicators import Indicator, Rating
from watcher.core.pages.freshness import UpdateKind
from watcher.core.reminders.notice import Role
from watcher.core.sites.act import ActKind
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.overlay import Overlay
from watcher.core.sites.state import State
from watcher.storage.tables import LetterState
from watcher.wording import N_, action_words, indicator_words, letter_names, terms, words
from watcher.wording.catalogue import LANGUAGES
from watcher.wording.import_words import FAULTS

TABLES: list[tuple[type[Enum], Mapping[Any, str]]] = [
    (State, terms.STATES),
    (State, terms.STATE_NOTES),
    (State, terms.GLYPHS),
    (Reason, terms.REASONS),
    (IssueKind, FAULTS),
    (NextStep, terms.STEPS),
    (Overlay, terms.OVERLAYS),
    (Access, terms.ACCESSES),
    (ActKind, terms.ACTS),
    (DomainState, terms.DOMAIN_STATES),
    (Confidence, terms.CONFIDENCES),
    (Renewal, terms.RENEWALS),
    (UpdateKind, terms.UPDATE_KINDS),
    (Action, {action: one for action, (one, _) in action_words.TITLES.items()}),
    (Action, {action: many for action, (_, many) in action_words.TITLES.items()}),
    (Action, action_words.DETAILS),
    (Action, action_words.DONE),
    (Assignee, action_words.DOERS),
    (Indicator, indicator_words.INDICATORS),
    (Indicator, indicator_words.MEASURED),
    (Rating, indicator_words.RATINGS),
    (Role, letter_names.ROLES),
]


@pytest.mark.parametrize(("kinds", "table"), TABLES, ids=lambda v: getattr(v, "__name__", ""))
def test_every_member_has_a_word(kinds: type[Enum], table: Mapping[Any, str]) -> None:
    assert set(table) == set(kinds)
    assert all(word.strip() for word in table.values())


def test_every_letter_state_has_a_word() -> None:
    assert set(terms.LETTER_STATES) == {state.name for state in LetterState}


SHOWN = [
    word for kinds, table in TABLES if table is not terms.GLYPHS for word in table.values()
] + list(terms.LETTER_STATES.values())


@pytest.mark.parametrize("word", sorted(set(SHOWN)))
def test_a_word_is_there_in_both_languages(word: str) -> None:
    english, indonesian = (words(language).template(word) for language in ("en", "id"))
    assert english == word
    assert indonesian.strip()
    assert indonesian != english


def test_the_six_states_are_called_as_promised() -> None:
    say = words("id")
    assert {state: say(word) for state, word in terms.STATES.items()} == {
        State.HIJACKED: "Disusupi",
        State.UNKNOWN: "Tidak diketahui",
        State.DARK: "Padam",
        State.NEVER_USED: "Belum pernah dipakai",
        State.STALE: "Tidak diperbarui",
        State.IN_USE: "Dipakai",
    }


def test_glyphs_tell_the_states_apart_without_colours() -> None:
    assert len(set(terms.GLYPHS.values())) == len(State)


def test_an_unknown_language_is_refused() -> None:
    assert LANGUAGES == ("id", "en")
    with pytest.raises(KeyError):
        words("ms")


def test_a_message_that_nobody_translated_is_shown_as_it_is() -> None:
    assert words("id")(N_("no such message {n}"), n=3) == "no such message 3"


@pytest.mark.parametrize(("n", "wanted"), [(1, "1 site"), (0, "0 sites"), (23, "23 sites")])
def test_english_counts(n: int, wanted: str) -> None:
    assert words("en").plural("{n} site", "{n} sites", n) == wanted
    assert words("id").plural("{n} site", "{n} sites", n) == f"{n} situs"
