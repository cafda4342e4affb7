"""When does it end, and what follows? The life of a registration as days on a calendar.

The number of days a name can be saved after expiry differs by top-level domain and stands in
the configuration, with source and date. Here is only how they are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.core.observation import DomainFacts, DomainState

EXPIRING_WITHIN = timedelta(days=60)

#: Registry status words -> where the name stands, whatever its date says. The same word can
#: mean opposite things under different endings; "renewperiod" is such a word under .id.
_STATUS_STATE = {
    "clienthold": DomainState.HOLD,
    "serverhold": DomainState.HOLD,
    "inactive": DomainState.HOLD,
    "redemptionperiod": DomainState.REDEMPTION,
    "pendingrestore": DomainState.REDEMPTION,
    "pendingdelete": DomainState.PENDING_DELETE,
    "autorenewperiod": DomainState.GRACE,
}


class Confidence(StrEnum):
    """How sure a date is."""

    CERTAIN = "certain"
    ESTIMATE = "estimate"
    MANUAL = "manual"
    UNKNOWN = "unknown"


class Clock(StrEnum):
    """The three things of a site that can end."""

    DOMAIN = "domain"
    HOSTING = "hosting"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Days after expiry under one ending: at the normal price, to buy back, to the deletion."""

    grace: int = 36
    redemption: int = 30
    pending_delete: int = 5

    def grace_ends(self, expires: date) -> date:
        """The last day at the normal price."""
        return expires + timedelta(days=self.grace)

    def redemption_ends(self, expires: date) -> date:
        """The last day on which the name can be bought back."""
        return expires + timedelta(days=self.grace + self.redemption)

    def gone(self, expires: date) -> date:
        """The day from which anybody can take the name."""
        return self.redemption_ends(expires) + timedelta(days=self.pending_delete)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When one clock of a site runs out, and how we know.

    Attributes:
        on: the calendar day; None when it is not known.
        source: "rdap", "whois", "manual", "grant" or "certificate".
    """

    on: date | None = None
    source: str = ""
    confidence: Confidence = Confidence.UNKNOWN

    def days_left(self, today: date) -> int | None:
        """Days until the end, negative after it."""
        return None if self.on is None else (self.on - today).days


def domain_expiry(facts: DomainFacts | None, manual: date | None) -> Expiry:
    """The earliest of what the registry, the registrar and the officer say.

    The earliest, because a registry adds a year by itself on the day of expiry, paid or not.
    While its status says so, the day before that year is what counts: warnings must go on.
    """
    known: list[Expiry] = []
    if facts is not None:
        dates = (facts.expires_on, facts.registrar_expires_on)
        known = [Expiry(on, facts.source, Confidence.CERTAIN) for on in dates if on is not None]
        if facts.expires_on is not None and "autorenewperiod" in facts.statuses:
            known.append(
                Expiry(_years_after(facts.expires_on, -1), facts.source, Confidence.ESTIMATE)
            )
    if manual is not None:
        known.append(Expiry(manual, "manual", Confidence.MANUAL))
    return min(known, key=lambda expiry: expiry.on or date.max, default=Expiry())


def hosting_expiry(manual: date | None, granted_on: date | None) -> Expiry:
    """The day the officer typed, else one year after the grant began, marked as an estimate."""
    if manual is not None:
        return Expiry(manual, "manual", Confidence.MANUAL)
    if granted_on is None:
        return Expiry()
    return Expiry(_years_after(granted_on, 1), "grant", Confidence.ESTIMATE)


def phase(
    expires: date | None, statuses: Iterable[str], today: date, life: LifeCycle
) -> DomainState:
    """Say where a registered name stands today, by its status words first, then by its date."""
    told = [_STATUS_STATE[word] for word in statuses if word in _STATUS_STATE]
    for state in (DomainState.REDEMPTION, DomainState.PENDING_DELETE, DomainState.HOLD):
        if state in told:
            return state
    if expires is None:
        return DomainState.REGISTERED if DomainState.GRACE not in told else DomainState.GRACE
    if expires < today:
        return _after_expiry(expires, today, life)
    soon = expires - today <= EXPIRING_WITHIN
    return DomainState.EXPIRING if soon else DomainState.REGISTERED


def _after_expiry(expires: date, today: date, life: LifeCycle) -> DomainState:
    if today <= life.grace_ends(expires):
        return DomainState.GRACE
    if today <= life.redemption_ends(expires):
        return DomainState.REDEMPTION
    if today < life.gone(expires):
        return DomainState.PENDING_DELETE
    return DomainState.EXPIRED


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
