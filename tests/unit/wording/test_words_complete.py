"""Every state, reason, step and fault has a word in both languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from watcher.core.access import Access
from watcher.core.act import ActKind
from watcher.core.actions import Action, Doer
from watcher.core.expiry import Confidence
from watcher.core.fault import Fault
from watcher.core.freshness import UpdateKind
from watcher.core.indicators import Indicator, Rating
from watcher.core.next_step import NextStep
from watcher.core.notice import Role
from watcher.core.observation import DomainState, Reason
from watcher.core.overlay import Overlay
from watcher.core.renewal import Renewal
from watcher.core.state import State
from watcher.storage.tables import LetterState
from watcher.wording import N_, actions, indicators, letters, terms, words
from watcher.wording.catalogue import LANGUAGES
from watcher.wording.faults import FAULTS

TABLES: list[tuple[type[Enum], Mapping[Any, str]]] = [
    (State, terms.STATES),
    (State, terms.STATE_NOTES),
    (State, terms.GLYPHS),
    (Reason, terms.REASONS),
    (Fault, FAULTS),
    (NextStep, terms.STEPS),
    (Overlay, terms.OVERLAYS),
    (Access, terms.ACCESSES),
    (ActKind, terms.ACTS),
    (DomainState, terms.DOMAIN_STATES),
    (Confidence, terms.CONFIDENCES),
    (Renewal, terms.RENEWALS),
    (UpdateKind, terms.UPDATE_KINDS),
    (Action, {action: one for action, (one, _) in actions.TITLES.items()}),
    (Action, {action: many for action, (_, many) in actions.TITLES.items()}),
    (Action, actions.DETAILS),
    (Action, actions.DONE),
    (Doer, actions.DOERS),
    (Indicator, indicators.INDICATORS),
    (Indicator, indicators.MEASURED),
    (Rating, indicators.RATINGS),
    (Role, letters.ROLES),
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
