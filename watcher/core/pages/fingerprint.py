"""The fingerprint of what a page says: does it differ from last time?

A fingerprint must not move when only a clock, a counter or a visitor's token moves, and
must move when the owner edits a sentence or a price. It cannot tell who changed the text.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

_LETTERS = 3  # a line with fewer is an ornament or a counter
_DIGEST = 16  # bytes
_PRICE_OR_DIGITS = re.compile(r"(\brp\.?\s?\d[\d.,]*)|\d+", re.IGNORECASE)
_CALENDAR_WORD = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|januari|februari|maret|april|mei|juni|juli|agustus|september"
    r"|oktober|november|desember|january|february|march|may|june|july|august|october|december"
    r"|jan|feb|mar|apr|jun|jul|agu|aug|sep|okt|oct|nov|des|dec)\b",
    re.IGNORECASE,
)


def fingerprint(lines: Sequence[str]) -> str:
    """Hash the set of stable lines: their order and what a clock writes into them not counted.

    Returns:
        32 hex digits; the same for every page without a stable line.
    """
    digest = blake2b(digest_size=_DIGEST)
    for line in sorted({masked for line in lines if (masked := _masked(line))}):
        digest.update(line.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()


def _masked(line: str) -> str:
    """Fold blanks and mask digits except those of a price; empty when nothing stable is left."""
    folded = " ".join(line.split())
    if sum(map(str.isalpha, folded)) < _LETTERS:
        return ""
    if any(map(str.isdigit, folded)):
        # "Senin, 12 Oktober" is as much a clock as "12:00": beside a digit its words are masked
        folded = _CALENDAR_WORD.sub("0", folded)
        folded = _PRICE_OR_DIGITS.sub(lambda match: match[1] or "0", folded)
    return folded
