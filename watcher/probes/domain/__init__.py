"""The domain look: when does a site's registration end?

Asks the registry over RDAP (RFC 9082) and, where that gives no answer for a reason other than a
rate limit, over WHOIS (RFC 3912). A malformed answer or an unreachable registry never counts
against the grantee: it gives UNKNOWN, and the last good date stays in effect.
"""

from datetime import datetime

import httpx

from watcher.core.looks.observation import DomainFacts, Finding, Outcome, Reason
from watcher.core.sites.site import Site
from watcher.net import whois
from watcher.net.client import Client
from watcher.net.http.fetch import fetch
from watcher.net.http.retry_after import read_retry_after
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace
from watcher.probes.domain.cross_check import cross_check, second_opinion
from watcher.probes.domain.rdap import read_rdap
from watcher.probes.domain.registry_servers import rdap_of, whois_of
from watcher.probes.domain.whois_text import read_whois

RDAP_BYTES = 256 * 1024
RDAP_SECONDS = 10.0
RDAP_REDIRECTS = 3
#: RFC 7480, section 4.2.
RDAP_HEADERS = {"Accept": "application/rdap+json, application/json;q=0.8"}

#: Reasons of RDAP after which WHOIS is not asked: the registry has answered, or limits our rate.
_FINAL = frozenset({Reason.OK, Reason.NOT_FOUND, Reason.RATE_LIMITED})
#: The phases of a time-out, which are one reason for registries.
_TOO_SLOW = frozenset({Reason.TIMEOUT_CONNECT, Reason.TIMEOUT_TLS, Reason.TIMEOUT_READ})
#: Flaws of a body with a reason of their own; any other is BAD_ANSWER.
_REASON_OF_FLAW = {Reason.TOO_LARGE: Reason.TOO_LARGE, Reason.SLOW: Reason.TIMEOUT_TOTAL}


async def look(site: Site, net: Client, now: datetime) -> Finding:
    """Make a domain look. Failures of the network are findings, never raised.

    Args:
        site, net: whose domain, and with what it is asked for.
        now: aware UTC, for rate limits and for rejecting impossible dates.
    """
    if site.domain is None:
        return Finding(Outcome.UNKNOWN, Reason.NO_SERVER)
    finding = await ask(site.domain, net, now)
    if finding.reason is Reason.NOT_FOUND and (doubt := await _doubt(site.domain, net)):
        return _unknown(site.domain, doubt)
    return finding


async def _doubt(domain: str, net: Client) -> Reason | None:
    """Why a registry's "no such name" is not believed; None where it is.

    The DNS must answer NXDOMAIN too: a name that is still delegated is registered, whatever a
    registry with a fault answers (design/behaviour, section 4).
    """
    try:
        return Reason.DISAGREEMENT if await net.resolver.exists(domain) else None
    except LookError as error:
        return error.reason


async def ask(domain: str, net: Client, now: datetime, via: str | None = None) -> Finding:
    """Ask the registry about a domain.

    Args:
        domain: in A-labels.
        net: with what it is asked for.
        now: aware UTC.
        via: "rdap" or "whois" to ask only that source; None for RDAP, then WHOIS.
    """
    finding = Finding(Outcome.UNKNOWN, Reason.NO_SERVER, DomainFacts(domain))
    if via != "whois":
        finding = await _ask_rdap(domain, net, now)
        if finding.reason in _FINAL or via == "rdap":
            return finding
    by_whois = await _ask_whois(domain, net, now)
    return finding if by_whois.reason is Reason.NO_SERVER else by_whois


async def _ask_rdap(domain: str, net: Client, now: datetime) -> Finding:
    base = net.rdap_base or rdap_of(domain, net.registries)
    if base is None:
        return _unknown(domain, Reason.NO_SERVER)
    trace, url = LookTrace(RDAP_BYTES + 1), f"{base}domain/{domain}"
    try:
        async with net.registries.turn(base, now):
            answer = await fetch(net.http, url, trace, RDAP_SECONDS, headers=RDAP_HEADERS)
    except LookError as error:
        timed_out = error.reason in _TOO_SLOW
        return _unknown(domain, Reason.TIMEOUT_TOTAL if timed_out else error.reason)
    retry_after = answer.headers.get("retry-after", "")
    flaw = _flaw_of(answer, trace, base, retry_after=bool(retry_after))
    net.registries.report_result(base, flaw or Reason.OK, now, read_retry_after(retry_after, now))
    if flaw:
        return _unknown(domain, flaw)
    return read_rdap(answer.content, domain, now, answer.status_code)


def _flaw_of(
    answer: httpx.Response, trace: LookTrace, base: str, *, retry_after: bool
) -> Reason | None:
    """Why an answer is not used; None where it is the registry's answer about the name."""
    status, hops = answer.status_code, [*trace.redirects, str(answer.url)]
    if status == 429 or (status == 503 and retry_after):  # also where the body is broken
        return Reason.RATE_LIMITED
    if len(trace.redirects) > RDAP_REDIRECTS:
        return Reason.REDIRECT_LIMIT
    if base.startswith("https:") and any(url.startswith("http:") for url in hops):
        return Reason.BAD_REDIRECT  # without TLS the answer could be forged on the way
    if len(answer.content) > RDAP_BYTES:
        return Reason.TOO_LARGE
    if trace.flaw is not None:
        return _REASON_OF_FLAW.get(trace.flaw, Reason.BAD_ANSWER)
    return None if status in (200, 404) else Reason.BAD_ANSWER


async def _ask_whois(domain: str, net: Client, now: datetime) -> Finding:
    server = net.whois_server or whois_of(domain, net.registries)
    if server is None:
        return _unknown(domain, Reason.NO_SERVER)
    try:
        async with net.registries.turn(server, now):
            text = await whois.ask(server, domain, net.resolver, net.policy)
    except LookError as error:
        return _unknown(domain, error.reason)
    finding = read_whois(text, domain, now)
    net.registries.report_result(server, finding.reason, now)
    return cross_check(finding, second_opinion(text, domain))


def _unknown(domain: str, reason: Reason) -> Finding:
    return Finding(Outcome.UNKNOWN, reason, DomainFacts(domain))
