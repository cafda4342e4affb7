"""Which one reason does an answer get? The gravest that is certain. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.looks.observation import Reason
from watcher.core.pages.kind import Level, PageKind, PageVerdict
from watcher.core.pages.page_history import HIJACKED_KINDS
from watcher.net.http.head import MOVED
from watcher.net.trace import LookTrace

#: A browser still opens the page; the office should see it before it does not.
CERTIFICATE_SOON = timedelta(days=7)

#: Kinds of page that are what they are under any status: hosts serve them with 200, 403 and 503.
_AT_ANY_STATUS = frozenset(
    {
        PageKind.HOSTING_SUSPENDED,
        PageKind.DOMAIN_EXPIRED,
        PageKind.PARKED,
        PageKind.ISP_BLOCK,
        PageKind.CHALLENGE,
    }
)
#: Kinds of page whose reason has another name; every other kind keeps its own.
_OTHER_NAME = {
    PageKind.OWNER_SITE: Reason.OK,
    PageKind.UNKNOWN_CONTENT: Reason.OK,
    PageKind.REDIRECTED: Reason.OFFSITE_REDIRECT,
    **dict.fromkeys(HIJACKED_KINDS, Reason.HIJACKED),
}
#: Of every kind; without a reason of its name a new one is refused here, when the program starts.
REASON_OF_KIND = {kind: _OTHER_NAME.get(kind) or Reason(kind.value) for kind in PageKind}


def reason_of_page(verdict: PageVerdict) -> Reason:
    """The reason a page kind makes; an accusation that is not certain makes none."""
    if verdict.kind in HIJACKED_KINDS and verdict.level is not Level.CONFIRMED:
        return Reason.OK
    return REASON_OF_KIND[verdict.kind]


def shows_page(status: int, reason: Reason, verdict: PageVerdict) -> bool:
    """Whether an answer shows the page that stands there, and not an error's own words."""
    return 200 <= status < 300 or reason is reason_of_page(verdict)


@dataclass(frozen=True, slots=True)
class ResponseContext:
    """What an answer came with.

    Attributes:
        retry_after: the answer names a time to come back at.
        offsite: redirects led to another registrable domain.
        slow_seconds: from this wait for the first byte on it was slow.
    """

    status: int
    retry_after: bool
    offsite: bool
    slow_seconds: float
    now: datetime


def reason_of_answer(verdict: PageVerdict, trace: LookTrace, came: ResponseContext) -> Reason:
    """Choose the reason of an answer."""
    if verdict.kind in _AT_ANY_STATUS:
        return reason_of_page(verdict)
    page_of_no_redirect = came.status in MOVED and reason_of_page(verdict) is Reason.OK
    if not 200 <= came.status < 300 and not page_of_no_redirect:
        return _reason_of_status(came.status, came.retry_after)
    found = (*_of_page(verdict, came.offsite), *_of_way(trace, came))
    return next((reason for reason in found if reason is not Reason.OK), Reason.OK)


_STATUSES = {
    401: Reason.AUTH_REQUIRED,
    429: Reason.RATE_LIMITED,
    # A refusal of robots cannot be told from a refusal of everybody: it proves nothing. Firewalls
    # say it with any of these, as public bug reports of monitors show.
    **dict.fromkeys((403, 405, 406, 409, 415, 418, 451), Reason.CHALLENGE),
    **dict.fromkeys((456, 463, 468, 493, 999), Reason.CHALLENGE),
    # Those that lead nowhere: what stands on them is shown, but it is nothing.
    **dict.fromkeys(MOVED, Reason.BAD_REDIRECT),
}
_CLASSES = {3: Reason.HTTP_3XX, 4: Reason.HTTP_4XX, 5: Reason.HTTP_5XX}


def _reason_of_status(status: int, retry_after: bool) -> Reason:
    if status == 503 and retry_after:
        return Reason.MAINTENANCE
    return _STATUSES.get(status) or _CLASSES.get(status // 100, Reason.HTTP_OTHER)


def _of_page(verdict: PageVerdict, offsite: bool) -> Iterator[Reason]:
    page = reason_of_page(verdict)
    if page is Reason.HIJACKED:
        yield page
    if offsite:
        yield Reason.OFFSITE_REDIRECT
    yield page


def _of_way(trace: LookTrace, came: ResponseContext) -> Iterator[Reason]:
    if trace.flaw is not None:
        yield trace.flaw
    if trace.weak_tls:
        yield Reason.TLS_WEAK
    certificate = trace.certificate
    if certificate is not None and certificate.not_after - came.now < CERTIFICATE_SOON:
        yield Reason.TLS_EXPIRING
    if trace.phases.first_byte > came.slow_seconds * 1000:
        yield Reason.SLOW
