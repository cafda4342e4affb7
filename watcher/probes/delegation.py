"""Is a domain still delegated, and to whom?

Cheap enough for every day, where a registry is asked only every other week: a name that was let
go, or led to where registrars put unpaid ones, shows here first. It proves nothing by itself.
It makes the registry be asked at once (storage/looks/record.py), and that answer is what counts.
"""

from datetime import datetime

from watcher.core.domains.nameservers import is_parked_ns
from watcher.core.looks.observation import Finding, Outcome, Reason
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.net.look_error import LookError


async def look(site: Site, net: Client, _now: datetime) -> Finding:
    """Ask the DNS about the domain of a site. FAILED is a sign that the name may have lapsed."""
    if site.domain is None:
        return Finding(Outcome.UNKNOWN, Reason.NO_SERVER)
    try:
        facts = await net.resolver.delegation(site.domain)
    except LookError as error:
        gone = error.reason is Reason.DNS_NXDOMAIN
        return Finding(Outcome.FAILED if gone else Outcome.UNKNOWN, error.reason)
    if is_parked_ns(facts.nameservers):
        return Finding(Outcome.FAILED, Reason.PARKED, facts)
    return Finding(Outcome.OK, Reason.OK, facts)
