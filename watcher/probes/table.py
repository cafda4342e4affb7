"""All probes: each is one function and one row below."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from watcher.core.looks.observation import Finding, Kind
from watcher.core.sites.site import Site
from watcher.net.client import Client
from watcher.probes import availability, delegation, domain, home_page


@dataclass(frozen=True, slots=True)
class Probe:
    """A kind of look, and the function that makes it."""

    kind: Kind
    look: Callable[[Site, Client, datetime], Awaitable[Finding]]


AVAILABILITY = Probe(Kind.AVAILABILITY, availability.look)
DOMAIN = Probe(Kind.DOMAIN, domain.look)
PAGE = Probe(Kind.PAGE, home_page.look)
DELEGATION = Probe(Kind.DELEGATION, delegation.look)

PROBES: tuple[Probe, ...] = (AVAILABILITY, DOMAIN, PAGE, DELEGATION)
