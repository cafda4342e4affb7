"""What an owner says is obeyed: which letters still follow an answer or a payment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import DOT_ID, TODAY, a_site
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.domains.expiry import Confidence, Expiry, ExpiryKind
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import Role, SiteClock, due_on
from watcher.core.reminders.reminder_schedule import Stage
from watcher.core.reminders.replies import Replies
from watcher.core.sites.decisions import Payment, Reply
from watcher.core.sites.site import OwnerAnswer

ENDS = TODAY
LADDER = [stage for stage in Stage if stage is not Stage.DECIDE]


def day(n: int) -> date:
    return ENDS + timedelta(days=n)


def letters(
    replies: Replies, days: Iterable[int], clock: ExpiryKind = ExpiryKind.DOMAIN
) -> dict[Stage | DomainEvent, tuple[int, Role]]:
    """What goes out to whom, and on which day first, when somebody looks on these days."""
    expiry = Expiry(ENDS, "rdap", Confidence.CERTAIN)
    one = SiteClock(a_site(), clock, expiry, DOT_ID, replies=replies)
    found: dict[Stage | DomainEvent, tuple[int, Role]] = {}
    for n in days:
        for notice in due_on(day(n), [one]):
            found.setdefault(notice.stage, (n, notice.role))
    return found


def said(answer: OwnerAnswer, on: int, clock: ExpiryKind = ExpiryKind.DOMAIN) -> Replies:
    return Replies(Reply(answer, day(on), clock))


@pytest.mark.parametrize("answer", [OwnerAnswer.STOP, OwnerAnswer.CLOSE])
def test_who_wants_no_letters_gets_none_and_the_office_decides(answer: OwnerAnswer) -> None:
    found = letters(said(answer, -50), range(-50, 81))
    assert found == {Stage.DECIDE: (58, Role.OFFICER)}


def test_who_has_renewed_is_left_in_peace_for_a_week_and_asked_once() -> None:
    found = letters(said(OwnerAnswer.DONE, -20), range(-20, 81))
    assert [*found][:4] == [DomainEvent.NOT_SEEN, Stage.H7, Stage.H3, Stage.H1]
    assert found[DomainEvent.NOT_SEEN] == (-13, Role.OWNER)
    assert Stage.H14 not in found


def test_an_answer_about_the_hosting_stops_no_warning_about_the_domain() -> None:
    about_hosting = said(OwnerAnswer.DONE, -20, ExpiryKind.HOSTING)
    assert [*letters(about_hosting, range(-20, 58))] == [s for s in LADDER if s is not Stage.H60]
    assert DomainEvent.NOT_SEEN in letters(about_hosting, range(-20, 10), ExpiryKind.HOSTING)


def test_an_answer_about_the_term_before_is_past() -> None:
    a_year_ago = said(OwnerAnswer.DONE, -360)
    assert [*letters(a_year_ago, range(-70, 58))] == LADDER


def test_who_wants_help_is_not_hurried_but_for_the_last_days() -> None:
    assert letters(said(OwnerAnswer.HELP, -14), range(-14, -7)) == {}
    assert [*letters(said(OwnerAnswer.HELP, -5), range(-5, 1))] == [Stage.H3, Stage.H1, Stage.H0]


def test_a_wish_for_help_holds_letters_back_for_a_week_and_no_longer() -> None:
    found = letters(said(OwnerAnswer.HELP, -20), range(-20, -6))
    assert found == {Stage.H14: (-13, Role.OWNER), Stage.H7: (-7, Role.OWNER)}


def test_a_stage_that_is_reached_as_the_week_ends_is_told_as_not_seen_alone() -> None:
    found = letters(said(OwnerAnswer.DONE, -21), range(-21, -7))
    assert found == {DomainEvent.NOT_SEEN: (-14, Role.OWNER)}


def test_the_last_word_counts_where_owner_and_officer_say_that_it_is_paid() -> None:
    owner = said(OwnerAnswer.DONE, -20)
    both = replace(owner, paid={ExpiryKind.DOMAIN: Payment(day(365), day(-14))})
    assert letters(both, range(-20, -6)) == {DomainEvent.NOT_SEEN: (-7, Role.OWNER)}


@pytest.mark.parametrize(
    "word",
    [
        said(OwnerAnswer.DONE, 55),
        said(OwnerAnswer.HELP, 55),
        Replies(paid={ExpiryKind.DOMAIN: Payment(day(365), day(55))}),
    ],
    ids=["owner has paid", "owner wants help", "officer has seen it paid"],
)
def test_no_word_keeps_from_the_office_what_it_has_to_decide(word: Replies) -> None:
    assert letters(word, range(57, 66))[Stage.DECIDE] == (58, Role.OFFICER)


def test_a_payment_that_an_officer_has_seen_gives_the_registry_a_week() -> None:
    paid = Replies(paid={ExpiryKind.DOMAIN: Payment(day(365), day(-8))})
    assert letters(paid, range(-8, -1)) == {}
    assert [*letters(paid, range(-8, 1))] == [Stage.H1, Stage.H0]


def test_a_payment_of_the_term_that_ends_stops_nothing() -> None:
    paid = Replies(paid={ExpiryKind.DOMAIN: Payment(day(0), day(-8))})
    assert [*letters(paid, range(-8, -1))] == [Stage.H14, Stage.H7, Stage.H3]


@given(some.sampled_from(OwnerAnswer), some.integers(-65, 60), some.sampled_from(ExpiryKind))
def test_no_answer_ever_brings_more_letters_to_the_owner(
    answer: OwnerAnswer, on: int, clock: ExpiryKind
) -> None:
    replies = said(answer, on, clock)
    to_owner = [
        s for s, (_, role) in letters(replies, range(-70, 81)).items() if role is Role.OWNER
    ]
    assert len(to_owner) <= len(LADDER) + (DomainEvent.NOT_SEEN in to_owner)
    assert set(to_owner) <= {*LADDER, DomainEvent.NOT_SEEN}


def test_an_estimated_end_is_asked_about_once_and_never_threatened_with() -> None:
    expiry = Expiry(ENDS, "grant", Confidence.ESTIMATE)
    one = SiteClock(a_site(), ExpiryKind.HOSTING, expiry, DOT_ID)
    found = [(n, notice.stage) for n in range(-70, 81) for notice in due_on(day(n), [one])]
    assert {stage for _, stage in found} == {DomainEvent.ASK}
    assert [n for n, _ in found] == list(range(-30, 1))
    keys = {notice.dedup_key for n in range(-70, 81) for notice in due_on(day(n), [one])}
    assert len(keys) == 1
    assert due_on(day(-10), [replace(one, looked_at=False)]) == []
