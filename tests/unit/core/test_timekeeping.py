"""A clock that jumps: what is done meanwhile, and when it is believed again."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import a_look, minute, told
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.clock_monitor import MADE_ON, ClockMonitor, ClockReading
from watcher.core.looks.verdict import Belief, Policy, clamped_to, judge

T = MADE_ON + timedelta(days=20)
DAYS, MINUTES = 86400, 60


def walk(*steps: tuple[float, float]) -> list[bool]:
    """Let real seconds pass and the clock be set by some; say whether it is believed each time."""
    trust, found = ClockMonitor(ClockReading(T, 0.0)), []
    for passed, set_by in steps:
        wall = trust.last.wall + timedelta(seconds=passed + set_by)
        trust = trust.then(ClockReading(wall, trust.last.steady + passed))
        found.append(trust.sound)
    return found


@pytest.mark.parametrize(
    ("story", "believed"),
    [
        ([(5, 0), (5, 0)], "!!"),
        ([(3 * DAYS, 0)], "!"),  # slept for three days: the steady clock slept with it
        ([(5, 200), (5, -200)], "!!"),  # a correction
        ([(5, 3600), (5, 0)], "!!"),  # summer time, by hand
        ([(5, 365 * DAYS), (600, 0), (5, -365 * DAYS)], "..!"),
        ([(5, 365 * DAYS), (899, 0), (1, 0)], "..!"),  # it stays so: it was put right at last
        ([(5, -DAYS), (5, 0)], "!!"),
        ([(5, 2 * DAYS), (5, 300 * DAYS), (890, 0), (10, 0)], "...!"),
        ([(5, -19 * DAYS), (5, -3 * DAYS), (5, 22 * DAYS), (900, 0)], "!..!"),
    ],
)
def test_a_clock_is_believed_unless_it_ran_far_ahead(
    story: list[tuple[float, float]], believed: str
) -> None:
    assert walk(*story) == [mark == "!" for mark in believed]


@pytest.mark.parametrize("year", [1970, 2000, 2025])
def test_an_empty_battery_is_not_believed_however_long_it_lasts(year: int) -> None:
    start = datetime(year, 1, 1, tzinfo=UTC)
    trust = ClockMonitor(ClockReading(start, 0.0))
    assert not trust.sound
    assert not trust.then(ClockReading(start + timedelta(hours=5), 5 * 3600.0)).sound
    mended = trust.then(ClockReading(T, 60.0))
    assert not mended.sound
    assert mended.then(ClockReading(T + timedelta(minutes=15), 16 * MINUTES)).sound


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(-3e7, 3e7)), max_size=20))
def test_no_run_of_jumps_makes_it_doubt_for_ever(steps: list[tuple[float, float]]) -> None:
    put_right = 30 * 365 * DAYS  # further than all the steps together may have set it back
    assert walk(*steps, (1, put_right), (15 * MINUTES, 0))[-1]


def test_a_site_is_judged_on_after_the_clock_was_set_back() -> None:
    belief, _ = told([a_look("x", minute(n)) for n in (0, 15)])
    back = a_look("x", minute(-1440))
    again, change = judge(clamped_to(belief, back.at), back, Policy())
    assert change is None  # three failures, but they span no ten minutes that can be told
    assert again.seen_at == again.decided_at == back.at
    assert clamped_to(again, back.at + timedelta(days=9)) == again
    assert clamped_to(Belief(), back.at) == Belief()


def test_nothing_that_is_believed_lies_ahead_of_a_clock_that_was_set_back() -> None:
    """A look that vouched from tomorrow on would measure a time that runs backwards."""
    belief, _ = told([a_look(letter, minute(15 * n)) for n, letter in enumerate("oox?")])
    back = minute(20)
    known = clamped_to(belief, back)
    assert (known.since, known.streak_began) == (minute(0), back)
    assert known.decided_at == known.seen_at == back
