"""When the watcher was blind: one stretch at a time, and what is over stays as it was."""

from datetime import datetime

from factories import T0, minute

from watcher.core.looks.observation import Reason
from watcher.core.period import Period
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import add_gap, close_gap, gaps_in, open_gap

pytest_plugins = ("office_fixtures",)

LINE, NAMES = Reason.OWN_NETWORK, Reason.OWN_DNS


def gaps(
    database: Database, start: float = 0, end: float = 99
) -> list[tuple[float, float, Reason]]:
    """Minutes from and to which we were blind, and why."""
    with database.read() as connection:
        found = gaps_in(connection, Period(minute(start), minute(end)))
    return [(_minutes(gap.period.start), _minutes(gap.period.end), gap.reason) for gap in found]


def _minutes(at: datetime) -> float:
    return (at - T0).total_seconds() / 60


def test_seeing_again_ends_the_gap_that_is_open_and_no_other(database: Database) -> None:
    open_gap(database, LINE, minute(1))
    close_gap(database, minute(5))
    open_gap(database, NAMES, minute(20))
    close_gap(database, minute(30))
    assert gaps(database) == [(1, 5, LINE), (20, 30, NAMES)]


def test_who_is_blind_already_does_not_become_so_again(database: Database) -> None:
    for n in (1, 6, 11):
        open_gap(database, LINE, minute(n))
    assert gaps(database) == [(1, 99, LINE)]
    close_gap(database, minute(16))
    assert gaps(database) == [(1, 16, LINE)]


def test_no_more_of_a_gap_is_read_than_lies_in_the_period(database: Database) -> None:
    add_gap(database, LINE, Period(minute(10), minute(20)))
    open_gap(database, NAMES, minute(40))
    assert gaps(database, 15, 50) == [(15, 20, LINE), (40, 50, NAMES)]
    assert gaps(database, 20, 40) == []
    assert gaps(database, 19, 41) == [(19, 20, LINE), (40, 41, NAMES)]
