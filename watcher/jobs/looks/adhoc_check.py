"""Check any address or domain once, registered or not, and store nothing: `watcher look`."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import httpx

from watcher.core.looks.observation import Finding, Outcome, Reason
from watcher.core.period import Clock
from watcher.core.sites.site import Site
from watcher.jobs.looks import last_resort
from watcher.net.client import Client
from watcher.net.limits import run_bounded
from watcher.probes import domain as domain_probe
from watcher.probes.availability import FIRST_BYTES, WHOLE_PAGE_BYTES, look_at
from watcher.probes.domain.registrable import registrable


class BodyWanted(StrEnum):
    """How much of a page is received; with `hash` the whole, and only size and hash are shown."""

    FIRST = "first"
    FULL = "full"
    HASH = "hash"


_BYTES = {
    BodyWanted.FIRST: FIRST_BYTES,
    BodyWanted.FULL: WHOLE_PAGE_BYTES,
    BodyWanted.HASH: WHOLE_PAGE_BYTES,
}


@dataclass(frozen=True, slots=True)
class AdhocCheck:
    """The result of checking one address."""

    url: str
    at: datetime
    took: timedelta
    finding: Finding


async def check_urls(
    urls: Iterable[str],
    net: Client,
    clock: Clock,
    tell: Callable[[AdhocCheck], None],
    *,
    at_once: int,
    body: BodyWanted = BodyWanted.FIRST,
) -> None:
    """Check addresses, and report each as soon as it is done.

    Args:
        urls: with or without a scheme; without one, http is tried.
        net: the client, opened by the caller.
        clock: the current time.
        tell: called with each result, in the order in which they are done.
        at_once: how many addresses are checked at the same time.
        body: how much of each page to receive.
    """

    async def look(url: str) -> None:
        tell(await _check(url, net, clock, body))

    await run_bounded(urls, look, at_once)


async def _check(url: str, net: Client, clock: Clock, body: BodyWanted) -> AdhocCheck:
    at, started = clock(), time.monotonic()
    site = unregistered_site(url, to_judge=body is not BodyWanted.HASH)
    if site is None:
        finding = Finding(Outcome.UNKNOWN, Reason.BLOCKED_ADDRESS)
    else:
        looking = look_at(site, net, at, _BYTES[body], judge=body is not BodyWanted.HASH)
        finding = await last_resort.guarded(looking, url=url)
    return AdhocCheck(url, at, timedelta(seconds=time.monotonic() - started), finding)


def unregistered_site(url: str, *, to_judge: bool = True) -> Site | None:
    """Return a Site that is in no register, for an address; None if that is no valid URL.

    Args:
        to_judge: also find the registrable domain, which judging the page needs.
    """
    full = url if "://" in url else f"http://{url}"
    try:
        host = httpx.URL(full).host
    except (ValueError, httpx.InvalidURL):  # a host that is no valid IDN raises as well
        return None
    domain = registrable(host) if to_judge else None
    return Site(id=0, url=full, domain=domain, business="", community_id=0)


async def ask_about(name: str, net: Client, clock: Clock, via: str | None) -> Finding:
    """Ask the registry about a domain.

    Args:
        name: the domain.
        via: base URL of an RDAP server or host of a WHOIS server to ask; None for the usual one.
    """
    return await domain_probe.ask(name, net, clock(), via)
