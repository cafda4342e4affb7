"""Make a value from the register safe to stand in a letter or a mail header.

A name is foreign text: it may hold line breaks that end a header, marks that turn the
reading direction, or 10 kB of anything. Nothing here judges what the text says.
"""

import unicodedata

LIMIT = 120  # characters of a name; longer ones are cut, never refused

# Cf format (bidi marks, zero widths), Cs surrogates (cannot be encoded), Co private use: nothing.
_INVISIBLE = {"Cf", "Cs", "Co"}

# Emphasis travels from a template to the layouts between two control characters. A cleaned
# value holds none, so no name in the register can forge one.
_OPEN, _CLOSE = "\x02", "\x03"


def one_line(text: str, limit: int = LIMIT) -> str:
    """Give `text` as one printable line of at most `limit` characters, "…" where it was cut."""
    line = " ".join("".join(map(_printable, text)).split())  # split() ends lines, U+2028 too
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _printable(character: str) -> str:
    """Give the character, a space for a control, or nothing for what nobody can see."""
    category = unicodedata.category(character)
    if category == "Cc":
        return " "  # not nothing: the words around a line break must not run together
    return "" if category in _INVISIBLE else character


def strong(value: object) -> str:
    """Mark a cleaned value as emphasised."""
    return f"{_OPEN}{value}{_CLOSE}"


def plain(text: str) -> str:
    """Drop the marks of emphasis."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def bold(html: str) -> str:
    """Turn the marks of emphasis in escaped HTML into elements."""
    return html.replace(_OPEN, "<b>").replace(_CLOSE, "</b>")
