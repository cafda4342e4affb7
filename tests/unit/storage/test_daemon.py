"""One daemon a database, the gaps it was blind in, and the months it has made."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from factories import T0, minute

from watcher.core.errors import StorageBusyError
from watcher.core.looks.observation import Reason
from watcher.core.period import Period
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import add_gap, close_gap, gaps_in, open_gap
from watcher.storage.upkeep.daemon_lock import beat, daemon, sole_daemon

pytest_plugins = ("office_fixtures",)

HOLDER = """
import sys, datetime
from watcher.storage.upkeep.daemon_lock import sole_daemon
from watcher.storage.engine import open_database
with sole_daemon(open_database(sys.argv[1]), "1", datetime.datetime.now(datetime.UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def a_second(database: Database) -> None:
    with sole_daemon(database, "1", minute(1)):
        pytest.fail("two daemons on one database")


def test_p09_a_second_daemon_is_refused_at_once_and_told_who_runs(database: Database) -> None:
    with sole_daemon(database, "1", T0):
        began = time.monotonic()
        with pytest.raises(StorageBusyError, match=f"pid {os.getpid()}") as refused:
            a_second(database)
        assert time.monotonic() - began < 2
    assert refused.value.exit_code == 75
    last = daemon(database)
    assert last is not None
    assert last.started_at == T0  # the second has not signed itself on


def test_p10_the_lock_of_a_killed_process_is_not_stale(database: Database) -> None:
    command = [sys.executable, "-c", HOLDER, f"sqlite:///{database.path}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(StorageBusyError, match=f"pid {first.pid}"):
            a_second(database)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    with sole_daemon(database, "1", T0) as predecessor:
        assert predecessor is not None
        assert predecessor.pid == first.pid


def test_a_daemon_that_ends_lets_the_next_one_in(database: Database) -> None:
    with sole_daemon(database, "1", T0) as nobody:
        assert nobody is None
        beat(database, minute(5))
    with sole_daemon(database, "2", minute(60)) as predecessor:
        assert predecessor is not None
        assert (predecessor.pid, predecessor.beat_at) == (os.getpid(), minute(5))
    last = daemon(database)
    assert last is not None
    assert (last.version, last.beat_at) == ("2", minute(60))


DAY = Period(T0, T0 + timedelta(days=1))


def gaps(database: Database, period: Period = DAY) -> list[tuple[Period, Reason]]:
    with database.read() as connection:
        return [(gap.period, gap.reason) for gap in gaps_in(connection, period)]


def test_a_gap_that_is_open_stays_the_same_gap(database: Database) -> None:
    open_gap(database, Reason.OWN_NETWORK, minute(1))
    open_gap(database, Reason.OWN_DNS, minute(2))
    assert gaps(database) == [(Period(minute(1), DAY.end), Reason.OWN_NETWORK)]
    assert close_gap(database, minute(9))
    assert gaps(database) == [(Period(minute(1), minute(9)), Reason.OWN_NETWORK)]


def test_closing_what_is_not_open_is_nothing(database: Database) -> None:
    assert not close_gap(database, T0)
    open_gap(database, Reason.OWN_DNS, minute(1))
    assert close_gap(database, minute(2))
    assert not close_gap(database, minute(3))
    assert gaps(database) == [(Period(minute(1), minute(2)), Reason.OWN_DNS)]


def test_an_absence_does_not_close_a_gap_that_is_open(database: Database) -> None:
    open_gap(database, Reason.OWN_DNS, minute(30))
    add_gap(database, Reason.OWN_NETWORK, Period(T0, minute(9)))
    assert gaps(database) == [
        (Period(T0, minute(9)), Reason.OWN_NETWORK),
        (Period(minute(30), DAY.end), Reason.OWN_DNS),
    ]


def test_gaps_are_cut_to_the_period_that_is_asked_for(database: Database) -> None:
    add_gap(database, Reason.OWN_NETWORK, Period(minute(-60), minute(10)))
    add_gap(database, Reason.OWN_NETWORK, Period(minute(-60 * 9), minute(-60 * 8)))
    assert gaps(database) == [(Period(T0, minute(10)), Reason.OWN_NETWORK)]
