"""What an answer may be called, and whether it shows the page that stands there."""

from datetime import UTC, datetime

import pytest

from watcher.core.looks.look_state import LookState, look_state
from watcher.core.looks.observation import Reason
from watcher.core.pages.kind import PageKind, PageVerdict
from watcher.net.trace import LookTrace
from watcher.probes.page.reasons import ResponseContext, reason_of_answer, shows_page


@pytest.mark.parametrize(
    ("status", "reason", "kind", "shown"),
    [
        (200, Reason.SLOW, PageKind.OWNER_SITE, True),
        (200, Reason.TLS_EXPIRED, PageKind.PARKED, True),
        (403, Reason.HOSTING_SUSPENDED, PageKind.HOSTING_SUSPENDED, True),
        (403, Reason.CHALLENGE, PageKind.CHALLENGE, True),
        (429, Reason.RATE_LIMITED, PageKind.EMPTY_PAGE, False),
        (500, Reason.HTTP_5XX, PageKind.EMPTY_PAGE, False),
        (500, Reason.HTTP_5XX, PageKind.OWNER_SITE, False),
        (404, Reason.HTTP_4XX, PageKind.UNKNOWN_CONTENT, False),
    ],
)
def test_the_words_of_an_error_are_not_the_page(
    status: int, reason: Reason, kind: PageKind, *, shown: bool
) -> None:
    assert shows_page(status, reason, PageVerdict(kind)) is shown


def reason(status: int, kind: PageKind, *, retry_after: bool = False) -> Reason:
    """The reason of an answer with nothing wrong on its way."""
    came = ResponseContext(status, retry_after, False, 8.0, datetime(2026, 11, 28, tzinfo=UTC))
    return reason_of_answer(PageVerdict(kind), LookTrace(10), came)


@pytest.mark.parametrize("status", [403, 405, 406, 409, 415, 418, 451, 456, 463, 468, 493, 999])
def test_a_status_about_the_asker_proves_nothing_of_the_site(status: int) -> None:
    assert reason(status, PageKind.EMPTY_PAGE) is Reason.CHALLENGE
    assert look_state(Reason.CHALLENGE) is LookState.UNKNOWN


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (503, PageKind.CHALLENGE, Reason.CHALLENGE),  # a firewall's page
        (503, PageKind.EMPTY_PAGE, Reason.HTTP_5XX),
        (403, PageKind.HOSTING_SUSPENDED, Reason.HOSTING_SUSPENDED),
        (302, PageKind.OWNER_SITE, Reason.OK),  # leads nowhere, and a browser shows what it is
        (302, PageKind.EMPTY_PAGE, Reason.BAD_REDIRECT),
        (404, PageKind.OWNER_SITE, Reason.HTTP_4XX),
        (402, PageKind.EMPTY_PAGE, Reason.HTTP_4XX),
    ],
)
def test_what_a_status_says(status: int, kind: PageKind, says: Reason) -> None:
    assert reason(status, kind) is says


def test_weak_tls_is_said_of_a_page_that_was_read() -> None:
    trace = LookTrace(10, weak_tls=True)
    came = ResponseContext(200, False, False, 8.0, datetime(2026, 11, 28, tzinfo=UTC))
    assert reason_of_answer(PageVerdict(PageKind.OWNER_SITE), trace, came) is Reason.TLS_WEAK
    assert look_state(Reason.TLS_WEAK) is LookState.DEGRADED
