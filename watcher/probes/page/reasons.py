"""Choose the reason of a look that got an answer: the most serious that is certain. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.looks.observation import Reason
from watcher.core.pages.kind import Level, PageKind, PageVerdict
from watcher.core.pages.page_history import HIJACKED_KINDS
from watcher.net.http.head import MOVED
from watcher.net.trace import LookTrace

#: How long before its end a certificate is reported, while browsers still accept it.
CERTIFICATE_SOON = timedelta(days=7)

#: Kinds that count whatever the HTTP status: hosts serve such pages with 200, 403 and 503.
_AT_ANY_STATUS = frozenset(
    {
        PageKind.HOSTING_SUSPENDED,
        PageKind.DOMAIN_EXPIRED,
        PageKind.PARKED,
        PageKind.ISP_BLOCK,
        PageKind.CHALLENGE,
    }
)
#: Kinds of page whose reason has another name; all others have a reason of the same name.
_OTHER_NAME = {
    PageKind.OWNER_SITE: Reason.OK,
    PageKind.UNKNOWN_CONTENT: Reason.OK,
    PageKind.REDIRECTED: Reason.OFFSITE_REDIRECT,
    **dict.fromkeys(HIJACKED_KINDS, Reason.HIJACKED),
}
#: For every kind. A new kind without a reason of its name raises ValueError at import.
REASON_OF_KIND = {kind: _OTHER_NAME.get(kind) or Reason(kind.value) for kind in PageKind}


def reason_of_page(verdict: PageVerdict) -> Reason:
    """The reason of a page kind; OK for an accusation that is not CONFIRMED."""
    if verdict.kind in HIJACKED_KINDS and verdict.level is not Level.CONFIRMED:
        return Reason.OK
    return REASON_OF_KIND[verdict.kind]


def shows_page(status: int, reason: Reason, verdict: PageVerdict) -> bool:
    """Whether an answer shows the site's page, and not an error page.

    Args:
        status: of HTTP.
        reason: of the look.
        verdict: of the page.
    """
    return 200 <= status < 300 or reason is reason_of_page(verdict)


@dataclass(frozen=True, slots=True)
class ResponseContext:
    """What counts for the reason besides the page and the trace.

    Attributes:
        status: of HTTP.
        retry_after: the answer has a Retry-After header.
        offsite: redirects led to another registrable domain.
        slow_seconds: a longer wait for the first byte is SLOW.
        now: aware UTC, for the certificate.
    """

    status: int
    retry_after: bool
    offsite: bool
    slow_seconds: float
    now: datetime


def reason_of_answer(verdict: PageVerdict, trace: LookTrace, context: ResponseContext) -> Reason:
    """Choose the reason of an answer.

    Args:
        verdict: of the page.
        trace: flaws of the body, TLS and phases.
        context: status and redirects.
    """
    if verdict.kind in _AT_ANY_STATUS:
        return reason_of_page(verdict)
    # a redirect without a Location: browsers show its body
    is_dead_end = context.status in MOVED and reason_of_page(verdict) is Reason.OK
    if not 200 <= context.status < 300 and not is_dead_end:
        return _reason_of_status(context.status, context.retry_after)
    reasons = (*_of_page(verdict, context.offsite), *_of_connection(trace, context))
    return next((reason for reason in reasons if reason is not Reason.OK), Reason.OK)


_STATUSES = {
    401: Reason.AUTH_REQUIRED,
    429: Reason.RATE_LIMITED,
    # A refusal of robots cannot be told from a refusal of all visitors, so it proves nothing.
    # Firewalls use any of these statuses, as public bug reports of monitors show.
    **dict.fromkeys((403, 405, 406, 409, 415, 418, 451), Reason.CHALLENGE),
    **dict.fromkeys((456, 463, 468, 493, 999), Reason.CHALLENGE),
    # Redirects without a valid Location, whose body is no page of the site.
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


def _of_connection(trace: LookTrace, context: ResponseContext) -> Iterator[Reason]:
    if trace.flaw is not None:
        yield trace.flaw
    if trace.weak_tls:
        yield Reason.TLS_WEAK
    certificate = trace.certificate
    if certificate is not None and certificate.not_after - context.now < CERTIFICATE_SOON:
        yield Reason.TLS_EXPIRING
    if trace.phases.first_byte > context.slow_seconds * 1000:
        yield Reason.SLOW
