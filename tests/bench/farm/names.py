"""Thousands of names, each with an address of its own, as a resolver near by and one far away.

A variant's names are under a label of their own, so that one wildcard certificate serves them.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from farm.pages import VARIANTS
from farm.process import await_port, serving

ZONE = "farm.test"
NAMES = 8192
NEAR, BEHIND, FAR = 53, 5301, 5302  # ports; the far one forwards to `BEHIND`, later
TARPIT_PORT = 444


@dataclass(frozen=True, slots=True)
class Name:
    """A site of the farm; `variant` says which certificate and which page it has."""

    host: str
    address: str
    variant: int

    @property
    def url(self) -> str:
        return f"https://{self.host}/"


def names(count: int = NAMES) -> list[Name]:
    """The first so many sites."""
    return [_name(number) for number in range(count)]


def _name(number: int) -> Name:
    variant = number % VARIANTS
    address = f"127.10.{number // 250}.{number % 250 + 1}"
    return Name(f"s{number:04}.v{variant:02}.{ZONE}", address, variant)


def ill(count: int) -> list[str]:
    """A twentieth of the sites dead, a twentieth tarpits, as addresses to look at."""
    urls = [name.url for name in names(count)]
    for number in range(0, count, 20):
        urls[number] = f"https://d{number:04}.dead.{ZONE}/"
        urls[number + 10] = f"https://t{number:04}.tarpit.{ZONE}:{TARPIT_PORT}/"
    return urls


@contextlib.contextmanager
def resolver(folder: Path, port: int) -> Iterator[None]:
    """An unbound that knows the farm and asks nobody."""
    folder.mkdir()
    known = [f'local-data: "{name.host}. 300 IN A {name.address}"' for name in names()]
    for number in range(0, NAMES, 20):
        spot = f"{number // 250}.{number % 250 + 1}"
        known.append(f'local-data: "d{number:04}.dead.{ZONE}. 300 IN A 10.99.{spot}"')
        known.append(f'local-data: "t{number:04}.tarpit.{ZONE}. 300 IN A 127.11.{spot}"')
    config = folder / "unbound.conf"
    config.write_text(_UNBOUND.format(folder=folder, port=port, data="\n".join(known)), "ascii")
    with serving(["unbound", "-d", "-c", str(config)], folder / "words"):
        await_port(port, folder / "words")
        yield


_UNBOUND = """\
server:
    interface: 127.0.0.1@{port}
    directory: "{folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    num-threads: 1
    so-rcvbuf: 0
    module-config: "iterator"
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    local-zone: "farm.test." static
    {data}
remote-control:
    control-enable: no
"""
