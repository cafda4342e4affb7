"""When to look again: a fixed grid, soon for suspects, seldom for registries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from factories import QUARTER, T0, a_look, minute
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.cadence import (
    LONGEST_RETRY_AFTER,
    free_at,
    next_slot,
    plan,
    plan_for_suspect,
    registry_interval,
    sooner,
)
from watcher.core.looks.observation import Finding, Kind, Outcome, Reason
from watcher.core.looks.verdict import Belief, Policy, Status, judge

instants = st.datetimes(
    datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 - hypothesis adds it
)  # fmt: skip
sites = st.integers(1, 10_000)
intervals = st.sampled_from([timedelta(minutes=1), QUARTER, timedelta(hours=24)])


@given(sites, instants, intervals)
def test_the_next_slot_lies_ahead_by_at_most_one_interval(
    site: int, now: datetime, interval: timedelta
) -> None:
    slot = next_slot(site, Kind.AVAILABILITY, interval, now)
    assert now < slot <= now + interval


@given(sites, instants, intervals, st.integers(0, 500))
def test_slots_of_a_site_stay_on_one_grid_whatever_was_missed(
    site: int, now: datetime, interval: timedelta, missed: int
) -> None:
    slot = next_slot(site, Kind.AVAILABILITY, interval, now)
    later = next_slot(site, Kind.AVAILABILITY, interval, now + missed * interval)
    assert later == slot + missed * interval


@given(sites, instants, intervals)
def test_jitter_moves_the_run_by_at_most_thirty_seconds_and_never_the_slot(
    site: int, now: datetime, interval: timedelta
) -> None:
    found = plan(site, Kind.AVAILABILITY, interval, now)
    assert found.slot_at == next_slot(site, Kind.AVAILABILITY, interval, now)
    assert timedelta() <= found.ready_at - found.slot_at <= min(0.03 * interval, minute(0.5) - T0)


@given(sites, instants)
def test_a_look_that_ran_late_by_its_jitter_is_not_made_twice(site: int, now: datetime) -> None:
    first = plan(site, Kind.AVAILABILITY, QUARTER, now)
    second = plan(site, Kind.AVAILABILITY, QUARTER, first.ready_at)
    assert second.slot_at == first.slot_at + QUARTER


def test_a_thousand_sites_do_not_fall_due_at_once() -> None:
    slots = [next_slot(site, Kind.AVAILABILITY, QUARTER, T0) for site in range(1000)]
    busiest = max(slots.count(slot) for slot in set(slots))
    assert busiest < 10


def test_all_kinds_of_look_have_grids_of_their_own() -> None:
    day = timedelta(days=1)
    assert len({next_slot(7, kind, day, T0) for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(("streak", "wait"), [(1, 1), (2, 2), (3, 7), (9, 7)])
def test_a_suspect_is_looked_at_again_soon(streak: int, wait: int) -> None:
    found = plan_for_suspect(streak, Policy().down_span, T0)
    assert found.slot_at == found.ready_at == minute(wait)


@pytest.mark.parametrize(("span", "expected"), [(10, [0, 1, 3, 10]), (20, [0, 2, 6, 20])])
def test_the_second_looks_of_a_suspect_span_what_proves_it(span: int, expected: list[int]) -> None:
    policy = Policy(down_span=timedelta(minutes=span))
    belief, at, looks = Belief(), T0, []
    while belief.status is not Status.DOWN:
        looks.append((at - T0) / timedelta(minutes=1))
        belief, _ = judge(belief, a_look("x", at), policy)
        at = plan_for_suspect(belief.streak, policy.down_span, at).ready_at
    assert looks == expected


def test_without_a_span_a_suspect_is_looked_at_again_after_a_second() -> None:
    assert plan_for_suspect(1, timedelta(), T0).ready_at == T0 + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("days_left", "every"),
    [
        (400, 14), (91, 14), (90, 7), (31, 7), (30, 2), (8, 2), (7, 1), (0, 1), (-80, 1),
        (None, 1), (-81, 14),
    ],
)  # fmt: skip
def test_the_nearer_the_end_the_oftener_a_registry_is_asked(
    days_left: int | None, every: int
) -> None:
    assert registry_interval(days_left, inconclusive_streak=0) == timedelta(days=every)


@given(st.none() | st.integers(-400, 400), st.integers(1, 100))
def test_a_registry_that_tells_nothing_is_left_alone_for_longer_and_longer(
    days_left: int | None, inconclusive_streak: int
) -> None:
    waits = [registry_interval(days_left, n) for n in range(1, inconclusive_streak + 1)]
    assert waits == sorted(waits)
    assert timedelta(minutes=15) <= waits[0]
    assert waits[-1] <= timedelta(days=1)


def test_names_that_were_asked_together_drift_apart_and_none_is_asked_too_late() -> None:
    week = timedelta(days=7)
    waits = [sooner(n, Kind.DOMAIN, week, T0) for n in range(100)]
    assert all(0.8 * week <= wait <= week for wait in waits)
    assert len({wait // timedelta(hours=1) for wait in waits}) > 20
    assert sooner(1, Kind.DOMAIN, week, T0) == waits[1]


@pytest.mark.parametrize(
    ("retry_after", "left_alone"),
    [
        (timedelta(), timedelta()),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=1), LONGEST_RETRY_AFTER),
        (timedelta(days=3650), LONGEST_RETRY_AFTER),
    ],
)
def test_a_site_is_left_alone_as_it_asks_but_not_for_ever(
    retry_after: timedelta, left_alone: timedelta
) -> None:
    found = Finding(Outcome.UNKNOWN, Reason.RATE_LIMITED, retry_after=retry_after)
    assert free_at(replace(a_look(at=T0), finding=found)) == T0 + left_alone
