"""When does a site's domain registration end?

Asks the registry over RDAP (RFC 9082) and, where that tells nothing for a reason other than
our own pace, over WHOIS (RFC 3912). An odd or unreachable registry is our problem and never
the grantee's: it gives UNKNOWN, and the last good date stays.
"""

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files

from watcher.core.observation import DomainFacts, Finding, Outcome, Reason
from watcher.core.site import Site
from watcher.net.door import Net
from watcher.net.errors import LookError
from watcher.net.fetch import fetch
from watcher.net.trail import Trail
from watcher.probes.domain.rdap import is_rdap_error, read_rdap
from watcher.probes.domain.second_reader import agree, second_opinion
from watcher.probes.domain.whois_text import read_whois

RDAP_BYTES = 256 * 1024
RDAP_SECONDS = 10.0
RDAP_ACCEPTS = "application/rdap+json, application/json;q=0.8"  # RFC 7480, section 4.2

#: RDAP looks after which WHOIS is not asked: the registry wants less of us, or it has answered.
_FINAL = frozenset({Reason.OK, Reason.NOT_FOUND, Reason.RATE_LIMITED})
#: What was waited for tells about the way; a registry that is too slow has one reason.
_TOO_SLOW = frozenset({Reason.TIMEOUT_CONNECT, Reason.TIMEOUT_TLS, Reason.TIMEOUT_READ})
#: Any other flaw of a body is a bad answer.
_REASON_OF_FLAW = {Reason.TOO_LARGE: Reason.TOO_LARGE, Reason.SLOW: Reason.TIMEOUT_TOTAL}


async def look(site: Site, net: Net, now: datetime) -> Finding:
    """Ask the registry about the domain of a site. Never raises for what the network does."""
    if site.domain is None:
        return Finding(Outcome.UNKNOWN, Reason.NO_SERVER)
    return await ask(site.domain, net, now)


async def ask(domain: str, net: Net, now: datetime, via: str | None = None) -> Finding:
    """Ask about a domain; `via` ("rdap" or "whois") asks that source alone."""
    finding = Finding(Outcome.UNKNOWN, Reason.NO_SERVER, DomainFacts(domain))
    if via != "whois":
        finding = await _ask_rdap(domain, net, now)
        if finding.reason in _FINAL or via == "rdap":
            return finding
    asked = await _ask_whois(domain, net, now)
    return finding if asked.reason is Reason.NO_SERVER else asked


async def _ask_rdap(domain: str, net: Net, now: datetime) -> Finding:
    base = net.rdap_base or _server("rdap", domain)
    if base is None:
        return _unknown(domain, Reason.NO_SERVER)
    trail, url = Trail(RDAP_BYTES + 1), f"{base}domain/{domain}"
    try:
        async with net.registry_pace.turn(base):
            answer = await fetch(net.http, url, trail, RDAP_SECONDS, accept=RDAP_ACCEPTS)
    except LookError as error:
        slow = error.reason in _TOO_SLOW
        return _unknown(domain, Reason.TIMEOUT_TOTAL if slow else error.reason)
    if answer.status_code == 429:  # holds whatever became of its body
        return _unknown(domain, Reason.RATE_LIMITED)
    if len(answer.content) > RDAP_BYTES:
        return _unknown(domain, Reason.TOO_LARGE)
    if trail.flaw is not None:
        return _unknown(domain, _REASON_OF_FLAW.get(trail.flaw, Reason.BAD_ANSWER))
    return _read_answer(domain, answer.status_code, answer.content, now)


def _read_answer(domain: str, status: int, body: bytes, now: datetime) -> Finding:
    if status == 404 and not is_rdap_error(body):
        return _unknown(domain, Reason.BAD_ANSWER)  # a web server's page, not the registry's word
    if status not in (200, 404):
        return _unknown(domain, Reason.BAD_ANSWER)
    return read_rdap(body, domain, now)


async def _ask_whois(domain: str, net: Net, now: datetime) -> Finding:
    server = net.whois_server or _server("whois", domain)
    if server is None:
        return _unknown(domain, Reason.NO_SERVER)
    try:
        text = await net.whois(server, domain)
    except LookError as error:
        return _unknown(domain, error.reason)
    return agree(read_whois(text, domain, now), second_opinion(text, domain))


def _unknown(domain: str, reason: Reason) -> Finding:
    return Finding(Outcome.UNKNOWN, reason, DomainFacts(domain))


def _server(protocol: str, domain: str) -> str | None:
    return _servers()[protocol].get(domain.rpartition(".")[2])


@cache
def _servers() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__name__).joinpath("servers.toml").read_text("utf-8"))
