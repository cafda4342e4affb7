"""Domain names as two answers may spell them, and free text made safe to keep."""

import re

import idna

_NO_LETTER = re.compile(r"[^a-z]")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_TEXT_CAP = 200


def a_label(name: str) -> str:
    """Spell a name in lower-case A-labels without the trailing dot.

    A name that IDNA refuses comes back lower-cased: it will simply equal nothing.
    """
    name = name.strip().rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return name


def top_level(name: str) -> str:
    """Name the ending of a domain, as an A-label."""
    return a_label(name).rpartition(".")[2]


def host_in(text: str) -> str | None:
    """Read the host name that a value begins with, or None where it begins with none."""
    found = _HOST.match(text.strip()[:255])
    return a_label(found[0]) if found else None


def hosts_in(text: str) -> list[str]:
    """Read every host name that stands in a short line of text."""
    return [a_label(found) for found in _HOST.findall(text[:255])]


def tidy(text: str) -> str:
    """Keep the printable characters of foreign text, at most 200, in single spaces."""
    words = " ".join(text[: 2 * _TEXT_CAP].split())
    # Not printable: control characters and lone surrogates, which no file or database takes.
    return "".join(char for char in words if char.isprintable())[:_TEXT_CAP]


def status_word(text: str) -> str:
    """Reduce a status to its lower-case letters: "client hold" and "clientHold" are one."""
    return _NO_LETTER.sub("", text[:_TEXT_CAP].lower())
