"""Whether a name was renewed: a calendar is walked day by day from sixty before to eighty after."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factories import DOT_ID, TODAY, a_site
from hypothesis import given
from hypothesis import strategies as st
from lives_of_a_name import (
    ENDS,
    LIVES,
    NEXT_YEAR,
    Registry,
    day,
    heard,
    never_paid,
    on,
    renewed_by_itself,
    renewed_early,
    renewed_late,
    says,
    taken_by_a_stranger,
)

from watcher.core.domains.expiry import domain_expiry
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.domains.nameservers import needs_verification
from watcher.core.domains.renewal import Believed, DatedAnswer, MovedDate, Renewal, believe
from watcher.core.looks.access import Access
from watcher.core.looks.observation import DomainState
from watcher.core.reminders.domain_events import DomainEvent, event_of_domain
from watcher.core.reminders.notice import domain_clock, due_on
from watcher.core.reminders.reminder_schedule import Stage


def stage(registry: Registry, n: int, life: LifeCycle) -> Stage | DomainEvent | None:
    clock = domain_clock(a_site(), on(registry, n), life)
    return next((notice.stage for notice in due_on(day(n), [clock])), None)


def state(registry: Registry, n: int, life: LifeCycle) -> DomainState:
    facts = on(registry, n).facts
    return phase(domain_expiry(facts, None).on, facts.statuses, day(n), life)


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_a_name_that_is_renewed_early_is_done_with(life: LifeCycle) -> None:
    assert stage(renewed_early, -11, life) is Stage.H14
    assert on(renewed_early, -10).renewal is Renewal.RENEWED
    assert {stage(renewed_early, n, life) for n in range(-10, -3)} == {DomainEvent.RENEWED}
    assert {stage(renewed_early, n, life) for n in range(-3, 81)} == {None}
    assert {state(renewed_early, n, life) for n in range(-10, 81)} == {DomainState.REGISTERED}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_a_year_that_the_registry_adds_by_itself_stops_no_warning(life: LifeCycle) -> None:
    assert stage(renewed_by_itself, 0, life) is Stage.H0
    assert stage(renewed_by_itself, 7, life) is Stage.H7_LATE
    assert state(renewed_by_itself, 7, life) is DomainState.GRACE
    assert {on(renewed_by_itself, n).renewal for n in range(46)} == {Renewal.UNCERTAIN}


def test_after_forty_six_clean_days_it_was_paid_all_the_same() -> None:
    assert on(renewed_by_itself, 45).renewal is Renewal.UNCERTAIN
    assert on(renewed_by_itself, 46).renewal is Renewal.RENEWED
    assert domain_expiry(on(renewed_by_itself, 46).facts, None).on == NEXT_YEAR


def test_a_payment_that_an_officer_has_seen_is_believed_at_once() -> None:
    assert on(renewed_by_itself, 5, paid_until=NEXT_YEAR).renewal is Renewal.RENEWED
    assert on(renewed_by_itself, 5, paid_until=ENDS).renewal is Renewal.UNCERTAIN
    assert on(never_paid, -5, paid_until=NEXT_YEAR).renewal is Renewal.NONE  # nothing moved yet


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_a_name_that_nobody_paid_goes_its_way(life: LifeCycle) -> None:
    walked = [state(never_paid, n, life) for n in range(-59, 71)]
    order = [s for i, s in enumerate(walked) if i == 0 or walked[i - 1] is not s]
    assert order == [
        DomainState.EXPIRING,
        DomainState.GRACE,
        DomainState.REDEMPTION,
        DomainState.PENDING_DELETE,
    ]
    assert {on(never_paid, n).renewal for n in range(71)} == {Renewal.UNCERTAIN}


def test_a_name_that_a_stranger_took_is_nobody_to_be_reassured_about() -> None:
    assert on(taken_by_a_stranger, 71).renewal is Renewal.UNCERTAIN
    assert on(taken_by_a_stranger, 72).renewal is Renewal.REREGISTERED
    assert stage(taken_by_a_stranger, 72, DOT_ID) is DomainEvent.REREGISTERED
    later = 72 + 365 - 14  # its days are no longer the grantee's: nobody is reminded of them
    clock = domain_clock(a_site(), on(taken_by_a_stranger, later), DOT_ID)
    assert [notice.stage for notice in due_on(day(later), [clock])] == [DomainEvent.REREGISTERED]


def said(n: int, *statuses: str, servers: Iterable[str] = ()) -> list[Stage | DomainEvent]:
    """What there is to say on a day of a name with these words and servers."""
    clock = domain_clock(a_site(), Believed(says(ENDS, *statuses, servers=servers)), DOT_ID)
    return [notice.stage for notice in due_on(day(n), [clock])]


def test_whoever_renews_before_the_first_word_is_not_thanked_for_it() -> None:
    for n, news in ((-61, None), (-60, DomainEvent.RENEWED)):
        answers = [
            DatedAnswer(says(ENDS), day(-90), day(n - 1)),
            DatedAnswer(says(NEXT_YEAR), day(n), day(n)),
        ]
        believed = believe(answers, day(n))
        assert believed is not None
        assert believed == Believed(says(NEXT_YEAR), Renewal.RENEWED, MovedDate(ENDS, day(n)))
        assert event_of_domain(believed, day(n)) is news


def test_a_payment_that_showed_by_patience_alone_is_thanked_for_too() -> None:
    days = [n for n in range(81) if stage(renewed_by_itself, n, DOT_ID) is DomainEvent.RENEWED]
    assert days == list(range(46, 53))


def test_a_name_on_hold_within_its_term_is_told_of_beside_its_ladder() -> None:
    assert said(-90, "clienthold") == [DomainEvent.HOLD]
    assert said(-14, "serverhold") == [DomainEvent.HOLD, Stage.H14]
    assert said(0, "clienthold") == [DomainEvent.HOLD, Stage.H0]
    assert said(1, "clienthold") == [Stage.H0]  # held because nobody paid
    assert said(-90, "clienttransferprohibited") == []


def test_a_name_that_waits_for_a_click_is_not_called_held() -> None:
    aside = ("verification-hold.suspended-domain.com",)
    assert said(-90, servers=aside) == [DomainEvent.VERIFY]
    assert said(-90, "clienthold", servers=aside) == [DomainEvent.VERIFY]


def test_a_watcher_that_comes_late_sees_through_the_added_year() -> None:
    answers = heard(renewed_by_itself, 20, since=10)
    found = believe(answers, day(20))
    assert found is not None
    assert found.renewal is Renewal.UNCERTAIN
    assert domain_expiry(found.facts, None).on == ENDS


def test_the_registrys_own_word_dates_a_renewal_that_nobody_saw() -> None:
    """Looks may be days apart: "last changed" tells that it was before the end."""
    moved = replace(says(NEXT_YEAR), changed_at=datetime.combine(day(-2), datetime.min.time(), UTC))
    answers = [DatedAnswer(says(ENDS), day(-30), day(-3)), DatedAnswer(moved, day(2), day(2))]
    found = believe(answers, day(2))
    assert found is not None
    assert found.renewal is Renewal.RENEWED


def test_a_year_that_is_taken_back_was_no_renewal() -> None:
    answers = [
        DatedAnswer(says(ends), day(n), day(n))
        for n, ends in ((-1, ENDS), (0, NEXT_YEAR), (9, ENDS))
    ]
    found = believe(answers, day(9))
    assert found is not None
    assert (found.renewal, domain_expiry(found.facts, None).on) == (Renewal.NONE, ENDS)


def test_a_name_may_wait_only_for_its_owners_click() -> None:
    held = ("ns1.verification-hold.suspended-domain.com",)
    assert needs_verification(says(ENDS, servers=held))
    assert not needs_verification(says(ENDS))


def test_a_name_that_was_renewed_late_is_done_with_at_once() -> None:
    """The old date was still seen on the twentieth day after it: no registry adds a year then."""
    assert on(renewed_late, 20).renewal is Renewal.NONE
    assert on(renewed_late, 21).renewal is Renewal.RENEWED
    assert stage(renewed_late, 21, DOT_ID) is DomainEvent.RENEWED
    assert {stage(renewed_late, n, DOT_ID) for n in range(28, 81)} == {None}


def test_a_late_date_is_no_renewal_while_the_name_is_still_unpaid_by_its_status() -> None:
    answers = [
        DatedAnswer(says(ENDS), day(-9), day(20)),
        DatedAnswer(says(NEXT_YEAR, "redemptionperiod"), day(40), day(40)),
    ]
    found = believe(answers, day(40))
    assert found is not None
    assert found.renewal is Renewal.UNCERTAIN


def test_a_date_that_moved_while_nobody_looked_may_have_moved_by_itself() -> None:
    answers = [
        DatedAnswer(says(ENDS), day(-9), day(-1)),
        DatedAnswer(says(NEXT_YEAR), day(9), day(9)),
    ]
    found = believe(answers, day(9))
    assert found is not None
    assert found.renewal is Renewal.UNCERTAIN


def test_of_a_site_that_opens_it_is_never_said_that_its_name_can_only_be_bought_back() -> None:
    clock = domain_clock(a_site(), on(renewed_by_itself, 40), DOT_ID)
    alive, dead = replace(clock, access=Access.OPENS), replace(clock, access=Access.DOWN)
    assert due_on(day(40), [alive]) == []
    assert [notice.stage for notice in due_on(day(40), [dead])] == [Stage.REDEMPTION]


def test_without_an_answer_nothing_is_believed() -> None:
    assert believe([], TODAY) is None


days = st.dates(date(2024, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, days), max_size=6), days)
def test_the_date_that_holds_is_never_later_than_what_the_registry_says(
    said: list[tuple[date, date]], today: date
) -> None:
    answers = [DatedAnswer(says(ends), at, at) for at, ends in sorted(said)]
    found = believe(answers, today)
    if found is not None:
        holds, told = domain_expiry(found.facts, None).on, answers[-1].facts.expires_on
        assert holds is not None
        assert told is not None
        assert holds <= told
