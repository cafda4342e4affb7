"""Sanitize untrusted text for a report, a letter, a mail header or a terminal.

A name or a page title may hold line breaks that end a header, marks that reverse the reading
direction, or 10 kB of anything. Escaping for HTML or CSV is done where those are written.
"""

import unicodedata

LIMIT = 120  # characters of a name or a title; longer ones are cut, never refused

#: Line breaks and controls become a space, so that the words around them stay apart.
_BREAKS = {"Cc", "Zl", "Zp"}
#: Format (bidi marks, zero widths), surrogates (cannot be encoded), private use: removed.
_INVISIBLE = {"Cf", "Cs", "Co"}


def printable(text: str) -> str:
    """Remove invisible characters; replace line breaks and control characters by a space."""
    return text if text.isprintable() else "".join(map(_shown, text))


def one_line(text: str, limit: int = LIMIT) -> str:
    """Make one printable line of at most `limit` characters, ending in "…" where it was cut."""
    line = " ".join(printable(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category in _INVISIBLE else character
