"""Does the site answer, and as itself? Headers and the first 16 KB, every quarter of an hour.

Certificate, phases and addresses come from the same connection. What to believe is core's.
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
from watcher.probes.page.reading import UNREAD, is_offsite, nothing_came, read_page
from watcher.probes.page.reasons import ResponseContext, reason_of_answer, shows_page

FIRST_BYTES = 16 * 1024
WHOLE_PAGE_BYTES = 2 * 1024 * 1024


async def look(site: Site, net: Client, now: datetime) -> Finding:
    """Look at a site once. Never raises for what the network does."""
    return await look_at(site, net, now, FIRST_BYTES)


async def look_at(
    site: Site, net: Client, now: datetime, body_bytes: int, *, judge: bool = True
) -> Finding:
    """Look at a site and receive up to so many decoded bytes of its page.

    Args:
        judge: say what the page is, which takes several times as long as receiving it.
    """
    trace = LookTrace(body_bytes)
    try:
        response = await fetch(net.http, site.url, trace, net.look_seconds)
    except LookError as error:
        trace.mark("total")
        return _finding(error.reason, trace)
    whole = trace.flaw is None and len(response.content) < body_bytes
    judge = judge and not nothing_came(response, trace)
    reading = await read_page(response, site, net.sandbox, whole=whole) if judge else UNREAD
    if reading.markup.bad_charset:
        trace.flaw = trace.flaw or Reason.BAD_CHARSET
    came = ResponseContext(
        status=response.status_code,
        retry_after="retry-after" in response.headers,
        offsite=is_offsite(str(response.url), site.url),
        slow_seconds=net.slow_seconds,
        now=now,
    )
    reason = reason_of_answer(reading.verdict, trace, came)
    http = _http_facts(response, trace, reading.markup.title, body_bytes)
    found = _finding(reason, trace, http, reading.verdict if judge else None)
    return replace(found, retry_after=retry_after_of(response, now))


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
