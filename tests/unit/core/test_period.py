"""Months and days of a zone as half-open stretches of UTC, with and without summer time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from factories import BERLIN, JAKARTA, NEW_YORK, T0, ZONES
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.period import Month, Period, local_day, midnight, split_by_day

zones = st.sampled_from(ZONES)
months = st.builds(Month, st.integers(2020, 2040), st.integers(1, 12))
instants = st.datetimes(
    datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 - hypothesis adds it
)  # fmt: skip
TICK = timedelta.resolution


def test_october_in_jakarta_begins_while_utc_is_still_in_september() -> None:
    assert Month(2026, 10).period(JAKARTA) == Period(
        datetime(2026, 9, 30, 17, tzinfo=UTC), datetime(2026, 10, 31, 17, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("month", "zone", "hours"),
    [
        (Month(2026, 10), JAKARTA, 31 * 24),
        (Month(2026, 3), BERLIN, 31 * 24 - 1),
        (Month(2026, 10), BERLIN, 31 * 24 + 1),
        (Month(2026, 3), NEW_YORK, 31 * 24 - 1),
        (Month(2026, 11), NEW_YORK, 30 * 24 + 1),
        (Month(2028, 2), JAKARTA, 29 * 24),
    ],
)
def test_a_month_is_as_long_as_its_zone_makes_it(month: Month, zone: ZoneInfo, hours: int) -> None:
    assert month.period(zone).length == timedelta(hours=hours)


@given(months, zones)
def test_a_month_holds_its_first_instant_and_not_its_end(month: Month, zone: ZoneInfo) -> None:
    period = month.period(zone)
    assert Month.of(period.start, zone) == month
    assert Month.of(period.end - TICK, zone) == month
    assert Month.of(period.end, zone) == month.next()
    assert Month.of(period.start - TICK, zone) == month.previous()


@given(months, zones)
def test_months_follow_each_other_without_a_hole(month: Month, zone: ZoneInfo) -> None:
    assert month.period(zone).end == month.next().period(zone).start
    assert month.next().previous() == month
    assert month.last + timedelta(days=1) == month.next().first


@given(instants, zones)
def test_every_instant_lies_in_exactly_one_month(at: datetime, zone: ZoneInfo) -> None:
    period = Month.of(at, zone).period(zone)
    assert period.start <= at < period.end


@given(months)
def test_a_month_reads_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "oktober", "2026-10-05", "-", "0001-01", "9999-12"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


@given(instants, st.timedeltas(timedelta(), timedelta(days=70)), zones)
def test_days_of_a_stretch_follow_each_other_and_add_up(
    start: datetime, length: timedelta, zone: ZoneInfo
) -> None:
    span = Period(start, start + length)
    pieces = list(split_by_day(span, zone))
    assert sum((piece.length for _, piece in pieces), timedelta()) == length
    assert all(a.end == b.start for (_, a), (_, b) in pairwise(pieces))
    for day, piece in pieces:
        assert local_day(piece.start, zone) == day
        assert local_day(piece.end - TICK, zone) == day


def test_the_day_the_clocks_go_back_has_twenty_five_hours() -> None:
    day = date(2026, 10, 25)
    span = Period(midnight(day, BERLIN), midnight(day + timedelta(days=1), BERLIN))
    assert list(split_by_day(span, BERLIN)) == [(day, span)]
    assert span.length == timedelta(hours=25)


@given(instants, instants, instants, instants)
def test_what_two_stretches_share_lies_in_both(
    a: datetime, b: datetime, c: datetime, d: datetime
) -> None:
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    shared = one.overlap(other)
    assert shared.length == other.overlap(one).length
    assert shared.length <= min(one.length, other.length)
    if shared.length:
        assert max(one.start, other.start) == shared.start
        assert min(one.end, other.end) == shared.end


def test_a_stretch_that_ends_before_it_begins_has_no_length() -> None:
    assert Period(T0, T0 - timedelta(hours=1)).length == timedelta()
