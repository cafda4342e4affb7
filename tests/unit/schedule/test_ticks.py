"""A tick comes every so often; what was slept through is one tick, not thousands."""

from datetime import datetime, timedelta

import pytest
from factories import JAKARTA, T0

from watcher.schedule.job_table import JOBS, Every

FIVE = Every(timedelta(seconds=5))


@pytest.mark.parametrize(
    ("last", "now", "following"),
    [(None, 0, 5), (0, 0, 5), (0, 4.9, 5), (0, 5, 10), (0, 7, 12), (0, 31_536_000, 31_536_005)],
)
def test_the_next_tick_is_always_to_come(last: float | None, now: float, following: float) -> None:
    before = None if last is None else T0 + timedelta(seconds=last)
    found = FIVE.get_next_fire_time(before, T0 + timedelta(seconds=now))
    assert found == T0 + timedelta(seconds=following)


def due(since: datetime | None, now: datetime) -> set[str]:
    return {job.name for job in JOBS if job.is_due(since, now, JAKARTA)}


def jakarta(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


NIGHTLY = {"roll_up", "servers", "forget", "registries", "month"}


@pytest.mark.parametrize(
    ("since", "now", "times_of_day"),
    [
        (jakarta(1, 5, 50), jakarta(1, 5, 59), set()),
        (jakarta(1, 5, 50), jakarta(1, 6), {"month"}),
        (jakarta(1, 5, 50), jakarta(1, 6, 4), {"month"}),
        (jakarta(1, 6, 1), jakarta(1, 6, 16), {"remind"}),
        (jakarta(1, 0, 15), jakarta(1, 0, 30), {"roll_up"}),
        (jakarta(1, 7), jakarta(2, 7), NIGHTLY | {"remind"}),
        (None, jakarta(1, 7), NIGHTLY | {"remind"}),
    ],
)
def test_what_cron_starts_does_each_job_whose_time_has_passed(
    since: datetime | None, now: datetime, times_of_day: set[str]
) -> None:
    always = {job.name for job in JOBS if job.every}
    assert due(since, now) == always | times_of_day
    assert {"availability", "delegation", "page", "domain", "dispatch", "outages"} < always
