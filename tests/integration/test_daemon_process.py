"""The daemon as a process: sweeps, kill -9, a second one, SIGTERM, and its word to systemd."""

import contextlib
import signal
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from machine import until
from real_office import Process
from street import Vhost, certificate, good_sites, shop
from town import Build, Town

from watcher.core.looks.observation import Kind
from watcher.demo.servers.authority import Authority

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

QUICK = [f"cepat{n}.example" for n in range(7)]
SLOW = "lambat.example"
SITES = len(QUICK) + 1
LOOK = int(Kind.AVAILABILITY)


@pytest.fixture
def town(build: Build, authority: Authority) -> Town:
    """Seven quick sites, and one that takes its time."""
    padding = f"<p>{'kain songket ' * 2000}</p>"
    slow = Vhost(SLOW, certificate(authority, SLOW), shop(9) + padding, "gzip off; limit_rate 3k;")
    made = build([*good_sites(authority, QUICK), slow])
    look_every(made, minutes=1440)
    made.office.open(made.grants())
    return made


@contextlib.contextmanager
def a_mute_site(town: Town) -> Iterator[None]:
    """Let the slow site take a visitor in and never answer: longer than anybody may wait."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        *others, slow = town.nginx.sites
        port = mute.getsockname()[1]
        lines = f"location / {{{{ proxy_pass http://127.0.0.1:{port}; }}}}"
        town.nginx.show([*others, replace(slow, lines=lines)])
        yield


def look_every(town: Town, *, minutes: int) -> None:
    """Set the interval: a day where only the test says what is due."""
    looks: dict[str, object] = {"availability_minutes": minutes, "down_span_minutes": 0}
    town.office.settle(town.settings(looks=looks))


@contextlib.contextmanager
def an_ear() -> Iterator[tuple[str, "Ear"]]:
    """What systemd would hear, at the address of its socket."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line,
    ):
        address = str(Path(folder) / "notify")
        line.bind(address)
        line.settimeout(30)
        yield address, Ear(line)


class Ear:
    """Listens until a word is said."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.heard: list[str] = []

    def hears(self, word: str) -> list[str]:
        """Every word up to the one that is waited for."""
        while word not in self.heard:
            self.heard += self._line.recv(4096).decode().splitlines()
        return self.heard

    def hears_no_more(self) -> list[str]:
        """Every word that was said and not listened to yet; from now on only new ones count."""
        said: list[str] = []
        self._line.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            while True:
                said += self._line.recv(4096).decode().splitlines()
        self._line.settimeout(30)
        self.heard.clear()
        return said


def has_looked(town: Town, at: int | None = None, sites: int = SITES) -> bool:
    """Whether so many sites were looked at in one slot, or at all."""
    if at is not None:
        return town.office.looks_in(LOOK, at) == sites
    query = "select count(distinct site_id) from observation where kind = ?"
    return bool(town.office.one(query, LOOK) == sites)


def held(town: Town) -> int:
    """How many looks somebody is making."""
    query = "select count(*) from probe_schedule where kind = ? and attempts > 0"
    return int(town.office.one(query, LOOK))


def sweep(town: Town, daemon: Process) -> int:
    slot = town.office.let_all_be_due(LOOK)
    daemon.does(lambda: has_looked(town, slot), 40, "every site is looked at in this slot")
    return slot


def assert_whole(town: Town, *slots: int) -> None:
    """Every slot holds one look of each site, and the file is sound."""
    assert [town.office.looks_in(LOOK, slot) for slot in slots] == [SITES] * len(slots)
    assert town.office.one("pragma integrity_check") == "ok"
    assert town.office.one("select count(*) from incident") == 0


def test_three_sweeps_with_a_kill_in_the_middle(town: Town) -> None:
    office = town.office
    with office.running() as daemon:
        daemon.does(lambda: has_looked(town), 40, "the first looks")
        first, second = sweep(town, daemon), sweep(town, daemon)
        third = office.let_all_be_due(LOOK)
        daemon.does(lambda: held(town) == SITES, 15, "the third sweep is under way")
        daemon.kill()
    assert_whole(town, first, second)
    assert office.looks_in(LOOK, third) == 0
    with office.running() as daemon:
        daemon.does(lambda: has_looked(town, third), 40, "what was lost is looked at again")
        fourth = sweep(town, daemon)
    assert_whole(town, first, second, third, fourth)


def test_its_own_clocks_bring_the_next_looks(town: Town) -> None:
    """One minute after the first look comes the second, by nobody's doing but the daemon's."""
    look_every(town, minutes=1)
    query = (
        "select max(n) from (select count(*) n from observation where kind = ? group by site_id)"
    )
    with town.office.running() as daemon:
        daemon.does(lambda: has_looked(town), 40, "the first looks")
        daemon.does(lambda: town.office.one(query, LOOK) > 1, 100, "a second look by the grid")
        daemon.says("kind=page looks=8", seconds=60)
        daemon.says("kind=domain looks=8", seconds=60)
        assert "warning" not in daemon.words


def test_a_second_daemon_is_refused_at_once_and_told_of_the_first(town: Town) -> None:
    with town.office.running() as first:
        first.says("watching")
        began = time.monotonic()
        second = town.office.command("run", seconds=10)
        took = time.monotonic() - began
        assert first.child.poll() is None
    assert second.returncode == 75
    assert f"pid {first.child.pid}" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert took < 2


def test_it_stops_within_ten_seconds_and_gives_back_what_it_had_begun(town: Town) -> None:
    with a_mute_site(town), town.office.running() as daemon:
        daemon.says("watching")
        daemon.does(lambda: held(town) > 0, 15, "a look is under way")
        began = time.monotonic()
        daemon.child.send_signal(signal.SIGTERM)
        assert daemon.ends(15) == 0
        assert time.monotonic() - began <= 10
        assert "Traceback" not in daemon.words
    assert held(town) == 0
    with town.office.running() as daemon:  # and nobody has to wait for a lease
        query = "select count(*) from observation where kind = ? and site_id < ?"
        given_back = partial(town.office.one, query, LOOK, SITES)
        daemon.does(lambda: given_back() == SITES - 1, 40, "the looks that were given back")


def test_systemd_is_told_of_ready_alive_and_stopping(town: Town) -> None:
    with an_ear() as (address, ear), town.office.running("run", NOTIFY_SOCKET=address) as daemon:
        assert ear.hears("READY=1")[0] == "READY=1"
        assert "WATCHDOG=1" not in ear.heard
        ear.hears("WATCHDOG=1")
        daemon.child.send_signal(signal.SIGTERM)
        assert ear.hears("STOPPING=1")[-1] == "STOPPING=1"
        assert daemon.ends(15) == 0


def test_the_watchdog_is_not_fed_while_the_database_does_not_answer(town: Town) -> None:
    """A service whose database is gone has to be restarted, not kept alive."""
    with an_ear() as (address, ear), town.office.running("run", NOTIFY_SOCKET=address) as daemon:
        ear.hears("WATCHDOG=1")
        with holding_the_database(town):
            ear.hears_no_more()
            daemon.does(
                lambda: daemon.words.count("job_failed") > 2,
                60,
                "jobs give up waiting, the beat among them",
            )
            assert "WATCHDOG=1" not in ear.hears_no_more()
        ear.hears("WATCHDOG=1")  # and lives on by itself
        assert daemon.child.poll() is None


@contextlib.contextmanager
def holding_the_database(town: Town) -> Iterator[None]:
    """Another process holds the write lock (P05)."""
    path = town.office.settings.database.url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as other:
        until(lambda: _locked(other), 20, "the lock is ours")
        yield
        other.execute("rollback")


def _locked(other: sqlite3.Connection) -> bool:
    try:
        other.execute("begin immediate")
    except sqlite3.OperationalError:
        return False
    return True
