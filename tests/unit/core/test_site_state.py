"""The six states: which rule comes first, where its limits lie, and what is said beside it."""

from datetime import timedelta
from typing import Any

import pytest
from factories import T0, TODAY, a_page, a_view, day
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.expiry import Confidence, Expiry
from watcher.core.freshness import LastUpdate, Seen, UpdateKind
from watcher.core.observation import DomainState, Reason
from watcher.core.page_kind import Level, PageKind
from watcher.core.state import (
    DARK_KINDS,
    HIJACKED_KINDS,
    NextStep,
    Overlay,
    SiteState,
    State,
    Thresholds,
    state_of,
)

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LAPSED = [
    DomainState.GRACE, DomainState.REDEMPTION, DomainState.PENDING_DELETE, DomainState.EXPIRED,
    DomainState.HOLD, DomainState.UNREGISTERED,
]  # fmt: skip
FOR_DAYS = timedelta(days=3)


def judged(**known: Any) -> SiteState:
    return state_of(a_view(**known), Thresholds())


def updated(days_ago: float) -> LastUpdate:
    return LastUpdate(day(-days_ago), UpdateKind.OBSERVED, "text", "high", day(-days_ago), T0)


def ends_in(days: int) -> Expiry:
    return Expiry(TODAY + timedelta(days=days), "rdap", Confidence.CERTAIN)


HIJACKED: dict[str, Any] = {"page": a_page(PageKind.GAMBLING, Level.CONFIRMED, 6 * HOUR)}
UNKNOWN: dict[str, Any] = {"conclusive": 10, "looks": 288}
DARK: dict[str, Any] = {"down_since": T0 - 73 * HOUR, "down_reason": Reason.DNS_NXDOMAIN}
NEVER_USED: dict[str, Any] = {"at_baseline": True, "contents": (Seen("a", day(-9), T0),)}
STALE: dict[str, Any] = {"update": updated(91)}
PRECEDENCE = [HIJACKED, UNKNOWN, DARK, NEVER_USED, STALE, {}]


@pytest.mark.parametrize("first", range(6))
def test_the_first_rule_that_holds_wins(first: int) -> None:
    known: dict[str, Any] = {}
    for rule in reversed(PRECEDENCE[first:]):
        known |= rule
    assert judged(**known).state is list(State)[first]


@pytest.mark.parametrize("kind", sorted(HIJACKED_KINDS))
@pytest.mark.parametrize(
    ("level", "seen_for", "state"),
    [
        (Level.CONFIRMED, 6 * HOUR, State.HIJACKED),
        (Level.CONFIRMED, 6 * HOUR - SECOND, State.IN_USE),
        (Level.CONFIRMED, 0 * HOUR, State.IN_USE),
        (Level.REVIEW, 30 * 24 * HOUR, State.IN_USE),
        (Level.NONE, 30 * 24 * HOUR, State.IN_USE),
    ],
)
def test_hijacked_needs_certainty_and_two_looks_six_hours_apart(
    kind: PageKind, level: Level, seen_for: timedelta, state: State
) -> None:
    found = judged(page=a_page(kind, level, seen_for))
    assert found.state is state
    assert (Overlay.REVIEW in found.overlays) == (state is not State.HIJACKED)


def test_a_hijack_is_dated_to_the_first_look_that_saw_it() -> None:
    found = judged(page=a_page(PageKind.DEFACED, Level.CONFIRMED, 10 * HOUR))
    assert (found.since, found.reason) == (T0 - 10 * HOUR, Reason.HIJACKED)
    assert found.next_step is NextStep.SUSPEND_AND_CLEAN


def test_a_suspicion_is_looked_at_by_a_person_first() -> None:
    found = judged(page=a_page(PageKind.GAMBLING, Level.REVIEW))
    assert found.next_step is NextStep.LOOK_YOURSELF


@pytest.mark.parametrize(
    ("told_something", "looks", "state"),
    [
        (144, 288, State.IN_USE),
        (143, 288, State.UNKNOWN),
        (1, 1, State.IN_USE),
        (1, 2, State.IN_USE),
        (1, 3, State.UNKNOWN),
        (0, 288, State.UNKNOWN),
        (0, 0, State.UNKNOWN),
    ],
)
def test_under_half_conclusive_is_unknown(told_something: int, looks: int, state: State) -> None:
    assert judged(conclusive=told_something, looks=looks).state is state


def test_an_unknown_site_gives_the_reason_of_its_last_look() -> None:
    found = judged(**UNKNOWN, last_reason=Reason.CHALLENGE)
    assert (found.since, found.reason, found.next_step) == (None, Reason.CHALLENGE, NextStep.WAIT)


@pytest.mark.parametrize(
    ("down", "state", "overlays"),
    [
        (1 * HOUR, State.IN_USE, (Overlay.DISTURBED,)),
        (72 * HOUR, State.IN_USE, (Overlay.DISTURBED,)),
        (72 * HOUR + SECOND, State.DARK, ()),
    ],
)
def test_dark_is_down_for_more_than_three_days(
    down: timedelta, state: State, overlays: tuple[Overlay, ...]
) -> None:
    found = judged(down_since=T0 - down, down_reason=Reason.TIMEOUT_CONNECT)
    assert (found.state, found.overlays) == (state, overlays)
    if state is State.DARK:
        assert (found.since, found.reason) == (T0 - down, Reason.TIMEOUT_CONNECT)


@pytest.mark.parametrize("domain_state", LAPSED)
def test_expired_but_answering_is_not_dark(domain_state: DomainState) -> None:
    assert judged(domain_state=domain_state).state is State.IN_USE


@pytest.mark.parametrize("domain_state", LAPSED)
def test_expired_and_down_is_dark_at_once(domain_state: DomainState) -> None:
    found = judged(domain_state=domain_state, domain=ends_in(-1), down_since=T0 - HOUR)
    assert (found.state, found.reason) == (State.DARK, Reason.DOMAIN_EXPIRED)


def test_a_name_on_hold_within_its_paid_term_is_not_called_unpaid() -> None:
    held = {"domain_state": DomainState.HOLD, "down_since": T0 - HOUR}
    nowhere = Reason.DNS_NXDOMAIN
    assert judged(**held, down_reason=nowhere, domain=ends_in(200)).reason is nowhere
    assert judged(**held, down_reason=nowhere, domain=ends_in(-1)).reason is Reason.DOMAIN_EXPIRED


@pytest.mark.parametrize("kind", sorted(DARK_KINDS))
def test_a_page_of_somebody_else_is_dark_in_two_looks_a_day_apart(kind: PageKind) -> None:
    assert judged(page=a_page(kind, seen_for=24 * HOUR)).state is State.DARK
    assert judged(page=a_page(kind, seen_for=19 * HOUR)).state is not State.DARK
    once = judged(page=a_page(kind, seen_for=0 * HOUR), domain_state=DomainState.REDEMPTION)
    assert (once.state, once.reason) == (State.DARK, Reason(kind.value))


@pytest.mark.parametrize("kind", [PageKind.PLACEHOLDER, PageKind.COMING_SOON])
def test_a_template_is_never_used_unless_the_owner_was_there_before(kind: PageKind) -> None:
    assert judged(page=a_page(kind)).state is State.NEVER_USED
    assert judged(page=a_page(kind), owner_seen=True).state is State.IN_USE


def test_a_site_as_it_was_handed_over_was_never_used_since_we_first_saw_it() -> None:
    found = judged(**NEVER_USED)
    assert (found.state, found.since) == (State.NEVER_USED, day(-9))
    assert found.next_step is NextStep.COACH


def test_stale_is_no_change_for_more_than_ninety_days() -> None:
    assert judged(update=updated(90)).state is State.IN_USE
    found = judged(update=updated(90.01))
    assert (found.state, found.since) == (State.STALE, day(-90.01))


def test_a_site_of_which_no_change_is_known_is_not_called_stale() -> None:
    assert judged(update=LastUpdate()).state is State.IN_USE


@pytest.mark.parametrize("clock", ["domain", "hosting"])
@pytest.mark.parametrize(("days", "due"), [(61, False), (60, True), (0, True), (-1, False)])
def test_due_within_sixty_days_is_said_beside_the_state(clock: str, days: int, due: bool) -> None:
    found = judged(**{clock: ends_in(days)})
    assert found.state is State.IN_USE
    assert (Overlay.DUE in found.overlays) is due


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({}, NextStep.NOTHING),
        ({"domain_state": DomainState.EXPIRING, "domain": ends_in(30)}, NextStep.RENEW_DOMAIN),
        ({"domain_state": DomainState.GRACE}, NextStep.RENEW_DOMAIN),
        ({"domain_state": DomainState.REDEMPTION}, NextStep.REDEEM_DOMAIN),
        ({"domain_state": DomainState.PENDING_DELETE}, NextStep.NEW_DOMAIN),
        ({"domain_state": DomainState.HOLD}, NextStep.CALL_OWNER),
        ({"domain_state": DomainState.HOLD, "unverified": True}, NextStep.VERIFY_DOMAIN),
        ({"hosting": ends_in(5)}, NextStep.RENEW_HOSTING),
        (DARK, NextStep.CALL_OWNER),
        (DARK | {"hosting": ends_in(-5)}, NextStep.RENEW_HOSTING),
        (STALE, NextStep.ASK_FOR_NEWS),
        (UNKNOWN | {"last_reason": Reason.ISP_BLOCK}, NextStep.LOOK_YOURSELF),
    ],
)
def test_what_can_still_be_saved_is_the_next_step(known: dict[str, Any], step: NextStep) -> None:
    assert judged(**known).next_step is step


@given(st.data())
def test_every_view_has_one_state_a_reason_and_a_next_step(data: st.DataObject) -> None:
    looks = data.draw(st.integers(0, 288))
    ago = st.integers(0, 200).map(lambda h: T0 - h * HOUR)
    found = judged(
        looks=looks,
        conclusive=data.draw(st.integers(0, looks)),
        down_since=data.draw(st.none() | ago),
        down_reason=data.draw(st.sampled_from(Reason)),
        page=data.draw(
            st.none()
            | st.builds(
                a_page,
                st.sampled_from(PageKind),
                st.sampled_from(Level),
                st.integers(0, 99).map(lambda h: h * HOUR),
            )
        ),
        domain_state=data.draw(st.sampled_from(DomainState)),
        update=data.draw(st.builds(updated, st.integers(0, 200))),
    )
    assert found.state in State
    assert found.reason in Reason
    if found.state in (State.DARK, State.HIJACKED, State.STALE):
        assert found.since is not None
        assert found.since <= T0
