"""An office whose internet is this machine: settings on disk, the command line, the daemon.

Every address in its settings is on loopback; what it asks of the outside ends at our servers.
"""

import asyncio
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from machine import ROOT, until

from watcher.demo.servers.registry_answers import Registration
from watcher.settings import Settings, load
from watcher.storage.engine import Database, open_database
from watcher.storage.tables import LetterState

T = TypeVar("T")
Sections = Mapping[str, Mapping[str, object]]

HEADINGS = "Nama Usaha;Website;Nama Pemilik;Sapaan;Email;No. WA;Komunitas;Hosting Habis"


@dataclass(frozen=True, slots=True)
class Grant:
    """A row of the officer's list; the domain is the host of the address."""

    url: str
    number: int = 1

    @property
    def row(self) -> str:
        """As the officer writes it."""
        phone = f"0812{self.number:08}"
        owner = f"Pemilik {self.number};Ibu;pemilik{self.number}@surat.example"
        hosting = f"{today() + timedelta(days=200):%d/%m/%Y}"
        return f"Usaha {self.number};{self.url};{owner};{phone};Melati;{hosting}"


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def registered(domain: str, days_left: int = 300) -> Registration:
    """A name in the registry with so many days left."""
    began = today() - timedelta(days=65)
    return Registration(domain, today() + timedelta(days=days_left), began, began)


def zone_at_noon() -> str:
    """A zone in which it is past noon now: urgent letters may go out at any hour of the test."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"


@contextlib.contextmanager
def served(server: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """Let one of the demo's servers live in a thread with a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        entered = asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(10)
        try:
            yield entered
        finally:
            leaving = server.__aexit__(None, None, None)
            asyncio.run_coroutine_threadsafe(_awaited(leaving), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _awaited(leaving: Any) -> None:
    await leaving


def write_settings(path: Path, sections: Sections) -> None:
    """Write a TOML file; keys of sub-tables are written as sections."""
    lines = []
    for section, values in sections.items():
        lines.append(f"[{section}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class RealOffice:
    """A folder with settings and a database, and what can be done in it."""

    folder: Path

    @property
    def config(self) -> Path:
        """The settings."""
        return self.folder / "watcher.toml"

    @property
    def settings(self) -> Settings:
        """The settings, read."""
        return load(self.config)

    def settle(self, sections: Sections) -> None:
        """Write the settings of the office; what a test does not name is its plain default."""
        own: dict[str, dict[str, object]] = {
            "database": {"url": f"sqlite:///{self.folder / 'watcher.db'}"},
            "reports": {"folder": str(self.folder / "reports")},
            "mail": {"folder": str(self.folder / "letters"), "sender": "pantau@kota.example"},
        }
        names = [*own, *(name for name in sections if name not in own)]
        write_settings(
            self.config, {name: {**own.get(name, {}), **sections.get(name, {})} for name in names}
        )

    def open(self, grants: Sequence[Grant]) -> None:
        """Make the database and take the officer's list in."""
        done = self.command("db", "upgrade")
        assert done.returncode == 0, done.stderr
        listed = self.folder / "daftar.csv"
        listed.write_text("\n".join((HEADINGS, *(grant.row for grant in grants))), "utf-8")
        done = self.command("import", str(listed), "--create-communities", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["added"] == len(grants)

    def command(
        self, *arguments: str, answers: str = "", seconds: float = 90
    ) -> "subprocess.CompletedProcess[str]":
        """Type a command, and wait for its end."""
        return subprocess.run(
            self.argv(*arguments),
            input=answers,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=environment(),
            timeout=seconds,
            check=False,
        )

    def argv(self, *arguments: str) -> list[str]:
        """A command line of this office."""
        return [sys.executable, "-m", "watcher", "--config", str(self.config), *arguments]

    @contextlib.contextmanager
    def running(self, *arguments: str, **variables: str) -> Iterator["Process"]:
        """A command at work, which is ended with the block if it has not ended itself."""
        log = self.folder / "log"
        start = log.stat().st_size if log.exists() else 0
        with log.open("ab") as words:
            child = subprocess.Popen(
                self.argv(*(arguments or ("run",))),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd=self.folder,
                env=environment() | variables,
            )
        try:
            yield Process(child, log, start)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the database, from outside and without holding anything up."""
        path = self.settings.database.url.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """Read one value."""
        return self.rows(query, *values)[0][0]

    def make_due(self, kind: int, at: int) -> None:
        """Let the time of all next looks of a kind be this one, in seconds of UTC."""
        path = self.settings.database.url.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection, connection:
            values = {"kind": kind, "at": at}
            connection.execute(
                "update probe_schedule set slot_at = :at, ready_at = :at where kind = :kind", values
            )

    def let_all_be_due(self, kind: int) -> int:
        """Let all looks of a kind be due in one new slot; give the slot.

        A slot is a look's identity: two sweeps within a second would otherwise share one, and
        whoever waits for the second would be shown the first.
        """
        newest = "select coalesce(max(slot_at), 0) from observation where kind = ?"
        slot = max(int(time.time()), int(self.one(newest, kind)) + 1)
        self.make_due(kind, slot)
        return slot

    def looks_in(self, kind: int, slot: int) -> int:
        """How many looks of a kind there are for one slot, in seconds of UTC."""
        query = "select count(*) from observation where kind = ? and slot_at = ?"
        return int(self.one(query, kind, slot))

    def letters(self, state: LetterState) -> int:
        """How many letters stand so."""
        return int(self.one("select count(*) from outbox where state = ?", int(state)))

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """Open the database in this process."""
        opened = open_database(self.settings.database.url)
        try:
            yield opened
        finally:
            opened.close()


@dataclass(frozen=True, slots=True)
class Process:
    """A watcher that runs."""

    child: "subprocess.Popen[bytes]"
    log: Path
    start: int

    @property
    def words(self) -> str:
        """What it has said so far."""
        with self.log.open("rb") as log:
            log.seek(self.start)
            return log.read().decode("utf-8", "replace")

    def says(self, text: str, seconds: float = 20) -> str:
        """Wait for a word of the log, and give the line it is in."""
        self._until(lambda: text in self.words, seconds, f"log says {text!r}")
        return next(line for line in self.words.splitlines() if text in line)

    def does(self, condition: Callable[[], T], seconds: float, what: str) -> T:
        """Wait for an effect of its work."""
        return self._until(condition, seconds, what)

    def ends(self, seconds: float) -> int:
        """Wait for its end, and give its exit status."""
        return self.child.wait(timeout=seconds)

    def kill(self) -> None:
        """kill -9."""
        self.child.kill()
        self.child.wait()

    def memory(self) -> int:
        """Resident memory in kB."""
        status = Path(f"/proc/{self.child.pid}/status").read_text("utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)

    def _until(self, condition: Callable[[], T], seconds: float, what: str) -> T:
        def met_or_over() -> T | bool:
            return condition() or self.child.poll() is not None

        until(met_or_over, seconds, lambda: f"{what}; the log ends with\n{self.words[-2000:]}")
        found = condition()
        assert found, f"it ended with {self.child.returncode} before {what}:\n{self.words[-2000:]}"
        return found


def environment() -> dict[str, str]:
    """A plain environment, in which `python -m watcher` is the one of this tree."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
