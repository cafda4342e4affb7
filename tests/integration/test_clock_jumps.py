"""The clock of a daemon is set by a year, by a day, to the year 2000; libfaketime does it."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from real_office import Process
from street import good_sites
from town import Build, Town

from watcher.core.looks.observation import Kind
from watcher.demo.servers.authority import Authority

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = [f"toko{n}.example" for n in range(3)]
LOOK = int(Kind.AVAILABILITY)
DAY = 86400


@pytest.fixture
def town(build: Build, authority: Authority) -> Town:
    made = build(good_sites(authority, HOSTS))
    made.office.settle(made.settings(looks={"availability_minutes": 60}))
    made.office.open(made.grants())
    return made


class Watch:
    """The daemon's clock, which a test may set; nobody else's."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clock"
        self.set("+0")

    def set(self, to: str) -> None:
        """An offset such as "+365d", or a time such as "@2000-01-01 00:00:00"."""
        self.path.write_text(to + "\n", "utf-8")

    @property
    def variables(self) -> dict[str, str]:
        """What makes a process go by this clock; steady clocks are left as they are."""
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }


@contextmanager
def watching(town: Town, watch: Watch) -> Iterator[Process]:
    """A daemon that has looked at every site once."""
    with town.office.running(**watch.variables) as daemon:
        daemon.does(lambda: looks(town) == len(HOSTS), 60, "the first looks")
        yield daemon


def looks(town: Town) -> int:
    return int(town.office.one("select count(*) from observation where kind = ?", LOOK))


def newest(town: Town) -> int:
    query = "select max(slot_at + late_s) from observation"
    return int(town.office.one(query))


def test_k01_a_year_ahead_and_back_leaves_no_trace(town: Town, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with watching(town, watch) as daemon:
        watch.set("+365d")
        daemon.says("clock_jump", 30)
        beats = "select beat_at from daemon"
        before = town.office.one(beats)
        watch.set("+0")
        daemon.says("clock_believed", 30)
        daemon.does(lambda: town.office.one(beats) > before, 30, "it lives on")
        slot = town.office.let_all_be_due(LOOK)
        daemon.does(lambda: town.office.looks_in(LOOK, slot) == len(HOSTS), 40, "it looks on")
    assert newest(town) < time.time() + 60
    assert town.office.rows("select * from outbox") == []
    query = "select * from closed_month where closed_at > ?"
    assert town.office.rows(query, int(time.time()) + DAY) == []
    assert town.office.one("select count(*) from incident") == 0
    assert town.office.one("select max(to_at - from_at) from gap") < 60


def test_k02_a_day_back_does_not_stop_the_looks(town: Town, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with watching(town, watch) as daemon:
        before = looks(town)
        watch.set("-1d")
        daemon.says("clock_set_back", 30)
        daemon.does(lambda: looks(town) == before + len(HOSTS), 60, "every site is looked at again")
        daemon.child.terminate()
        assert daemon.ends(10) == 0
    assert "Traceback" not in daemon.words
    assert town.office.one("select count(*) from gap where to_at < ?", int(time.time()) - 3600) == 1
    assert town.office.one("select count(*) from incident") == 0


def test_k04_three_days_of_sleep_are_one_look_a_site_and_a_gap(town: Town, tmp_path: Path) -> None:
    """All clocks of the machine go on in its sleep, but nobody looks."""
    watch = Watch(tmp_path)
    asleep = {name: value for name, value in watch.variables.items() if "MONOTONIC" not in name}
    with town.office.running(**asleep) as daemon:
        daemon.does(lambda: looks(town) == len(HOSTS), 60, "the first looks")
        daemon.child.send_signal(signal.SIGSTOP)
        watch.set("+3d")
        daemon.child.send_signal(signal.SIGCONT)
        daemon.does(lambda: looks(town) == 2 * len(HOSTS), 60, "every site is looked at again")
        beats = "select beat_at from daemon"
        beat = town.office.one(beats)
        daemon.does(lambda: town.office.one(beats) > beat, 60, "it lives on")
        assert looks(town) == 2 * len(HOSTS)
        daemon.child.terminate()
        assert daemon.ends(10) == 0
    assert "Traceback" not in daemon.words
    assert town.office.one("select count(*) from incident") == 0
    assert town.office.rows("select * from outbox") == []
    slept = town.office.one("select max(to_at - from_at) from gap")
    assert slept == pytest.approx(3 * DAY, abs=120)


def test_k03_a_start_on_an_empty_battery_waits_for_the_time(town: Town, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    watch.set("@2000-01-01 00:00:00")
    with town.office.running(**watch.variables) as daemon:
        daemon.says("clock_not_set", 30)
        assert looks(town) == 0
        watch.set("+0")
        daemon.says("clock_jump", 30)
        assert looks(town) == 0  # for a quarter of an hour it is not believed either
        daemon.child.terminate()
        assert daemon.ends(10) != 1


def test_a_daemon_that_starts_after_the_clock_was_set_back_looks_at_once(
    town: Town, tmp_path: Path
) -> None:
    watch = Watch(tmp_path)
    with watching(town, watch) as daemon:
        daemon.does(lambda: town.office.one("select count(*) from daemon") == 1, 20, "a beat")
        daemon.kill()
    before = looks(town)
    watch.set("-2d")
    with town.office.running(**watch.variables) as daemon:
        daemon.says("clock_set_back", 30)
        daemon.does(lambda: looks(town) == before + len(HOSTS), 60, "every site is looked at again")
