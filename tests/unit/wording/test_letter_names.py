"""Every kind of letter has a name of its own, in both languages."""

import pytest

from watcher.core.reminders.notice import Role
from watcher.notify.letter_kinds import KINDS
from watcher.wording import words
from watcher.wording.letter_names import ROLES, letter_name


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_has_its_own_name(language: str) -> None:
    names = {kind: letter_name(kind, words(language)) for kind in KINDS}
    assert len(set(names.values())) == len(KINDS)
    for name in names.values():
        subject, stage = name.split(": ")
        assert subject
        assert stage
        assert "_" not in name


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_translated(kind: str) -> None:
    english, indonesian = (letter_name(kind, words(language)) for language in ("en", "id"))
    assert english.partition(": ")[2] != indonesian.partition(": ")[2]


def test_a_name_says_what_about_and_when() -> None:
    assert letter_name("expiry_h14", words("id")) == "Domain: 14 hari sebelum habis"
    assert letter_name("hosting_h7_late", words("en")) == "Hosting: a week after its end"


def test_everybody_who_gets_letters_has_a_word() -> None:
    assert set(ROLES) == set(Role)
