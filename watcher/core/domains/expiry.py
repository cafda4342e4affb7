"""When a site's domain, hosting and certificate end, and how that is known."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.looks.observation import Certificate, DomainFacts
from watcher.core.period import local_day

#: An end this near is due: lists name it, and its owner gets the first letter (H-60).
DUE_WITHIN = timedelta(days=60)


class Confidence(StrEnum):
    """How sure a date is."""

    CERTAIN = "certain"
    ESTIMATE = "estimate"
    MANUAL = "manual"
    UNKNOWN = "unknown"


class ExpiryKind(StrEnum):
    """The three things of a site that can end."""

    DOMAIN = "domain"
    HOSTING = "hosting"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Expiry:
    """When one term of a site ends, and how that is known.

    Attributes:
        on: the last day; None when it is not known.
        source: "rdap", "whois", "manual", "grant" or "certificate".
    """

    on: date | None = None
    source: str = ""
    confidence: Confidence = Confidence.UNKNOWN

    def days_left(self, today: date) -> int | None:
        """Days until the end, negative after it."""
        return None if self.on is None else (self.on - today).days


def is_past(expiry: Expiry, today: date) -> bool:
    """Whether a term is known to have ended before today."""
    left = expiry.days_left(today)
    return left is not None and left < 0


def domain_expiry(facts: DomainFacts | None, typed: date | None) -> Expiry:
    """Find the end of a domain: the registry's date, else the day that was entered by hand.

    Of the registry's and the registrar's dates the earlier counts, because a registry adds a year
    by itself on the day of expiry, paid or not (domains/renewal.py). A name that is not
    registered has no end.

    Args:
        facts: the newest answer, with the date that is believed; None without one.
        typed: the newest day that an officer entered, in the register or with a payment.
    """
    if facts is not None and facts.registered is False:
        return Expiry()
    stated = (facts.expires_on, facts.registrar_expires_on) if facts else ()
    dates = [on for on in stated if on is not None]
    if facts is not None and dates:
        return Expiry(min(dates), facts.source, Confidence.CERTAIN)
    return Expiry(typed, "manual", Confidence.MANUAL) if typed is not None else Expiry()


def certificate_expiry(certificate: Certificate, zone: ZoneInfo) -> Expiry:
    """The last day of a certificate in a zone; it states the end to the second."""
    return Expiry(local_day(certificate.not_after, zone), "certificate", Confidence.CERTAIN)


def hosting_expiry(manual: date | None, granted_on: date | None) -> Expiry:
    """The day that an officer entered, else an estimate: one year after the grant began."""
    if manual is not None:
        return Expiry(manual, "manual", Confidence.MANUAL)
    if granted_on is None:
        return Expiry()
    return Expiry(years_after(granted_on, 1), "grant", Confidence.ESTIMATE)


def years_after(day: date, years: int) -> date:
    """The same day, `years` later; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
