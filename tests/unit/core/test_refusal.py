"""A registry that refuses is left alone, longer each time, and never for ever."""

from datetime import timedelta

import pytest
from factories import T0
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.domains.registry_backoff import RegistryBackoff, refused

HOUR = timedelta(hours=1)


def pauses(times: int, retry_after: timedelta = timedelta()) -> list[timedelta]:
    known: RegistryBackoff | None = None
    found = []
    for _ in range(times):
        known = refused(known, T0, retry_after)
        found.append(known.until - T0)
    return found


def test_each_refusal_in_a_row_lengthens_the_pause_up_to_a_day() -> None:
    assert pauses(5) == [HOUR / 4, HOUR, 6 * HOUR, 24 * HOUR, 24 * HOUR]


@pytest.mark.parametrize(
    ("retry_after", "first"),
    [(timedelta(seconds=1), HOUR / 4), (2 * HOUR, 2 * HOUR), (timedelta(days=400), 24 * HOUR)],
)
def test_the_server_may_ask_for_more_but_for_no_more_than_a_day(
    retry_after: timedelta, first: timedelta
) -> None:
    assert pauses(1, retry_after) == [first]


@given(st.integers(1, 50), st.timedeltas(timedelta(), timedelta(days=9999)))
def test_no_pause_is_shorter_than_the_one_before(times: int, retry_after: timedelta) -> None:
    found = pauses(times, retry_after)
    assert found == sorted(found)
    assert HOUR / 4 <= found[0] <= found[-1] <= 24 * HOUR
