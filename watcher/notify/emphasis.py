"""Emphasis travels from a template to the two layouts of a letter between two control characters.

A printable value (core/printable) holds none of them, so no name in the register can forge one.
"""

_OPEN, _CLOSE = "\x02", "\x03"


def strong(value: object) -> str:
    """Mark a cleaned value as emphasised."""
    return f"{_OPEN}{value}{_CLOSE}"


def plain(text: str) -> str:
    """Drop the marks of emphasis."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def bold(html: str) -> str:
    """Turn the marks of emphasis in escaped HTML into elements."""
    return html.replace(_OPEN, "<b>").replace(_CLOSE, "</b>")
