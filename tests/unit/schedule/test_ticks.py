"""A tick comes every so often; what was slept through is one tick, not thousands."""

from datetime import timedelta

import pytest
from factories import T0

from watcher.schedule.clocks import Every

FIVE = Every(timedelta(seconds=5))


@pytest.mark.parametrize(
    ("last", "now", "following"),
    [(None, 0, 5), (0, 0, 5), (0, 4.9, 5), (0, 5, 10), (0, 7, 12), (0, 31_536_000, 31_536_005)],
)
def test_the_next_tick_is_always_to_come(last: float | None, now: float, following: float) -> None:
    before = None if last is None else T0 + timedelta(seconds=last)
    found = FIVE.get_next_fire_time(before, T0 + timedelta(seconds=now))
    assert found == T0 + timedelta(seconds=following)
