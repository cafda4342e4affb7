"""Where the registry of an ending answers: the office's word first, then IANA's, then ours."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from watcher.net.registries import Registries
from watcher.probes.domain.names import top_level


def rdap_of(domain: str, registries: Registries) -> str | None:
    """The base URL of a domain's RDAP server, if one is known."""
    return _first(domain, registries.rdap, registries.listed, bundled("rdap"))


def whois_of(domain: str, registries: Registries) -> str | None:
    """The "host:port" of a domain's WHOIS server, if one is known."""
    return _first(domain, registries.whois, bundled("whois"))


@cache
def bundled(protocol: str) -> Mapping[str, str]:
    """The table that comes with the program, for "rdap" or "whois"."""
    text = files("watcher.probes.domain").joinpath("servers.toml").read_text("utf-8")
    return dict(tomllib.loads(text)[protocol])


def _first(domain: str, *tables: Mapping[str, str]) -> str | None:
    ending = top_level(domain)
    return next((table[ending] for table in tables if ending in table), None)
