"""Every letter as the real jobs write it, read and approved: tests/golden/letters.

UPDATE_GOLDEN=1 writes them anew; the difference is reviewed.
"""

import os
import re
from pathlib import Path

from letter_stories import STORIES, every_language, every_story, letter_of, told
from office import words_of

from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS

GOLDEN = Path(__file__).parents[2] / "golden" / "letters"


def without_chance(mime: bytes) -> bytes:
    """The bytes of a letter with zeros for its digests, wherever a line breaks within them.

    An owner's id is drawn by chance, and the digests are of it.
    """
    (digest,) = re.findall(rb"^Message-ID: <(\w{24})\.", mime, re.MULTILINE)
    (boundary,) = re.findall(rb'boundary="=_(\w{24})"', mime)
    for word in (digest, boundary, digest[:8]):
        wrapped = b"(?:=\r\n)?".join(re.escape(word[n : n + 1]) for n in range(len(word)))
        mime = re.sub(wrapped, lambda found: re.sub(rb"\w", b"0", found[0]), mime)
    return mime


@every_story
@every_language
def test_a_letter_is_the_one_that_was_read_and_approved(story: str, lang: str) -> None:
    approved, letter = GOLDEN / f"{story}.{lang}.eml", without_chance(letter_of(story, lang))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        approved.write_bytes(letter)
    assert letter == approved.read_bytes()


def test_there_is_a_story_of_every_kind_and_a_file_of_every_story() -> None:
    assert {story.partition(".")[0] for story in STORIES} == set(KINDS)
    files = {path.name for path in GOLDEN.iterdir()}
    assert files == {f"{story}.{lang}.eml" for story in STORIES for lang in WORDS}


SAYS_NO_ANSWER = {
    "id": ("belum menerima jawaban", "belum menjawab"),
    "en": ("no answer from you", "has not answered"),
}
ANSWERS = {
    "expiry_h7.answered": {
        "id": "minta bantuan (Domain, 25 Agu", "en": "wants help (Domain, 25 Aug",
    },
    "hosting_h7.answered": {
        "id": "sudah diperpanjang (Hosting, 15 Agu", "en": "it is renewed (Hosting, 15 Aug",
    },
    "expiry_h7_late.answered": {
        "id": "minta bantuan (Domain, 12 Sep", "en": "wants help (Domain, 12 Sept",
    },
    "expiry_decide.answered": {
        "id": "tidak dilanjutkan (Domain, 25 Agu", "en": "will not go on (Domain, 25 Aug",
    },
}  # fmt: skip


@every_story
@every_language
def test_whoever_answered_is_never_told_that_no_answer_came(story: str, lang: str) -> None:
    text = words_of(letter_of(story, lang))
    silent = any(words in text for words in SAYS_NO_ANSWER[lang])
    of_the_silent = story.startswith(("expiry_h7", "hosting_h7", "expiry_decide"))
    late = "late" in story.partition(".")[0]
    assert silent == (of_the_silent and not late and story not in ANSWERS)
    if story in ANSWERS:
        assert ANSWERS[story][lang] in text


def test_a_story_gives_the_letter_of_its_kind() -> None:
    for story in STORIES:
        assert story.partition(".")[0] in {kind for kind, _ in told(story, "id").letters}
