"""The fingerprint of a page's text, to see whether it differs from the last reading.

It must not change when only a clock, a counter or a visitor's token changes, and must change
when the owner edits a sentence or a price. It does not show who changed the text.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

_LETTERS = 3  # a line with fewer is a decoration or a counter
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
    """Hash the set of stable lines, without regard to their order, digits and calendar words.

    Returns:
        32 hex digits; the same for every page without a stable line.
    """
    digest = blake2b(digest_size=_DIGEST)
    for line in sorted({masked for line in lines if (masked := _masked(line))}):
        digest.update(line.encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()


def _masked(line: str) -> str:
    """Join spaces and mask digits except those of prices; "" where nothing stable is left."""
    folded = " ".join(line.split())
    if sum(map(str.isalpha, folded)) < _LETTERS:
        return ""
    if any(map(str.isdigit, folded)):
        # "Senin, 12 Oktober" changes daily as "12:00" does: its words are masked beside a digit
        folded = _CALENDAR_WORD.sub("0", folded)
        folded = _PRICE_OR_DIGITS.sub(lambda match: match[1] or "0", folded)
    return folded
