"""The page look: what is on the home page, and since when? Reads the whole page, once a day.

OK when a page was read, of whatever kind; else the outcome of an availability look. An answer that
hides the page (a challenge, a block page) is a fact too: the site's page is then not known.
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
from watcher.probes.page.reading import is_body_lost, modified_claims, read_page
from watcher.probes.page.reasons import (
    ResponseContext,
    reason_of_answer,
    reason_of_page,
    shows_page,
)


async def look(site: Site, net: Client, now: datetime) -> Finding:
    """Make a page look. Failures of the network are findings, never raised.

    Args:
        site, net: what is fetched, and with what.
        now: aware UTC, for the date of Retry-After.
    """
    trace = LookTrace(WHOLE_PAGE_BYTES)
    try:
        response = await fetch(net.http, site.url, trace, net.look_seconds)
    except LookError as error:
        return Finding(OUTCOME_OF[look_state(error.reason)], error.reason)
    if is_body_lost(response, trace):
        return Finding(Outcome.UNKNOWN, trace.flaw or Reason.TRUNCATED)
    whole = trace.flaw is None and len(response.content) < WHOLE_PAGE_BYTES
    reading = await read_page(response, site, net.sandbox, whole=whole)
    verdict = reading.verdict
    context = ResponseContext(response.status_code, False, False, net.slow_seconds, now)
    reason = reason_of_answer(verdict, trace, context)
    is_shown = shows_page(response.status_code, reason, verdict)
    if not is_shown or verdict.kind in HIDING_KINDS:
        hidden_by = _hidden_by(verdict, reason, response.status_code)
        facts = PageFacts(hidden_by, reading.markup.title) if hidden_by else None
        return Finding(_without_content(reason), reason, facts, retry_after_of(response, now))
    facts = PageFacts(
        verdict=verdict,
        title=reading.markup.title,
        fingerprint=fingerprint(reading.markup.lines),
        claims=(*reading.markup.claims, *modified_claims(response)),
    )
    return Finding(Outcome.OK, reason_of_page(verdict), facts)


def _hidden_by(verdict: PageVerdict, reason: Reason, status: int) -> PageVerdict | None:
    """The verdict of an answer that hides the page; None where there is no page, as on an error.

    Visitors may see another page than we do, so nothing is proven about the owner's.
    """
    if verdict.kind in HIDING_KINDS:
        return verdict
    if OUTCOME_OF[look_state(reason)] is Outcome.FAILED:
        return None
    return PageVerdict(PageKind.CHALLENGE, evidence=(Evidence("status", str(status)),))


def _without_content(reason: Reason) -> Outcome:
    return Outcome.UNKNOWN if reason is Reason.OK else OUTCOME_OF[look_state(reason)]
