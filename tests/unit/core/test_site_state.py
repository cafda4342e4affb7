"""The six states: a table that a person can read, and what no view may ever break."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import T0, a_page, a_view, changed, day, down, up
from hypothesis import given
from hypothesis import strategies as some
from situations import SITUATIONS

from watcher.core.looks.access import Access, Availability
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.looks.verdict import Status
from watcher.core.pages.freshness import LastUpdate, UpdateKind
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.assessment import Override, SiteState, assess, evidence_of
from watcher.core.sites.next_step import NextStep
from watcher.core.sites.site import OwnerAnswer
from watcher.core.sites.state import Found, State, state_of
from watcher.core.sites.view import Thresholds, View

TABLE = Path(__file__).with_name("state_table.txt")
LIMITS, HOUR, DAY = Thresholds(), timedelta(hours=1), timedelta(days=1)
STALE = timedelta(days=90)
#: How well a state speaks of a site; what is unknown says nothing for it.
RANK = {State.IN_USE: 1}


def stands(view: View) -> SiteState:
    return assess(view, LIMITS)


def rows() -> list[tuple[str, list[str]]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(line[:73].strip(), line[73:].split()) for line in lines]


@pytest.mark.parametrize(("situation", "wanted"), rows(), ids=[name for name, _ in rows()])
def test_each_situation_has_the_state_of_its_row(situation: str, wanted: list[str]) -> None:
    found = stands(SITUATIONS[situation]())
    beside = ",".join(found.overlays) or "-"
    assert [found.state, found.reason, beside] == wanted


def test_the_table_has_a_row_for_every_situation_and_for_every_state() -> None:
    assert [name for name, _ in rows()] == list(SITUATIONS)
    assert {wanted[0] for _, wanted in rows()} == set(State)


moments = some.integers(0, 24 * 200).map(lambda hours: T0 - hours * HOUR)
pages = some.builds(
    a_page,
    some.sampled_from(PageKind),
    some.sampled_from(Level),
    some.integers(0, 99).map(lambda hours: hours * HOUR),
    moments,
)
updates = some.builds(
    LastUpdate,
    some.none() | moments,
    some.sampled_from(UpdateKind),
    unchanged_since=some.none() | moments,
    seen_until=some.none() | moments,
)
availabilities = some.one_of(
    some.just(up()),
    some.builds(down, moments, some.sampled_from(Reason)),
    some.builds(Availability, some.sampled_from(Status), some.booleans(), some.none() | moments),
)


@some.composite
def views(draw: some.DrawFn) -> View:
    looks = draw(some.integers(0, 288))
    read = sorted(draw(some.lists(pages, max_size=4)), key=lambda page: page.last_at)
    return a_view(
        looks=looks,
        conclusive=draw(some.integers(0, looks)),
        availability=draw(availabilities),
        pages=tuple(read),
        glimpse=draw(some.none() | pages),
        contents=draw(some.sampled_from([(), changed(10), changed(120)])),
        update=draw(updates),
        at_baseline=draw(some.booleans()),
        domain_state=draw(some.sampled_from(DomainState)),
        reregistered_at=draw(some.none() | moments),
        answer=draw(some.none() | some.sampled_from(OwnerAnswer)),
    )


@given(views())
def test_every_view_has_one_state_a_reason_and_a_next_step(view: View) -> None:
    found = stands(view)
    assert found.state in State
    assert found.reason in Reason
    assert found.next_step in NextStep
    if found.state in (State.DARK, State.HIJACKED, State.STALE):
        assert found.since is not None
        assert found.since <= T0


@given(views())
def test_in_use_rests_on_the_owners_page_and_a_dated_change(view: View) -> None:
    found = stands(view)
    if found.state is State.IN_USE:
        page = view.page
        assert page is not None
        assert page.kind is PageKind.OWNER_SITE
        assert page is view.pages[-1]
        assert view.update.at is not None
        assert T0 - view.update.at <= STALE


@given(views())
def test_opens_rests_on_a_belief_that_is_up_at_that_instant(view: View) -> None:
    found = stands(view)
    if found.access is Access.OPENS:
        assert view.availability.status is Status.UP
        assert view.availability.vouched
    if found.opens:
        assert found.page_owner is PageOwner.GRANTEE
        assert found.state not in (State.HIJACKED,)


@given(views())
def test_nothing_to_do_is_said_only_of_a_site_that_is_in_use_and_undisturbed(view: View) -> None:
    found = stands(view)
    if found.next_step is NextStep.NOTHING:
        assert found.state is State.IN_USE
        assert found.access is not Access.DISTURBED


TAKEN: dict[str, dict[str, Any]] = {
    "readings": {"pages": ()},
    "the last reading": {},
    "texts and dates": {"contents": (), "update": LastUpdate()},
    "looks": {"looks": 0, "conclusive": 0},
    "belief": {"availability": Availability()},
}


@pytest.mark.parametrize("fact", TAKEN)
@given(view=views())
def test_a_fact_that_is_taken_away_improves_nothing(fact: str, view: View) -> None:
    """What was seen of the owner's use can only be lost: no gap flatters a site."""
    less = replace(view, **TAKEN[fact])
    if fact == "the last reading":
        less = replace(view, pages=view.pages[:-1], glimpse=None) if not view.pages else view
    before, after = stands(view), stands(less)
    assert RANK.get(after.state, 0) <= RANK.get(before.state, 0)
    if fact != "readings":
        assert after.opens <= before.opens


@given(views(), some.timedeltas(timedelta(), timedelta(days=400)))
def test_a_reading_that_grows_old_improves_nothing(view: View, later: timedelta) -> None:
    aged = replace(view, at=view.at + later)
    assert RANK.get(stands(aged).state, 0) <= RANK.get(stands(view).state, 0)


@pytest.mark.parametrize(
    ("seen_for", "confirmed", "asserted"),
    [
        (6 * HOUR, False, False),
        (23 * HOUR, False, False),
        (DAY, False, True),
        (6 * HOUR, True, True),
    ],
)
def test_an_accusation_is_a_fact_after_a_day_or_a_persons_word(
    seen_for: timedelta, confirmed: bool, asserted: bool
) -> None:
    page = a_page(PageKind.GAMBLING, Level.CONFIRMED, seen_for, title="Slot")
    view = a_view(page=page, confirmed_key=page.evidence_key if confirmed else "")
    assert state_of(view, LIMITS).state is State.HIJACKED
    signed = assess(view, LIMITS, signed=True)
    assert signed.state is (State.HIJACKED if asserted else State.UNKNOWN)
    assert signed.next_step is (NextStep.SUSPEND_AND_CLEAN if asserted else NextStep.LOOK_YOURSELF)


def test_a_state_that_a_person_has_set_holds_until_the_evidence_changes() -> None:
    view = SITUATIONS["nothing on the page names the owner"]()
    evidence = evidence_of(state_of(view, LIMITS))
    word = Override(State.IN_USE, evidence, "Ibu Ana", T0.date(), "halaman baru")
    found = assess(view, LIMITS, word)
    assert (found.state, found.override) == (State.IN_USE, word)
    dead = replace(view, availability=down(day(-9)))
    assert assess(dead, LIMITS, word).override is None
    assert assess(dead, LIMITS, word).state is State.DARK


@pytest.mark.parametrize(
    ("situation", "step"),
    [
        ("owner's page, changed ten days ago", NextStep.NOTHING),
        ("owner's page, changed ten days ago, down for an hour", NextStep.WAIT),
        ("owner's page, changed ten days ago, certificate expired", NextStep.MEND_CERTIFICATE),
        ("owner's page, changed ninety-one days ago", NextStep.ASK_FOR_NEWS),
        ("owner's page, watched for ten days, no change seen", NextStep.WAIT),
        ("untouched template", NextStep.COACH),
        ("nothing on the page names the owner", NextStep.LOOK_YOURSELF),
        ("gambling, perhaps, for a month", NextStep.LOOK_YOURSELF),
        ("gambling, surely, for a month, then a challenge", NextStep.SUSPEND_AND_CLEAN),
        ("suspended by its host for a day", NextStep.LIFT_SUSPENSION),
        ("registered anew by a stranger, shop of another", NextStep.ASK_WHOSE_NAME),
        ("domain past its end, still opens", NextStep.SAVE_DOMAIN),
        ("hosting past its typed end, still opens", NextStep.RENEW_HOSTING),
        ("hosting past its estimated end, still opens", NextStep.ASK_HOSTING_END),
        ("domain ends in twenty days", NextStep.RENEW_DOMAIN),
        ("nine of ten looks saw the block page of a provider", NextStep.LOOK_YOURSELF),
    ],
)
def test_the_next_step_is_what_can_still_be_done(situation: str, step: NextStep) -> None:
    assert stands(SITUATIONS[situation]()).next_step is step


@pytest.mark.parametrize(
    ("domain_state", "unverified", "step"),
    [
        (DomainState.HOLD, False, NextStep.LIFT_HOLD),
        (DomainState.HOLD, True, NextStep.VERIFY_DOMAIN),
        (DomainState.REDEMPTION, False, NextStep.REDEEM_DOMAIN),
        (DomainState.PENDING_DELETE, False, NextStep.NEW_DOMAIN),
        (DomainState.UNREGISTERED, False, NextStep.NEW_DOMAIN),
    ],
)
def test_a_name_that_can_be_saved_comes_before_the_page(
    domain_state: DomainState, unverified: bool, step: NextStep
) -> None:
    view = a_view(domain_state=domain_state, unverified=unverified)
    assert stands(view).next_step is step


def test_an_owner_who_will_not_go_on_is_not_asked_for_news() -> None:
    assert stands(a_view(answer=OwnerAnswer.CLOSE)).next_step is NextStep.DECIDE_CLOSING


@pytest.mark.parametrize(
    ("seen", "access"),
    [
        (up(), Access.OPENS),
        (replace(up(), vouched=False), Access.NOT_SEEN),
        (Availability(vouched=True), Access.NOT_SEEN),
        (down(T0 - HOUR), Access.DISTURBED),
        (down(T0 - 72 * HOUR), Access.DISTURBED),
        (down(T0 - 73 * HOUR), Access.DOWN),
        (replace(down(T0 - 73 * HOUR), vouched=False), Access.NOT_SEEN),
    ],
)
def test_what_a_visitor_meets_is_read_from_availability_alone(
    seen: Availability, access: Access
) -> None:
    assert stands(a_view(availability=seen)).access is access


def test_a_site_is_not_dark_for_hours_in_which_nobody_looked() -> None:
    an_hour_seen = replace(down(T0 - 80 * HOUR), vouched=False, last_at=T0 - 79 * HOUR)
    assert stands(a_view(availability=an_hour_seen)).state is not State.DARK


def test_without_a_rule_the_answer_is_unknown() -> None:
    odd = a_view(update=LastUpdate(), contents=())
    assert state_of(odd, LIMITS) == Found(State.UNKNOWN, None, Reason.NO_EVIDENCE)
