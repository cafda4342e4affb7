"""What the JSON tells beyond the month: the trend, the list of things to do, and the revision."""

import json
from dataclasses import replace
from typing import Any

import pytest
from factories import OCTOBER, T0, a_history, one_of_each
from read_pages import RULES, a_month, an_outline, told

from watcher.core.months.actions import Action, Assignee, Assignment
from watcher.core.months.indicators import Indicator
from watcher.core.sites.state import State
from watcher.report.data.document import as_text, document
from watcher.report.figures.month_figures import Figures
from watcher.report.figures.report_rules import StaffEntry
from watcher.report.figures.snapshot import Revision, StateChange
from watcher.report.sentences.report_context import ReportContext

SEPTEMBER = OCTOBER.previous()
ASKED = Assignment(Action.HANDLE_HIJACKED, Assignee.OFFICER, None, (1, 5))


def october() -> Figures:
    before = replace(an_outline(SEPTEMBER, in_use=4), assignments=(ASKED,))
    return a_month(*one_of_each(), before=before)


def written(context: ReportContext) -> Any:
    return document(context)


def test_the_trend_is_the_past_and_the_month_in_order() -> None:
    past = [an_outline(SEPTEMBER.previous(), stale=1, dark=2), an_outline(SEPTEMBER, in_use=4)]
    figures = october()
    trend = written(told(figures, past))["trend"]
    assert [one["period"] for one in trend] == ["2026-08", "2026-09", "2026-10"]
    assert [(one["sites"], one["opens"]) for one in trend] == [(3, 1), (4, 4), (6, 3)]
    assert trend[-1]["states"] == written(told(figures, past))["programme"]["states"]


def test_the_actions_are_those_of_the_list() -> None:
    figures = october()
    actions = written(told(figures))["actions"]
    assert [(one["action"], one["who"], one["sites"]) for one in actions] == [
        (one.action.value, one.doer.value, list(one.sites)) for one in figures.assignments
    ]
    assert actions[0] == {"action": "handle_hijacked", "who": "officer", "by": None, "sites": [5]}
    assert actions[1]["by"] == "2026-11-15"
    listed = {site["id"] for site in written(told(figures))["sites"]}
    assert all(set(one["sites"]) <= listed for one in actions)


def test_what_became_of_last_months_list_is_there() -> None:
    assert written(told(october()))["followed_up"] == [
        {"action": "handle_hijacked", "asked": 2, "done": 1, "not_watched": 0}
    ]
    assert written(told(a_month(a_history(1))))["followed_up"] == []


@pytest.mark.parametrize("closed", [True, False])
def test_it_says_whether_the_month_is_over(closed: bool) -> None:
    assert written(told(october(), closed=closed))["closed"] is closed


def test_a_revision_is_told_with_what_it_moved() -> None:
    note = Revision(2, T0, 3, (StateChange("Usaha 1", State.IN_USE, State.DARK),))
    body = written(told(october(), revision=note))
    assert body["revision"] == 2
    assert body["revised"] == {
        "made_at": "2026-10-05T02:00:00Z",
        "measured": 3,
        "moved": [{"name": "Usaha 1", "before": "in_use", "after": "dark"}],
    }
    plain = written(told(october()))
    assert (plain["revision"], plain["revised"]) == (0, None)


def test_a_revision_a_past_and_a_list_each_change_the_hash() -> None:
    figures = october()
    tellers = [
        told(figures),
        told(figures, closed=False),
        told(figures, [an_outline(SEPTEMBER, in_use=4)]),
        told(figures, revision=Revision(1, T0, 0, ())),
        told(replace(figures, followed_up=())),
        told(replace(figures, assignments=())),
    ]
    assert len({written(context)["data_hash"] for context in tellers}) == len(tellers)


def test_as_text_it_is_the_same_document() -> None:
    context = told(october(), [an_outline(SEPTEMBER, in_use=4)])
    assert json.loads(as_text(context)) == written(context)
    empty = told(a_month())
    assert json.loads(as_text(empty)) == written(empty)


def test_what_the_staff_counted_is_in_the_figures_once() -> None:
    entered = {Indicator.GOALS: StaffEntry(0.5, "3 kunjungan")}
    found = a_month(a_history(1), rules=replace(RULES, staff_entries=entered)).measures
    assert [one.indicator for one in found if one.told_by] == [Indicator.GOALS]
    assert len(found) == len(Indicator) + 1
