"""Where the registry of an ending answers: the table that comes with the program."""

import tomllib
from functools import cache
from importlib.resources import files

from watcher.probes.domain.names import top_level


def server_of(domain: str, protocol: str) -> str | None:
    """Name a domain's server, if one is known: "rdap" gives a base URL, "whois" "host:port"."""
    return _servers()[protocol].get(top_level(domain))


@cache
def _servers() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("watcher.probes.domain").joinpath("servers.toml").read_text("utf-8"))
