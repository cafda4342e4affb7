"""Walking a clock day by day: every rung once, the tightest after an outage, none too late."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from factories import DOT_COM, DOT_ID, TODAY
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.domains.life import LifeCycle
from watcher.core.reminders.reminder_schedule import Stage, reminder_on, reminders

BEFORE_AND_SOON_AFTER = {
    Stage.H60: -60, Stage.H30: -30, Stage.H14: -14, Stage.H7: -7, Stage.H3: -3, Stage.H1: -1,
    Stage.H0: 0, Stage.H7_LATE: 7,
}  # fmt: skip
DAYS_OF = {
    DOT_ID: {Stage.LAST_PRICE: 28, Stage.REDEMPTION: 36, Stage.DECIDE: 58},
    DOT_COM: {Stage.LAST_PRICE: 29, Stage.REDEMPTION: 37, Stage.DECIDE: 59},
}
both_lives = pytest.mark.parametrize("life", [DOT_ID, DOT_COM])
offsets = range(-70, 91)


def stage_on(today: date, clock: ExpiryKind, expires: date, life: LifeCycle) -> Stage | None:
    rung = reminder_on(today, clock, expires, life)
    return rung.stage if rung else None


def said(
    days: Iterable[int], life: LifeCycle, clock: ExpiryKind = ExpiryKind.DOMAIN
) -> dict[Stage, int]:
    """Which stages somebody who looks on these days says, and on which day first."""
    found: dict[Stage, int] = {}
    for offset in days:
        stage = stage_on(TODAY + timedelta(days=offset), clock, TODAY, life)
        if stage is not None:
            found.setdefault(stage, offset)
    return found


@both_lives
def test_every_stage_appears_exactly_once_and_on_its_day(life: LifeCycle) -> None:
    assert said(offsets, life) == BEFORE_AND_SOON_AFTER | DAYS_OF[life]
    assert list(said(offsets, life)) == list(Stage)


@both_lives
def test_a_stage_never_comes_back(life: LifeCycle) -> None:
    told = [stage_on(TODAY + timedelta(days=n), ExpiryKind.DOMAIN, TODAY, life) for n in offsets]
    order = [list(Stage).index(stage) for stage in told if stage is not None]
    assert order == sorted(order)


@both_lives
def test_nothing_is_said_after_the_last_day_to_buy_it_back(life: LifeCycle) -> None:
    last = life.grace + life.redemption
    days = [n for n in offsets if stage_on(TODAY + timedelta(n), ExpiryKind.DOMAIN, TODAY, life)]
    assert days == list(range(-60, last + 1))


def test_hosting_has_the_eight_stages_of_a_term_and_stops_after_thirty_days() -> None:
    assert said(offsets, DOT_ID, ExpiryKind.HOSTING) == BEFORE_AND_SOON_AFTER
    assert stage_on(TODAY + timedelta(days=30), ExpiryKind.HOSTING, TODAY, DOT_ID) is Stage.H7_LATE
    assert stage_on(TODAY + timedelta(days=31), ExpiryKind.HOSTING, TODAY, DOT_ID) is None


def test_a_certificate_has_a_word_a_week_ahead_and_one_on_its_last_day() -> None:
    days = {
        n: stage_on(TODAY + timedelta(n), ExpiryKind.CERTIFICATE, TODAY, DOT_ID)
        for n in range(-61, 61)
    }
    assert {n for n, stage in days.items() if stage is Stage.H7} == set(range(-7, 0))
    assert {n for n, stage in days.items() if stage is Stage.H0} == set(range(8))
    assert {stage for n, stage in days.items() if not -7 <= n <= 7} == {None}


@both_lives
@given(st.data())
def test_after_an_outage_only_the_tightest_missed_stage_is_said(
    life: LifeCycle, data: st.DataObject
) -> None:
    asleep = data.draw(st.integers(-71, 88))
    awake = data.draw(st.integers(asleep + 1, 90))
    before = said(range(-70, asleep + 1), life)
    after = said(range(awake, 91), life)
    on_waking = [stage for stage, day in after.items() if day == awake and stage not in before]
    reached = [rung.stage for rung in reminders(ExpiryKind.DOMAIN, TODAY, life)]
    assert len(on_waking) <= 1
    if on_waking:
        passed_over = reached[len(before) : reached.index(on_waking[0])]
        assert not set(passed_over) & set(after)


@both_lives
def test_rungs_stand_in_the_order_of_their_days(life: LifeCycle) -> None:
    days = [rung.from_day for rung in reminders(ExpiryKind.DOMAIN, TODAY, life)]
    assert days == sorted(days)
    assert len(set(days)) == len(days)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(-80, 0),
    st.builds(LifeCycle, st.integers(0, 90), st.integers(0, 90), st.integers(0, 30)),
)
def test_what_is_said_before_the_end_does_not_depend_on_what_follows_it(
    expires: date, offset: int, life: LifeCycle
) -> None:
    today = expires + timedelta(days=offset)
    assert stage_on(today, ExpiryKind.DOMAIN, expires, life) is stage_on(
        today, ExpiryKind.DOMAIN, expires, DOT_ID
    )
