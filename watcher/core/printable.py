"""Text of strangers, made fit to stand in a report, a letter, a mail header or on a terminal.

A name or a page title may hold line breaks that end a header, marks that turn the reading
direction, or 10 kB of anything. Nothing here judges what the text says.
"""

import unicodedata

LIMIT = 120  # characters of a name or a title; longer ones are cut, never refused

#: Line breaks and controls become a blank, so that the words around them do not run together.
_BREAKS = {"Cc", "Zl", "Zp"}
#: Format (bidi marks, zero widths), surrogates (cannot be encoded), private use: left out.
_INVISIBLE = {"Cf", "Cs", "Co"}


def printable(text: str) -> str:
    """Leave out what nobody can see, and replace what would move a cursor by a blank."""
    return text if text.isprintable() else "".join(map(_shown, text))


def one_line(text: str, limit: int = LIMIT) -> str:
    """Give `text` as one printable line of at most `limit` characters, "…" where it was cut."""
    line = " ".join(printable(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category in _INVISIBLE else character
