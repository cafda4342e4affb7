"""Where registrars lead a name that is unpaid, unverified or for sale."""

from collections.abc import Iterable

from watcher.core.looks.observation import DomainFacts

#: Nameservers that registrars put a lapsed name on. Seen in incident notes; read 2026-11-01.
#: Ordinary hosting ones (domaincontrol.com, registrar-servers.com) must never stand here.
EXPIRY_NAMESERVERS = (
    "pendingrenewaldeletion.com",
    "renewyourname.net",
    "expired.namebrightdns.com",
    "onamae-expired.com",
    "expirationwarning.net",
    "sedoparking.com",
    "bodis.com",
    "parkingcrew.net",
    "above.com",
)
#: Where a gTLD registrar puts names whose owner has not clicked the verification link.
VERIFICATION_NAMESERVERS = ("verification-hold.suspended-domain.com",)


def needs_verification(facts: DomainFacts) -> bool:
    """Whether a name is held only because its owner has not clicked the registrar's link."""
    return _stands_on(facts.nameservers, VERIFICATION_NAMESERVERS)


def is_parked_ns(nameservers: Iterable[str]) -> bool:
    """Whether a name is led to where registrars put one that is unpaid, unverified or for sale."""
    return _stands_on(nameservers, EXPIRY_NAMESERVERS + VERIFICATION_NAMESERVERS)


def _stands_on(nameservers: Iterable[str], known: Iterable[str]) -> bool:
    names = [name.lower().rstrip(".") for name in nameservers]
    return any(name == base or name.endswith("." + base) for name in names for base in known)
