"""Every kind of letter needs facts: a table says which, and no generated life breaks it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from factories import DOT_COM, DOT_ID, TODAY, a_domain, a_site
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.domains.expiry import Confidence, Expiry, ExpiryKind
from watcher.core.domains.renewal import Believed, MovedDate, Renewal
from watcher.core.looks.access import Access
from watcher.core.reminders.notice import Notice, Role, SiteClock, due_on
from watcher.core.reminders.replies import Replies
from watcher.core.sites.decisions import Payment, Reply
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.notify.letter_kinds import KINDS

WEEK = timedelta(days=7)
HOLD = {"clienthold", "serverhold"}
LOST = {"redemptionperiod", "pendingdelete", "pendingrestore"}


def left(one: SiteClock, today: date) -> int:
    assert one.expiry.on is not None
    return (one.expiry.on - today).days


def statuses(one: SiteClock) -> set[str]:
    return set(one.believed.facts.statuses) if one.believed else set()


def is_gone(one: SiteClock) -> bool:
    """A status says that the name is beyond its grace, or nobody can open its site."""
    return bool(LOST & statuses(one)) or one.access in (Access.DOWN, Access.DISTURBED)


def within(first: int, last: int) -> Callable[[SiteClock, date], bool]:
    """So many days before the end at most, and so many at least."""
    return lambda one, today: last <= left(one, today) <= first


def past_grace(one: SiteClock, today: date) -> bool:
    beyond = left(one, today) < -one.life.grace
    return beyond and is_gone(one) and one.access is not Access.OPENS


def said_paid(one: SiteClock, today: date) -> bool:
    reply = one.replies.reply
    if reply is None or reply.answer is not OwnerAnswer.DONE or reply.clock is not one.clock:
        return False
    return today - reply.on >= WEEK


def is_stated(one: SiteClock, _today: date) -> bool:
    return one.expiry.confidence is not Confidence.ESTIMATE or one.clock is not ExpiryKind.HOSTING


#: What must be true of every site of a letter on the day on which it is due.
NEEDS: dict[str, Callable[[SiteClock, date], bool]] = {
    **{f"{of}_h60": within(60, 31) for of in ("expiry", "hosting")},
    **{f"{of}_h30": within(30, 15) for of in ("expiry", "hosting")},
    **{f"{of}_h14": within(14, 8) for of in ("expiry", "hosting")},
    **{f"{of}_h7": within(7, 4) for of in ("expiry", "hosting")},
    **{f"{of}_h3": within(3, 2) for of in ("expiry", "hosting")},
    **{f"{of}_h1": within(1, 1) for of in ("expiry", "hosting")},
    **{f"{of}_h0": within(0, -6) for of in ("expiry", "hosting")},
    "expiry_h7_late": within(-7, -28),
    "hosting_h7_late": within(-7, -30),
    "expiry_last_price": within(-28, -36),
    "expiry_redemption": past_grace,
    "expiry_decide": past_grace,
    "expiry_verify": lambda one, _: one.believed is not None
    and any("verification" in server for server in one.believed.facts.nameservers),
    "expiry_hold": lambda one, today: bool(HOLD & statuses(one)) and left(one, today) >= 0,
    "expiry_renewed": lambda one, today: one.believed is not None
    and one.believed.renewal is Renewal.RENEWED
    and one.believed.moved is not None
    and timedelta() <= today - one.believed.moved.on < WEEK,
    "expiry_reregistered": lambda one, _: one.believed is not None
    and one.believed.renewal is Renewal.REREGISTERED,
    "expiry_not_seen": said_paid,
    "hosting_not_seen": said_paid,
    "hosting_ask": lambda one, today: one.expiry.confidence is Confidence.ESTIMATE
    and one.looked_at
    and 0 <= left(one, today) <= 30,
    "certificate_h7": within(7, 1),
    "certificate_h0": within(0, -7),
}  # fmt: skip
#: These are about no clock of a site.
OF_NO_CLOCK = {"registry_silent", "down_digest", "mail_refused", "mail_test", "call_owner"}


def test_the_table_has_every_kind_of_letter() -> None:
    assert set(NEEDS) | OF_NO_CLOCK == set(KINDS)


days = some.integers(-90, 90).map(lambda n: TODAY + timedelta(days=n))
facts = some.builds(
    a_domain,
    days,
    statuses=some.lists(
        some.sampled_from(["ok", "clienthold", "autorenewperiod", *sorted(LOST)]), max_size=2
    ).map(tuple),
    nameservers=some.sampled_from(
        [("ns1.host.example",), ("a.verification-hold.suspended-domain.com",)]
    ),
    registered_at=some.just(datetime(2025, 1, 1, tzinfo=UTC)),
)
believed = some.builds(
    Believed, facts, some.sampled_from(Renewal), some.none() | some.builds(MovedDate, days, days)
)
replies = some.builds(
    Replies,
    some.none()
    | some.builds(Reply, some.sampled_from(OwnerAnswer), days, some.sampled_from(ExpiryKind)),
    some.dictionaries(some.sampled_from(ExpiryKind), some.builds(Payment, days, days), max_size=1),
)


@some.composite
def clocks(draw: some.DrawFn) -> SiteClock:
    clock = draw(some.sampled_from(ExpiryKind))
    of_registry = draw(some.none() | believed) if clock is ExpiryKind.DOMAIN else None
    sure = {ExpiryKind.DOMAIN: Confidence.CERTAIN, ExpiryKind.CERTIFICATE: Confidence.CERTAIN}
    confidence = sure.get(clock) or draw(
        some.sampled_from([Confidence.MANUAL, Confidence.ESTIMATE])
    )
    ends = of_registry.facts.expires_on if of_registry else draw(days)
    site = a_site(1, standing=draw(some.sampled_from(MonitoringStatus)), owner_id="ana")
    return SiteClock(
        site,
        clock,
        Expiry(ends, "rdap", confidence),
        draw(some.sampled_from([DOT_ID, DOT_COM])),
        of_registry,
        access=draw(some.none() | some.sampled_from(Access)),
        replies=draw(replies),
        looked_at=draw(some.booleans()),
    )


def about(one: SiteClock, today: date) -> list[Notice]:
    return due_on(today, [one])


@given(clocks(), days)
def test_no_letter_says_what_was_not_found(one: SiteClock, today: date) -> None:
    # a clock that nobody looked at tells of no answer either: as for a name alone, by its dates
    known = replace(one, access=one.access or Access.NOT_SEEN)
    for notice in about(known, today):
        assert NEEDS[notice.kind](known, today), notice.kind
        assert is_stated(known, today) or notice.kind == "hosting_ask"


@given(clocks(), days)
def test_nobody_is_written_to_who_does_not_want_it(one: SiteClock, today: date) -> None:
    reply = one.replies.reply
    for notice in about(one, today):
        assert one.site.standing is MonitoringStatus.ACTIVE
        if reply is not None and reply.answer in (OwnerAnswer.STOP, OwnerAnswer.CLOSE):
            assert notice.role is not Role.OWNER
