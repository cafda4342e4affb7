"""A notice knows the last answer about its term, and says no more than of its own sites."""

from datetime import datetime, timedelta

import pytest
from factories import DOT_ID, T0, TODAY, a_site

from watcher.core.domains.expiry import DUE_WITHIN, Confidence, Expiry, ExpiryKind
from watcher.core.looks.access import Access
from watcher.core.reminders.notice import Notice, SiteClock, due_on
from watcher.core.reminders.replies import QUIET_FOR, Replies
from watcher.core.sites.decisions import Reply
from watcher.core.sites.site import OwnerAnswer

ENDS = TODAY + timedelta(days=7)
A_TERM = (DUE_WITHIN + QUIET_FOR).days


def said(answer: OwnerAnswer, days_before_end: int) -> Reply:
    return Reply(answer, ENDS - timedelta(days=days_before_end), ExpiryKind.HOSTING)


def a_clock(
    number: int, reply: Reply | None, access: Access = Access.OPENS, down: datetime | None = None
) -> SiteClock:
    site, expiry = a_site(number, owner_id="ana"), Expiry(ENDS, "rdap", Confidence.CERTAIN)
    return SiteClock(
        site, ExpiryKind.DOMAIN, expiry, DOT_ID, None, access, down, Replies(reply)
    )  # fmt: skip


def notice(*clocks: SiteClock) -> Notice:
    (found,) = due_on(TODAY, clocks)
    return found


@pytest.mark.parametrize(
    ("answer", "days", "counts"),
    [
        (OwnerAnswer.HELP, 20, True),
        (OwnerAnswer.DONE, A_TERM, True),
        (OwnerAnswer.DONE, A_TERM + 1, False),  # about the term before
        (OwnerAnswer.HELP, 365, False),
        (OwnerAnswer.CLOSE, 365, True),  # holds until another answer comes
        (OwnerAnswer.STOP, 365, True),
    ],
)
def test_an_answer_about_an_earlier_term_is_past(
    answer: OwnerAnswer, days: int, counts: bool
) -> None:
    reply = said(answer, days)
    assert a_clock(1, reply).reply == (reply if counts else None)


def test_the_last_answer_about_any_of_its_sites_counts() -> None:
    older, newer = said(OwnerAnswer.DONE, 30), said(OwnerAnswer.HELP, 20)
    about = notice(a_clock(1, older), a_clock(2, newer), a_clock(3, None))
    assert about.reply == newer
    assert about.only({1, 3}).reply == older
    assert about.only({3}).reply is None


def test_a_notice_about_fewer_sites_speaks_of_these_alone() -> None:
    about = notice(a_clock(2, None, Access.DOWN, T0), a_clock(1, None))
    assert [site.id for site in about.sites] == [1, 2]
    assert (about.still_opens, about.down_since) == (False, None)
    assert (about.only({1}).still_opens, about.only({2}).down_since) == (True, T0)
