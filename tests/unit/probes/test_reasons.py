"""What an answer may be called, and whether it shows the page that stands there."""

import pytest

from watcher.core.observation import Reason
from watcher.core.page_kind import PageKind, PageVerdict
from watcher.probes.reasons import shows_page


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
