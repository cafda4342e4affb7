"""Nameservers that registrars put on a name that is unpaid, unverified or for sale."""

from collections.abc import Iterable

from watcher.core.looks.observation import DomainFacts

#: For lapsed names. Taken from incident notes, read 2026-11-01. Ordinary nameservers of hosting
#: (domaincontrol.com, registrar-servers.com) must never be added.
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
#: For names under gTLDs whose owner has not clicked the registrar's verification link.
VERIFICATION_NAMESERVERS = ("verification-hold.suspended-domain.com",)


def needs_verification(facts: DomainFacts) -> bool:
    """Whether a name is held only because its owner has not clicked the registrar's link."""
    return _is_served_by(facts.nameservers, VERIFICATION_NAMESERVERS)


def is_parked_ns(nameservers: Iterable[str]) -> bool:
    """Whether a name has the nameservers of one that is unpaid, unverified or for sale."""
    return _is_served_by(nameservers, EXPIRY_NAMESERVERS + VERIFICATION_NAMESERVERS)


def _is_served_by(nameservers: Iterable[str], known: Iterable[str]) -> bool:
    names = [name.lower().rstrip(".") for name in nameservers]
    return any(name == base or name.endswith("." + base) for name in names for base in known)
