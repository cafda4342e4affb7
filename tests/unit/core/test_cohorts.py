"""What became of the sites 3, 6, 12 and 24 months after they were handed over."""

from datetime import date

import pytest

from watcher.core.months.cohorts import MILESTONES, Cohort, Granted, MonthEndState, cohorts
from watcher.core.period import Month
from watcher.core.sites.state import State

GRANTED = date(2025, 11, 20)


def stood(state: State, *, opens: bool = True, renewed: bool | None = False) -> MonthEndState:
    return MonthEndState(state, renewed, opens=opens)


def the(community: str, after: int, found: tuple[Cohort, ...]) -> tuple[int, int, int, int]:
    one = next(c for c in found if (c.community, c.months) == (community, after))
    return one.known, one.alive, one.in_use, one.renewed


def test_a_site_is_counted_in_the_month_in_which_it_reaches_a_milestone() -> None:
    sites = [Granted(1, "Ilir", GRANTED), Granted(2, "Ilir", GRANTED), Granted(3, "Ulu", GRANTED)]
    february = {
        1: stood(State.IN_USE),
        2: stood(State.DARK, opens=False),
        3: stood(State.HIJACKED, opens=False),
    }
    march = dict.fromkeys((1, 2, 3), stood(State.IN_USE))
    november = {1: stood(State.STALE, renewed=True), 2: stood(State.UNKNOWN)}
    months = [(Month(2026, 11), november), (Month(2026, 2), february), (Month(2026, 3), march)]
    found = cohorts(sites, months)
    assert the("Ilir", 3, found) == (2, 1, 1, 0)
    assert the("Ulu", 3, found) == (1, 0, 0, 0)
    assert the("Ilir", 12, found) == (1, 1, 0, 1)
    assert the("Ilir", 6, found) == the("Ilir", 24, found) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("granted", "after", "month"),
    [
        (date(2025, 1, 31), 3, Month(2025, 4)),
        (date(2025, 9, 1), 3, Month(2025, 12)),
        (date(2025, 10, 1), 3, Month(2026, 1)),
        (date(2025, 12, 31), 12, Month(2026, 12)),
        (date(2025, 12, 31), 24, Month(2027, 12)),
    ],
)
def test_milestones_are_calendar_months(granted: date, after: int, month: Month) -> None:
    found = cohorts([Granted(1, "Ilir", granted)], [(month, {1: stood(State.IN_USE)})])
    assert {c.months: c.known for c in found} == {m: int(m == after) for m in MILESTONES}


def test_each_share_is_of_the_sites_of_which_it_is_known() -> None:
    sites = [Granted(number, "Ilir", GRANTED) for number in (1, 2, 3)]
    marks = {
        1: stood(State.UNKNOWN, renewed=True),
        2: stood(State.IN_USE, renewed=None),
        3: MonthEndState(State.DARK, False, answered=True, opens=False),
    }
    one = next(c for c in cohorts(sites, [(Month(2026, 11), marks)]) if c.months == 12)
    assert (one.alive, one.known) == (1, 2)
    assert (one.renewed, one.dated) == (1, 2)
    assert (one.answered, one.reached) == (1, 3)


def test_marks_that_claimed_more_than_was_seen_are_not_counted() -> None:
    by_method_1 = MonthEndState(State.IN_USE, renewed=True)
    found = cohorts([Granted(1, "Ilir", GRANTED)], [(Month(2026, 11), {1: by_method_1})])
    assert all(one.reached == one.known == one.dated == 0 for one in found)


def test_without_a_day_of_grant_there_is_no_cohort() -> None:
    assert cohorts([], [(Month(2026, 1), {})]) == ()
