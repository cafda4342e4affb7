"""A page made ready for looking up phrases: letters folded, disguises undone.

Owns the spelling; which phrases matter is said elsewhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from watcher.core.pages.kind import Evidence, Level, PageKind, PageText, PageVerdict

_TOP = 600  # characters
_LONGEST = 1_000_000  # characters; a single one may be eighteen when it is folded
_WORD = re.compile(r"\S{1,200}")
_EVIDENCE = 120  # characters
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NOT_TELLING = re.compile(r"[\W_]+")
_DIGITS_FOR_LETTERS = str.maketrans("4310@$!", "aeioasi")
_ORNAMENTS = dict.fromkeys(map(ord, "-_:|~*.,;/\\<>[](){}=+#\"'`^"), " ")


def _normal(form: Literal["NFKC", "NFD"], text: str) -> str:
    """Normalise word by word: a run of accents is sorted in the square of its length."""
    return _WORD.sub(lambda word: unicodedata.normalize(form, word[0]), text)


def fold(text: str) -> str:
    """Bring text to lower case, plain letters and single blanks."""
    if not text.isascii():
        text = _normal("NFKC", _UNSEEN.sub("", text))[:_LONGEST]
    return " ".join(text.lower().split())


def unmask(folded: str) -> str:
    """Undo the spelling of defacers ("H4ck3d_By"): strokes, digits for letters, ornaments."""
    if not folded.isascii():
        parts = _normal("NFD", folded)
        folded = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(folded.translate(_ORNAMENTS).translate(_DIGITS_FOR_LETTERS).split())


def squeeze(text: str) -> str:
    """Leave only letters and digits, so that a run-together name is found in a spaced one."""
    return _NOT_TELLING.sub("", fold(text))


@dataclass(frozen=True, slots=True)
class Scan:
    """A page with its title, first line, beginning and whole text folded.

    Attributes:
        plain: title and text in ASCII alone, searched five times faster than wide text.
    """

    page: PageText
    title: str
    first: str
    top: str
    flat: str
    plain: str


def scan_page(page: PageText) -> Scan:
    """Fold a page; one without a title is known by its first line."""
    first = fold(page.text.lstrip().partition("\n")[0][:_TOP])
    title = fold(page.title) or first
    flat = fold(page.text)
    plain = f"{title} {flat}".encode("ascii", "ignore").decode("ascii")
    return Scan(page, title, first, flat[:_TOP], flat, plain)


def verdict(kind: PageKind, rule: str, text: str, level: Level = Level.NONE) -> PageVerdict:
    """Build a verdict that rests on one piece of evidence."""
    return PageVerdict(kind, level, (Evidence(rule, text[:_EVIDENCE]),))
