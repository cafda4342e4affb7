"""What stands on the page, and since when? The whole home page, once a day.

OK when a page was read, whatever it is; FAILED or UNKNOWN as the availability look would say. An
answer that hides the page is kept too: the last reading then proves nothing of the owner.
"""

from datetime import datetime

from watcher.core.looks.look_state import OUTCOME_OF, look_state
from watcher.core.looks.observation import Finding, Outcome, Reason
from watcher.core.pages.fingerprint import fingerprint
from watcher.core.pages.kind import Evidence, PageKind, PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.core.pages.page_history import HIDING_KINDS
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.net.http.fetch import fetch
from watcher.net.http.retry_after import retry_after_of
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace
from watcher.probes.availability import WHOLE_PAGE_BYTES
from watcher.probes.page.reading import modified_claims, nothing_came, read_page
from watcher.probes.page.reasons import (
    ResponseContext,
    reason_of_answer,
    reason_of_page,
    shows_page,
)


async def look(site: Site, net: Client, now: datetime) -> Finding:
    """Read the home page of a site. Never raises for what the network does."""
    trace = LookTrace(WHOLE_PAGE_BYTES)
    try:
        response = await fetch(net.http, site.url, trace, net.look_seconds)
    except LookError as error:
        return Finding(OUTCOME_OF[look_state(error.reason)], error.reason)
    if nothing_came(response, trace):
        return Finding(Outcome.UNKNOWN, trace.flaw or Reason.TRUNCATED)
    whole = trace.flaw is None and len(response.content) < WHOLE_PAGE_BYTES
    reading = await read_page(response, site, net.sandbox, whole=whole)
    verdict = reading.verdict
    came = ResponseContext(response.status_code, False, False, net.slow_seconds, now)
    status = reason_of_answer(verdict, trace, came)
    is_shown = shows_page(response.status_code, status, verdict)
    if not is_shown or verdict.kind in HIDING_KINDS:
        hidden = _hidden_by(verdict, status, response.status_code)
        facts = PageFacts(hidden, reading.markup.title) if hidden else None
        return Finding(_without_content(status), status, facts, retry_after_of(response, now))
    facts = PageFacts(
        verdict=verdict,
        title=reading.markup.title,
        fingerprint=fingerprint(reading.markup.lines),
        claims=(*reading.markup.claims, *modified_claims(response)),
    )
    return Finding(Outcome.OK, reason_of_page(verdict), facts)


def _hidden_by(verdict: PageVerdict, reason: Reason, status: int) -> PageVerdict | None:
    """What hides the page from us; None where there is no page at all, as of a server error.

    A visitor may see another page than we do: that the owner's was there is not proven.
    """
    if verdict.kind in HIDING_KINDS:
        return verdict
    if OUTCOME_OF[look_state(reason)] is Outcome.FAILED:
        return None
    return PageVerdict(PageKind.CHALLENGE, evidence=(Evidence("status", str(status)),))


def _without_content(reason: Reason) -> Outcome:
    return Outcome.UNKNOWN if reason is Reason.OK else OUTCOME_OF[look_state(reason)]
