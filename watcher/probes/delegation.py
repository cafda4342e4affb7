"""The delegation look: is a domain still delegated, and to which nameservers?

Cheap enough for every day, while a registry is asked only every other week, so a name that lapsed
or got a registrar's parking nameservers shows here first. It proves nothing by itself: the
registry is asked at once (storage/looks/record.py), and its answer counts.
"""

from datetime import datetime

from watcher.core.domains.nameservers import is_parked_ns
from watcher.core.looks.observation import Finding, Outcome, Reason
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.net.look_error import LookError


async def look(site: Site, net: Client, _now: datetime) -> Finding:
    """Ask the DNS about the domain of a site; FAILED is a sign that it may have lapsed.

    Args:
        site, net: whose domain, and with what it is asked for.
    """
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
