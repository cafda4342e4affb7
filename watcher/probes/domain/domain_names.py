"""Normalise domain names, so that they can be compared, and sanitize free text of registries."""

import re

import idna

_NO_LETTER = re.compile(r"[^a-z]")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_TEXT_CAP = 200


def a_label(name: str) -> str:
    """Convert a name to lower-case A-labels without the trailing dot.

    A name that IDNA refuses is returned in lower case; it equals no valid name.
    """
    name = name.strip().rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return name


def top_level(name: str) -> str:
    """The TLD of a domain, as an A-label."""
    return a_label(name).rpartition(".")[2]


def host_in(text: str) -> str | None:
    """The host name at the beginning of a value; None without one."""
    match = _HOST.match(text.strip()[:255])
    return a_label(match[0]) if match else None


def hosts_in(text: str) -> list[str]:
    """All host names in a short line of text."""
    return [a_label(host) for host in _HOST.findall(text[:255])]


def tidy(text: str) -> str:
    """Keep the printable characters of untrusted text, at most 200, with single spaces."""
    words = " ".join(text[: 2 * _TEXT_CAP].split())
    # not printable: controls, and lone surrogates, which cannot be encoded or stored
    return "".join(char for char in words if char.isprintable())[:_TEXT_CAP]


def status_word(text: str) -> str:
    """Reduce a status to its lower-case letters: "client hold" and "clientHold" are equal."""
    return _NO_LETTER.sub("", text[:_TEXT_CAP].lower())
