"""What is to be done this month, by whom; and what became of what was asked last month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.months.actions import (
    SOON,
    Action,
    ActionInput,
    Assignee,
    Assignment,
    FollowUp,
    assignments,
    follow_up,
)
from watcher.core.sites.state import State

TODAY = date(2026, 11, 1)
WELL = ActionInput(9, State.IN_USE, domain_days=200, hosting_days=200)

CASES = some.builds(
    ActionInput,
    site_id=some.integers(1, 20),
    state=some.sampled_from(State),
    domain_days=some.none() | some.integers(-90, 400),
    hosting_days=some.none() | some.integers(-90, 400),
    saved_days=some.none() | some.integers(0, 60),
    past_end=some.booleans(),
    has_domain=some.booleans(),
    refused=some.booleans(),
)


def asked(*cases: ActionInput) -> list[Action]:
    return [one.action for one in assignments(cases, TODAY)]


def test_where_all_is_well_nothing_is_asked() -> None:
    assert asked() == asked(WELL) == []


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (ActionInput(1, State.HIJACKED, 200, 200), [Action.HANDLE_HIJACKED]),
        (ActionInput(1, State.IN_USE, 14, 200), [Action.CALL_DUE]),
        (ActionInput(1, State.IN_USE, 0, 200), [Action.CALL_DUE]),
        (ActionInput(1, State.IN_USE, 15, 200), []),
        (ActionInput(1, State.DARK, -3, 200), [Action.DECIDE_DARK]),
        (ActionInput(1, State.STALE, 200, 3), [Action.PAY_HOSTING]),
        (ActionInput(1, State.NEVER_USED, 200, None), [Action.COACH_UNUSED]),
        (ActionInput(1, State.IN_USE, 200, 200, refused=True), [Action.MEND_ADDRESSES]),
        (ActionInput(1, State.IN_USE, None, 200), [Action.FIND_EXPIRY]),
        (ActionInput(1, State.IN_USE, None, 200, has_domain=False), []),
        (ActionInput(1, State.DARK, None, 200), [Action.DECIDE_DARK]),
    ],
)
def test_each_thing_is_asked_when_its_time_has_come(
    case: ActionInput, wanted: list[Action]
) -> None:
    assert asked(case, WELL) == wanted


def test_the_most_urgent_comes_first_with_who_and_by_when() -> None:
    unused, dark = ActionInput(1, State.NEVER_USED, 9, 90), ActionInput(2, State.DARK, 9, 90)
    cases = [unused, dark, ActionInput(3, State.HIJACKED, 99)]
    assert assignments(cases, TODAY) == (
        Assignment(Action.HANDLE_HIJACKED, Assignee.OFFICER, None, (3,)),
        Assignment(Action.CALL_DUE, Assignee.COORDINATORS, date(2026, 11, 7), (1, 2)),
        Assignment(Action.DECIDE_DARK, Assignee.HEAD, date(2026, 11, 15), (2,)),
        Assignment(Action.COACH_UNUSED, Assignee.COORDINATORS, date(2026, 12, 30), (1,)),
    )


@given(some.lists(CASES, unique_by=lambda case: case.site_id))
def test_there_are_never_more_than_eight_things_and_each_names_its_sites(
    cases: list[ActionInput],
) -> None:
    found = assignments(cases, TODAY)
    assert len(found) <= 8
    ranks = [list(Action).index(one.action) for one in found]
    assert ranks == sorted(set(ranks))
    known = {case.site_id for case in cases}
    assert all(one.sites and set(one.sites) <= known for one in found)
    assert all(one.by is None or one.by >= TODAY for one in found)


@pytest.mark.parametrize(
    ("action", "now", "done"),
    [
        (Action.SAVE_PAST_END, ActionInput(1, State.IN_USE, domain_days=360), True),
        (Action.SAVE_PAST_END, ActionInput(1, State.IN_USE, -3, past_end=True), False),
        (Action.SAVE_PAST_END, ActionInput(1, State.IN_USE, domain_days=-3), False),
        (Action.SAVE_PAST_END, ActionInput(1, State.DARK), False),
        (Action.HANDLE_HIJACKED, ActionInput(1, State.IN_USE), True),
        (Action.HANDLE_HIJACKED, ActionInput(1, State.HIJACKED), False),
        (Action.HANDLE_HIJACKED, ActionInput(1, State.UNKNOWN), False),
        (Action.CALL_DUE, ActionInput(1, State.IN_USE, domain_days=360), True),
        (Action.CALL_DUE, ActionInput(1, State.IN_USE, domain_days=SOON), False),
        (Action.CALL_DUE, ActionInput(1, State.DARK, domain_days=-20), False),
        (Action.CALL_DUE, ActionInput(1, State.IN_USE), False),
        (Action.DECIDE_DARK, ActionInput(1, State.IN_USE), True),
        (Action.DECIDE_DARK, ActionInput(1, State.UNKNOWN), False),
        (Action.DECIDE_DARK, ActionInput(1, State.HIJACKED), False),
        (Action.PAY_HOSTING, ActionInput(1, State.IN_USE, hosting_days=300), True),
        (Action.PAY_HOSTING, ActionInput(1, State.IN_USE, hosting_days=-2), False),
        (Action.COACH_UNUSED, ActionInput(1, State.IN_USE), True),
        (Action.COACH_UNUSED, ActionInput(1, State.DARK), False),
        (Action.MEND_ADDRESSES, ActionInput(1, State.IN_USE, reached=True), True),
        (Action.MEND_ADDRESSES, ActionInput(1, State.IN_USE), False),
        (Action.FIND_EXPIRY, ActionInput(1, State.IN_USE, domain_days=30), True),
        (Action.FIND_EXPIRY, ActionInput(1, State.DARK), False),
        (Action.FIND_EXPIRY, ActionInput(1, State.DARK, domain_days=-40), True),
        (Action.FIND_EXPIRY, ActionInput(1, State.IN_USE, has_domain=False), True),
    ],
)
def test_a_thing_is_done_when_the_site_is_well_not_when_the_question_goes_away(
    action: Action, now: ActionInput, done: bool
) -> None:
    then = Assignment(action, Assignee.OFFICER, None, (1,))
    assert follow_up([then], [now]) == (FollowUp(action, 1, int(done)),)


def test_for_a_site_that_is_watched_no_more_nothing_was_done_and_that_is_said() -> None:
    then = Assignment(Action.CALL_DUE, Assignee.COORDINATORS, None, (1, 2, 3))
    still = [
        ActionInput(2, State.IN_USE, domain_days=3),
        ActionInput(3, State.IN_USE, domain_days=360),
    ]
    assert follow_up([then], still) == (FollowUp(Action.CALL_DUE, 3, 1, away=1),)


@pytest.mark.parametrize(
    ("days", "by"),
    [
        (0, None),
        (1, TODAY),
        (4, date(2026, 11, 4)),
        (7, date(2026, 11, 7)),
        (14, date(2026, 11, 7)),
    ],
)
def test_a_deadline_lies_before_the_event_it_is_about(days: int, by: date | None) -> None:
    (found,) = assignments([ActionInput(1, State.IN_USE, domain_days=days)], TODAY)
    assert (found.action, found.by) == (Action.CALL_DUE, by)


def test_a_dark_site_is_decided_on_while_its_name_can_be_saved() -> None:
    (found,) = assignments([ActionInput(1, State.DARK, -30, saved_days=5)], TODAY)
    assert (found.action, found.by) == (Action.DECIDE_DARK, date(2026, 11, 5))


def test_what_has_ended_and_still_opens_comes_before_everything_else() -> None:
    saved, hijacked = (
        ActionInput(1, State.IN_USE, -5, past_end=True),
        ActionInput(2, State.HIJACKED, 99),
    )
    assert asked(hijacked, saved) == [Action.SAVE_PAST_END, Action.HANDLE_HIJACKED]
