"""Which part of a host name is registered, and so has an expiry of its own?

By the public suffix list that is bundled with its library, offline, and before it by our own
list of platforms, half of which that list does not know. A name on a platform has no expiry.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

from watcher.probes.domain.domain_names import a_label

_SPELLABLE = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")  # all else would be a second question


def registrable(host: str) -> str | None:
    """Find the registrable name of a host in A-labels.

    None on a platform, for a bare suffix, and for what no host name can be.
    """
    name = a_label(host)
    if platform_of(name) is not None or not _SPELLABLE.fullmatch(name):
        return None
    suffixes = _suffixes()
    found = suffixes.privatesuffix(name)
    private = found is None or suffixes.publicsuffix(name) != _public_only().publicsuffix(name)
    return None if private else found


def platform_of(host: str) -> str | None:
    """Name the platform a host stands on, if it is one of ours."""
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
