"""The availability look: does the site answer, and is it the owner's page?

Fetches headers and the first 16 KB; certificate, phases and addresses come from the same
connection. Whether a failure is believed is decided in core/looks.
"""

import hashlib
from dataclasses import replace
from datetime import datetime

import httpx

from watcher.core.looks.look_state import OUTCOME_OF, look_state
from watcher.core.looks.observation import AvailabilityFacts, Finding, HttpFacts, Reason
from watcher.core.pages.kind import PageVerdict
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.net.http.fetch import fetch
from watcher.net.http.retry_after import retry_after_of
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace
from watcher.probes.page.reading import UNREAD, is_body_lost, is_offsite, read_page
from watcher.probes.page.reasons import ResponseContext, reason_of_answer, shows_page

FIRST_BYTES = 16 * 1024
WHOLE_PAGE_BYTES = 2 * 1024 * 1024


async def look(site: Site, net: Client, now: datetime) -> Finding:
    """Make an availability look. Failures of the network are findings, never raised.

    Args:
        site, net: what is fetched, and with what.
        now: aware UTC, for the dates of the certificate and of Retry-After.
    """
    return await look_at(site, net, now, FIRST_BYTES)


async def look_at(
    site: Site, net: Client, now: datetime, body_bytes: int, *, judge: bool = True
) -> Finding:
    """Make an availability look that reads up to `body_bytes` of the page.

    Args:
        site, net, now: as in `look`.
        body_bytes: most decoded bytes that are read.
        judge: also decide what the page is, which takes several times as long as fetching it.
    """
    trace = LookTrace(body_bytes)
    try:
        response = await fetch(net.http, site.url, trace, net.look_seconds)
    except LookError as error:
        trace.mark("total")
        return _finding(error.reason, trace)
    whole = trace.flaw is None and len(response.content) < body_bytes
    judge = judge and not is_body_lost(response, trace)
    reading = await read_page(response, site, net.sandbox, whole=whole) if judge else UNREAD
    if reading.markup.bad_charset:
        trace.flaw = trace.flaw or Reason.BAD_CHARSET
    context = ResponseContext(
        status=response.status_code,
        retry_after="retry-after" in response.headers,
        offsite=is_offsite(str(response.url), site.url),
        slow_seconds=net.slow_seconds,
        now=now,
    )
    reason = reason_of_answer(reading.verdict, trace, context)
    http = _http_facts(response, trace, reading.markup.title, body_bytes)
    finding = _finding(reason, trace, http, reading.verdict if judge else None)
    return replace(finding, retry_after=retry_after_of(response, now))


def _http_facts(
    response: httpx.Response, trace: LookTrace, title: str, body_bytes: int
) -> HttpFacts:
    body, is_whole = response.content, body_bytes >= WHOLE_PAGE_BYTES
    return HttpFacts(
        status=response.status_code,
        final_url=str(response.url),
        redirects=tuple(trace.redirects),
        bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest() if is_whole else None,
        title=title,
    )


def _finding(
    reason: Reason, trace: LookTrace, http: HttpFacts | None = None, page: PageVerdict | None = None
) -> Finding:
    facts = AvailabilityFacts(
        addresses=trace.addresses,
        cnames=trace.cnames,
        address=trace.address,
        http=http,
        phases=trace.phases,
        certificate=trace.certificate,
        page=page if http and page and shows_page(http.status, reason, page) else None,
    )
    return Finding(OUTCOME_OF[look_state(reason)], reason, facts)
