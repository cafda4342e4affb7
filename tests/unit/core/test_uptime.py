"""Durations, never a ratio of samples; what we did not see is in no denominator."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import (
    BERLIN,
    JAKARTA,
    QUARTER,
    T0,
    ZONES,
    a_look,
    a_story,
    conclusive,
    minute,
    outages,
    told,
)  # fmt: skip
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Observation
from watcher.core.looks.uptime import (
    DOWN,
    SLOT,
    SLOTS,
    UNMEASURED,
    UP,
    Strip,
    Tally,
    measured,
    split_by_incident,
    strips,
    vouched,
)  # fmt: skip
from watcher.core.looks.verdict import Belief, Opened, Policy, Resolved, Status, judge
from watcher.core.period import Period, local_day, midnight, split_by_day

HOUR = timedelta(hours=1)
stories = st.text("oooxxx? ", max_size=80)
runs = st.builds(
    lambda letters, every: a_story(letters, every), stories, st.sampled_from([5.0, 15.0, 47.0])
)
zones = st.sampled_from(ZONES)
lengths = st.timedeltas(timedelta(), timedelta(days=3))
tallies = st.builds(Tally, lengths, lengths)


def rolled(looks: Sequence[Observation], zone: ZoneInfo = JAKARTA) -> dict[date, Strip]:
    _, changes = told(looks)
    end = looks[-1].at if looks else T0
    return strips([look.at for look in conclusive(looks)], outages(changes, end), QUARTER, zone)


def total(days: Iterable[Strip]) -> Tally:
    return sum((strip.tally for strip in days), Tally())


def minutes_of(letters: str, every: float = 15) -> tuple[float, float]:
    """Minutes up and down that a story comes to."""
    tally = total(rolled(a_story(letters, every)).values())
    return tally.up / minute_long, tally.down / minute_long


minute_long = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("story", "up", "down"),
    [
        ("", 0, 0),
        ("o", 0, 0),
        ("oooo", 45, 0),
        ("ooxoo", 60, 0),
        ("ooxxoo", 75, 0),
        ("ooxxx", 30, 30),
        ("ooxxxoo", 45, 45),
        ("ooxxxoxoo", 45, 75),
        ("xxx", 0, 30),
        ("o?o", 30, 0),
        ("o??o", 30, 0),
        ("o         o", 30, 0),
        ("ooxxx      xoo", 45, 75),
        ("????", 0, 0),
    ],
)
def test_a_story_comes_to_so_many_minutes(story: str, up: float, down: float) -> None:
    assert minutes_of(story) == (up, down)


@given(lengths)
def test_a_look_vouches_for_at_most_two_intervals(gap: timedelta) -> None:
    assert vouched(T0, T0 + gap, QUARTER) == Period(T0, T0 + min(gap, 2 * QUARTER))


@given(runs, zones)
def test_unknown_looks_change_no_second_and_no_slot(
    looks: list[Observation], zone: ZoneInfo
) -> None:
    assert rolled(conclusive(looks), zone) == rolled(looks, zone)


@given(runs, zones)
def test_measured_time_is_never_more_than_the_time_there_was(
    looks: list[Observation], zone: ZoneInfo
) -> None:
    days = rolled(looks, zone)
    lasted = looks[-1].at - looks[0].at if looks else timedelta()
    assert total(days.values()).measured <= lasted
    for day, strip in days.items():
        begins, ends = midnight(day, zone), midnight(day + timedelta(days=1), zone)
        assert strip.tally.measured <= ends - begins


@given(runs)
def test_down_is_what_lies_in_incidents(looks: list[Observation]) -> None:
    _, changes = told(looks)
    incidents = outages(changes, looks[-1].at if looks else T0)
    spans = measured([look.at for look in conclusive(looks)], QUARTER)
    seen = sum((span.overlap(i).length for span in spans for i in incidents), timedelta())
    assert total(rolled(looks).values()).down == seen


@given(runs, zones)
def test_counting_look_by_look_gives_what_counting_the_whole_run_gives(
    looks: list[Observation], zone: ZoneInfo
) -> None:
    assert counted_in(looks, zone) == rolled(looks, zone)


def counted_in(looks: Sequence[Observation], zone: ZoneInfo) -> dict[date, Strip]:
    """Count with every look what is believed then; a change dated back turns what it covers."""
    belief, pieces = Belief(), list[tuple[Period, bool]]()
    for look in looks:
        before = belief
        belief, change = judge(before, look, Policy())
        if belief.decided_at != before.decided_at and before.decided_at is not None:
            span = vouched(before.decided_at, look.at, QUARTER)
            pieces.append((span, before.status is Status.DOWN))
        if isinstance(change, Opened | Resolved):
            falls = isinstance(change, Opened)
            pieces = [(p, falls if p.start >= change.at else down) for p, down in pieces]
    days: dict[date, Strip] = {}
    for piece, down in pieces:
        for day, part in split_by_day(piece, zone):
            days[day] = days.get(day, Strip()).add(part, down, midnight(day, zone))
    return days


@given(runs, st.floats(0, 1))
def test_a_run_split_at_any_instant_adds_up(looks: list[Observation], where: float) -> None:
    _, changes = told(looks)
    end = looks[-1].at if looks else T0
    incidents, at = outages(changes, end), T0 + where * (end - T0)
    before, after = Period(T0, at), Period(at, end)
    both = Tally()
    for span in measured([look.at for look in conclusive(looks)], QUARTER):
        for half in (before, after):
            for piece, down in split_by_incident(span.overlap(half), incidents):
                both += Tally(down=piece.length) if down else Tally(up=piece.length)
    assert both == total(rolled(looks).values())


@given(runs, st.integers(0, 80), zones)
def test_two_runs_that_share_a_look_add_up_to_the_whole(
    looks: list[Observation], cut: int, zone: ZoneInfo
) -> None:
    ats = [look.at for look in conclusive(looks)]
    incidents = outages(told(looks)[1], ats[-1] if ats else T0)
    whole = strips(ats, incidents, QUARTER, zone)
    halves = [strips(part, incidents, QUARTER, zone) for part in (ats[: cut + 1], ats[cut:])]
    assert total(d for half in halves for d in half.values()) == total(whole.values())


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 300), st.booleans()), max_size=8))
def test_a_slot_shows_the_worst_that_was_measured_in_it(
    stretches: list[tuple[int, int, bool]],
) -> None:
    begins, strip = midnight(local_day(T0, JAKARTA), JAKARTA), Strip()
    worst = [UNMEASURED] * 1440
    for start, length, down in stretches:
        end = min(start + length, 1440)
        span = Period(begins + start * minute_long, begins + end * minute_long)
        strip = strip.add(span, down, begins)
        worst[start:end] = [max(was, DOWN if down else UP) for was in worst[start:end]]
    assert [strip[n] for n in range(SLOTS)] == [
        max(worst[n * 15 : n * 15 + 15]) for n in range(SLOTS)
    ]
    assert len(strip.slots) == 24


def test_the_twenty_fifth_hour_is_counted_though_it_has_no_slot() -> None:
    begins = midnight(date(2026, 10, 25), BERLIN)
    ats = [begins + n * QUARTER for n in range(101)]
    (strip,) = strips(ats, [], QUARTER, BERLIN).values()
    assert strip.tally == Tally(up=timedelta(hours=25))
    assert {strip[n] for n in range(SLOTS)} == {UP}


def test_a_night_falls_on_two_days_of_the_zone() -> None:
    evening = datetime.combine(date(2026, 10, 5), datetime.min.time(), JAKARTA) + timedelta(
        hours=23
    )
    days = rolled([a_look("o", evening + n * QUARTER) for n in range(9)])
    assert {day: strip.tally.up for day, strip in days.items()} == {
        date(2026, 10, 5): HOUR,
        date(2026, 10, 6): HOUR,
    }
    assert days[date(2026, 10, 5)][SLOTS - 1] == UP
    assert days[date(2026, 10, 6)][0] == UP


def test_uptime_is_a_share_of_the_measured_time() -> None:
    assert Tally(up=9 * HOUR, down=HOUR).uptime() == 0.9
    assert Tally(down=HOUR).uptime() == 0
    assert Tally().uptime() is None


def test_a_group_is_a_sum_of_durations_and_no_mean_of_shares() -> None:
    short, long = Tally(up=HOUR), Tally(up=50 * HOUR, down=49 * HOUR)
    assert (short + long).uptime() == 0.51


@given(tallies, tallies, tallies)
def test_sums_do_not_depend_on_their_order(a: Tally, b: Tally, c: Tally) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Tally() == a


def test_no_percentage_is_printed_below_eighty_percent_coverage() -> None:
    tally = Tally(up=40 * HOUR, down=40 * HOUR)
    assert tally.trusted_uptime(100 * HOUR) == 0.5
    assert tally.trusted_uptime(100 * HOUR + minute_long) is None
    assert Tally().trusted_uptime(100 * HOUR) is None


@given(tallies, lengths)
def test_coverage_is_a_share(tally: Tally, length: timedelta) -> None:
    assert 0 <= tally.coverage(length) <= 1
    assert tally.coverage(timedelta()) == 0


@given(st.lists(st.integers(0, 600), max_size=8, unique=True), st.integers(0, 600))
def test_a_stretch_cut_by_incidents_loses_nothing(edges: list[int], start: int) -> None:
    ends = sorted(edges)
    pairs = zip(ends[::2], ends[1::2], strict=False)
    incidents = [Period(minute(a), minute(b)) for a, b in pairs]
    span = Period(minute(start), minute(start + 240))
    pieces = split_by_incident(span, incidents)
    assert sum((piece.length for piece, _ in pieces), timedelta()) == span.length
    shared = sum((span.overlap(i).length for i in incidents), timedelta())
    assert sum((piece.length for piece, down in pieces if down), timedelta()) == shared


def test_a_strip_is_never_changed_by_what_is_added_to_it() -> None:
    begins, strip = midnight(local_day(T0, JAKARTA), JAKARTA), Strip()
    more = strip.add(Period(begins, begins + SLOT), True, begins)
    assert strip == Strip()
    assert replace(more, tally=Tally()) != strip
