"""Stories of looks, and what may be said about a site after each of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from factories import T0, a_look, a_story, conclusive, minute, outages, told
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import Finding, Outcome, Reason
from watcher.core.looks.verdict import Belief, Opened, Policy, Resolved, Status, judge

stories = st.text("ox?", max_size=60)
#: Minutes between looks: suspects are looked at again soon, others every quarter of an hour.
rhythms = st.lists(st.sampled_from([1.0, 2.0, 7.0, 15.0, 240.0]), max_size=60)


@pytest.mark.parametrize(
    ("story", "status"),
    [
        ("", Status.NEW),
        ("o", Status.NEW),
        ("x", Status.NEW),
        ("xx", Status.NEW),
        ("oo", Status.UP),
        ("o?o", Status.UP),
        ("????", Status.NEW),
        ("oox", Status.UP),
        ("ooxx", Status.UP),
        ("ooxxx", Status.DOWN),
        ("xxx", Status.DOWN),
        ("oox?xx", Status.DOWN),
        ("oox?x?x", Status.DOWN),
        ("ooxoxox", Status.UP),
        ("ooxxoxx", Status.UP),
        ("ooxxxo", Status.DOWN),
        ("ooxxxoo", Status.UP),
        ("ooxxxo?o", Status.UP),
        ("ooxxxoxo", Status.DOWN),
        ("ooxxx??????", Status.DOWN),
        ("oo??????", Status.UP),
    ],
)
def test_what_a_story_makes_us_believe(story: str, status: Status) -> None:
    assert told(a_story(story))[0].status is status


def test_three_failures_within_ten_minutes_are_not_yet_down() -> None:
    assert told(a_story("ooxxx", every=4.9))[0].status is Status.UP


def test_three_failures_that_span_ten_minutes_are_down() -> None:
    assert told(a_story("ooxxx", every=5))[0].status is Status.DOWN


def test_two_failures_are_not_down_however_long_they_span() -> None:
    assert told(a_story("ooxx", every=24 * 60))[0].status is Status.UP


def test_many_failures_are_down_as_soon_as_they_span_ten_minutes() -> None:
    looks = [a_look("x", minute(n)) for n in range(11)]
    assert told(looks[:-1])[0].status is Status.NEW
    belief, changes = told(looks)
    assert belief.status is Status.DOWN
    assert changes == [Opened(minute(0), Reason.CONNECT_REFUSED)]


def test_a_fall_is_dated_to_the_first_failure_of_the_streak() -> None:
    belief, changes = told(a_story("ooxoxxx"))
    assert changes == [Opened(minute(60), Reason.CONNECT_REFUSED)]
    assert belief.since == minute(60)


def test_a_recovery_is_dated_to_the_first_success_of_the_streak() -> None:
    belief, changes = told(a_story("xxxoxo?o"))
    assert changes[-1] == Resolved(minute(75))
    assert belief.since == minute(75)


def test_unknown_looks_do_not_move_the_date_of_a_fall() -> None:
    _, changes = told(a_story("oo?x??x?x"))
    assert changes == [Opened(minute(45), Reason.CONNECT_REFUSED)]


def test_the_first_proof_of_a_new_site_resolves_nothing() -> None:
    belief, changes = told(a_story("oo"))
    assert changes == []
    assert belief.since == T0


def test_an_incident_tells_the_reason_of_the_look_that_confirmed_it() -> None:
    looks = a_story("xxx")
    looks[-1] = replace(looks[-1], finding=Finding(Outcome.FAILED, Reason.DNS_NXDOMAIN))
    assert told(looks)[1] == [Opened(T0, Reason.DNS_NXDOMAIN)]


def test_only_a_failure_that_is_not_yet_believed_makes_a_suspect() -> None:
    suspects = [told(a_story(story))[0].suspect for story in ("", "o", "oox", "oox?", "ooxo")]
    assert suspects == [False, False, True, True, False]
    assert not told(a_story("xxx"))[0].suspect
    assert not told(a_story("xxxo"))[0].suspect


def test_looks_out_of_order_are_refused() -> None:
    belief, _ = judge(Belief(), a_look("o", minute(5)), Policy())
    with pytest.raises(ValueError, match="older"):
        judge(belief, a_look("o", minute(4)), Policy())


def test_an_unknown_look_keeps_the_order_too() -> None:
    belief, _ = judge(Belief(), a_look("?", minute(5)), Policy())
    with pytest.raises(ValueError, match="older"):
        judge(belief, a_look("o", minute(4)), Policy())


@given(stories)
def test_dropping_unknown_looks_changes_no_status_and_no_incident(story: str) -> None:
    looks = a_story(story)
    belief, changes = told(looks)
    without, same_changes = told(conclusive(looks))
    assert changes == same_changes
    assert replace(belief, seen_at=None) == replace(without, seen_at=None)


@given(stories)
def test_time_is_measured_from_the_last_conclusive_look(story: str) -> None:
    looks = a_story(story)
    belief, proven = told(looks)[0], conclusive(looks)
    assert belief.decided_at == (proven[-1].at if proven else None)
    assert belief.seen_at == (looks[-1].at if looks else None)


@given(stories, rhythms)
def test_incidents_alternate_and_never_overlap(story: str, rhythm: Sequence[float]) -> None:
    looks, at = [], T0
    for letter, wait in zip(story, rhythm, strict=False):
        looks.append(a_look(letter, at))
        at += timedelta(minutes=wait)
    _, changes = told(looks)
    kinds = [type(change) for change in changes]
    assert kinds == [Opened, Resolved] * (len(kinds) // 2) + [Opened] * (len(kinds) % 2)
    assert all(a.at < b.at for a, b in pairwise(changes))
    lasting = outages(changes, at)
    assert all(a.end <= b.start for a, b in pairwise(lasting))


@given(stories, st.integers(1, 5), st.integers(1, 4), st.integers(0, 60))
def test_every_change_is_proven_by_the_streak_it_is_dated_to(
    story: str, down: int, up: int, span: int
) -> None:
    looks = a_story(story)
    proven = conclusive(looks)
    needs = {Opened: down, Resolved: up}
    wanted = {Opened: Outcome.FAILED, Resolved: Outcome.OK}
    _, changes = told(looks, Policy(down, up, timedelta(minutes=span)))
    for change in changes:
        streak = [look for look in proven if look.at >= change.at]
        assert streak[0].at == change.at
        first = streak[: needs[type(change)]]
        assert {look.finding.outcome for look in first} == {wanted[type(change)]}
