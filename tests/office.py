"""A small office for tests: settings, a real database file, a register, a clock, a door.

The database is migrated once for the whole run; every office gets a copy of that file.
"""

import asyncio
import os
import ssl
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
from factories import LETTERS, T0

from watcher.core.looks.observation import DomainFacts, Finding, Kind, Outcome, Reason
from watcher.core.looks.own_side import OwnSide
from watcher.core.sites.site import Site
from watcher.jobs.acts import Person
from watcher.jobs.intervals import intervals
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import Client
from watcher.net.dns.resolver import Resolver
from watcher.net.limits import RateLimiter
from watcher.net.registry_turns import Registries
from watcher.probes.table import Probe
from watcher.sandbox.sandbox import Sandbox
from watcher.settings import Settings
from watcher.storage.engine import Database, open_database
from watcher.storage.register import register
from watcher.storage.register.register_intake import CommunityEntry, OwnerEntry, SiteEntry, take_in
from watcher.storage.upkeep.migrate import upgrade

T = TypeVar("T")


@cache
def migrated() -> bytes:
    """The bytes of a new database of this program's schema."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        upgrade(url_of(path))
        return path.read_bytes()


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


@contextmanager
def a_database(folder: Path) -> Iterator[Database]:
    """Open a new, empty database in a folder."""
    path = folder / "watcher.db"
    path.write_bytes(migrated())
    opened = open_database(url_of(path))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def reopened(folder: Path) -> Iterator[Database]:
    """Open the database of a folder as it is."""
    opened = open_database(url_of(folder / "watcher.db"))
    try:
        yield opened
    finally:
        opened.close()


def settings_for(folder: Path, **sections: Mapping[str, object]) -> Settings:
    """Settings of an office that lives in a folder and writes letters into another."""
    document: dict[str, dict[str, object]] = {
        "programme": {"officer": "Pak Arif", "officer_email": "arif@dinas.example"},
        "database": {"url": url_of(folder / "watcher.db")},
        "mail": {"folder": str(folder / "letters"), "sender": "pantau@dinas.example"},
        "reports": {"folder": str(folder / "reports")},
    }
    for name, values in sections.items():
        document[name] = document.get(name, {}) | dict(values)
    return Settings.model_validate(document)


def an_entry(number: int = 1, **known: object) -> SiteEntry:
    """A row of the register, checked; its owner has an address."""
    owner = OwnerEntry(
        f"pemilik{number}@usaha.example", f"Pemilik {number}", f"pemilik{number}@usaha.example"
    )
    values: dict[str, object] = {
        "row": number + 1,
        "identity": f"usaha{number}.example",
        "url": f"https://usaha{number}.example/",
        "domain": f"usaha{number}.example",
        "business": f"Usaha {number}",
        "community": "Melati",
        "owner": owner,
    }
    return SiteEntry(**(values | known))  # type: ignore[arg-type]  # by name


def grant(database: Database, *entries: SiteEntry, at: datetime = T0) -> list[Site]:
    """Take sites into the register; their first looks are due at once."""
    names = {entry.community for entry in entries}
    communities = [CommunityEntry(name) for name in sorted(names)]
    every = intervals(Settings())
    take_in(database, entries, communities, every, at, dry_run=False)
    return register.sites(database)


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = T0

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        """Let time pass: `move(minutes=15)`."""
        self.at += timedelta(**by)
        return self.at


@dataclass(frozen=True, slots=True)
class QuietNet(Client):
    """A door whose own side is as well as the test says."""

    ours: OwnSide = field(default=OwnSide(asked=3, answered=3, canary_refused=True))

    async def own_side(self) -> OwnSide:
        return self.ours


ILL = OwnSide(asked=3, answered=0, canary_refused=True)


def a_net(
    answer: Callable[[httpx.Request], httpx.Response] | None = None, ours: OwnSide | None = None
) -> QuietNet:
    """A door behind which `answer` is the whole internet."""
    return QuietNet(
        http=httpx.AsyncClient(
            transport=httpx.MockTransport(answer or (lambda _: httpx.Response(404)))
        ),
        resolver=Resolver(("127.0.0.1:9",)),
        policy=AddressPolicy(),
        registries=Registries(RateLimiter(1, 0.0)),
        tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        sandbox=Sandbox(),
        ours=ours or OwnSide(asked=3, answered=3, canary_refused=True),
    )


def a_probe(
    stories: Mapping[int, Sequence[str | Finding]], kind: Kind = Kind.AVAILABILITY
) -> Probe:
    """A probe that finds, site by site, what a story tells; "!" is a probe that breaks."""
    to_tell = {site_id: iter(story) for site_id, story in stories.items()}

    async def look(site: Site, _net: Client, _now: datetime) -> Finding:
        told = next(to_tell[site.id])
        if isinstance(told, Finding):
            return told
        return LETTERS[told]  # "!" is in no alphabet: KeyError

    return Probe(kind, look)


def registered(domain: str, expires: date | None, **known: object) -> Finding:
    """What a registry says of a name that is there."""
    facts = DomainFacts(domain, True, expires, **known)  # type: ignore[arg-type]  # by name
    return Finding(Outcome.OK, Reason.OK, facts)


def a_person(at: datetime = T0, by: str = "Ibu Sari", reason: str = "") -> Person:
    """Somebody of the office who does something at an instant."""
    return Person(by, at, reason=reason)


def words_of(mime: bytes) -> str:
    """The subject and the plain text of a letter."""
    message = message_from_bytes(mime, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['Subject']}\n{body.get_content()}"


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@contextmanager
def nobody_in_particular() -> Iterator[None]:
    """Be a user whom file permissions stop, even where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def an_open_folder() -> Iterator[Path]:
    """A folder that every user can reach, which pytest's own cannot be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
