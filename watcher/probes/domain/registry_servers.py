"""Find the servers of a TLD's registry: from the settings, else IANA's list, else our files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from watcher.net.registry_turns import Registries
from watcher.probes.domain.bootstrap import read_list
from watcher.probes.domain.domain_names import top_level

_HERE = files("watcher.probes.domain")


def rdap_of(domain: str, registries: Registries) -> str | None:
    """The base URL of a domain's RDAP server, if one is known."""
    return _first(domain, registries.rdap, registries.listed, bundled_rdap())


def whois_of(domain: str, registries: Registries) -> str | None:
    """The "host:port" of a domain's WHOIS server, if one is known."""
    return _first(domain, registries.whois, bundled_whois())


@cache
def bundled_rdap() -> Mapping[str, str]:
    """IANA's list as of its `publication` day: TLD -> base URL."""
    return read_list(_HERE.joinpath("rdap_servers.json").read_bytes())


@cache
def bundled_whois() -> Mapping[str, str]:
    """The WHOIS servers that come with the program: TLD -> "host:port"."""
    return tomllib.loads(_HERE.joinpath("whois_servers.toml").read_text("utf-8"))


def _first(domain: str, *tables: Mapping[str, str]) -> str | None:
    tld = top_level(domain)
    return next((table[tld] for table in tables if tld in table), None)
