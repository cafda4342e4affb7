"""Find the registrable part of a host name, which has an expiry of its own.

Uses our own list of platforms, and then the public suffix list that comes with its library,
offline; the latter lacks half of the platforms. A name on a platform has no expiry.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

from watcher.probes.domain.domain_names import a_label

#: Other characters would add lines to a WHOIS question, or parts to an RDAP URL.
_HOST_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def registrable(host: str) -> str | None:
    """Find the registrable name of a host, in A-labels.

    None on a platform, for a bare suffix, and for text that cannot be a host name.
    """
    name = a_label(host)
    if platform_of(name) is not None or not _HOST_NAME.fullmatch(name):
        return None
    suffixes = _suffixes()
    registered = suffixes.privatesuffix(name)
    is_private = suffixes.publicsuffix(name) != _public_only().publicsuffix(name)
    return None if is_private else registered


def platform_of(host: str) -> str | None:
    """The kind of platform that a host belongs to; None if it is not in platforms.toml."""
    labels = a_label(host).split(".")
    candidates = (".".join(labels[i:]) for i in range(len(labels)))
    return next((_platforms()[c] for c in candidates if c in _platforms()), None)


@cache
def _platforms() -> dict[str, str]:
    facts = tomllib.loads(
        files("watcher.probes.domain").joinpath("platforms.toml").read_text("utf-8")
    )
    return {suffix: kind for kind, suffixes in facts.items() for suffix in suffixes}


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _public_only() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
