"""The phases of a registration after its expiry, as days of a calendar.

How many days a name can be saved after expiry differs by TLD and is set in the configuration,
with source and date; this module only counts them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.domains.expiry import DUE_WITHIN
from watcher.core.looks.access import Access
from watcher.core.looks.observation import DomainState

#: Registry status words -> phase of the name, whatever its date. The same word can mean opposite
#: things under different TLDs, as "renewperiod" does under .id (LifeCycle.meanings).
_STATUS_STATE = {
    "clienthold": DomainState.HOLD,
    "serverhold": DomainState.HOLD,
    "inactive": DomainState.HOLD,
    "redemptionperiod": DomainState.REDEMPTION,
    "pendingrestore": DomainState.REDEMPTION,
    "pendingdelete": DomainState.PENDING_DELETE,
    "autorenewperiod": DomainState.GRACE,
}

#: Phases in which paying for a name does not bring it back any more.
LOST = frozenset({DomainState.PENDING_DELETE, DomainState.EXPIRED, DomainState.UNREGISTERED})
#: Phases that are never assumed of a site that opens: its name is lost in them, or nearly.
_LATE = frozenset({DomainState.REDEMPTION, DomainState.PENDING_DELETE, DomainState.EXPIRED})
#: How long after its deletion a registry may still list a name; an older date is wrong.
REGISTRY_IS_LATE_BY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Lengths of the phases after expiry under one TLD, in days.

    Attributes:
        grace: a renewal costs the normal price.
        redemption: the name can be bought back at a higher price.
        pending_delete: the name cannot be recovered, and is deleted at the end.
        meanings: status words that mean something else under this TLD.
    """

    grace: int = 36
    redemption: int = 30
    pending_delete: int = 5
    meanings: tuple[tuple[str, DomainState], ...] = ()

    def grace_ends(self, expires: date) -> date:
        """The last day at the normal price."""
        return expires + timedelta(days=self.grace)

    def redemption_ends(self, expires: date) -> date:
        """The last day on which the name can be bought back."""
        return expires + timedelta(days=self.grace + self.redemption)

    def gone(self, expires: date) -> date:
        """The day from which anybody can take the name."""
        return self.redemption_ends(expires) + timedelta(days=self.pending_delete)


def phase(
    expires: date | None,
    statuses: Iterable[str],
    today: date,
    life: LifeCycle,
    access: Access | None = None,
) -> DomainState:
    """Find the phase of a registered name by its status words, else by its date.

    A phase in which the name is lost or nearly lost needs a status word or a site that does not
    open, and is never assumed of a site that opens (design/behaviour, section 4).

    Args:
        expires: the last day of its term; None where it is not known.
        statuses: of the registry, normalised as in DomainFacts.
        today: in the programme's zone.
        life: the phases under its TLD.
        access: whether its site opens; None where only the registry counts.
    """
    registry_phase, by_status = _registry_phase(expires, statuses, today, life)
    may_open = access is Access.OPENS or (access is Access.NOT_SEEN and not by_status)
    return DomainState.GRACE if may_open and registry_phase in _LATE else registry_phase


def _registry_phase(
    expires: date | None, statuses: Iterable[str], today: date, life: LifeCycle
) -> tuple[DomainState, bool]:
    """The phase by the registry's answer alone, and whether a status word decided it."""
    meanings = _STATUS_STATE | dict(life.meanings)
    stated = [meanings[word] for word in statuses if word in meanings]
    for state in (DomainState.REDEMPTION, DomainState.PENDING_DELETE, DomainState.HOLD):
        if state in stated:
            return _no_earlier(state, expires, today, life), True
    if expires is None:
        grace = DomainState.GRACE in stated
        return DomainState.GRACE if grace else DomainState.REGISTERED, grace
    if expires < today:
        return _after_expiry(expires, today, life), False
    soon = expires - today <= DUE_WITHIN
    return DomainState.EXPIRING if soon else DomainState.REGISTERED, False


def _no_earlier(
    state: DomainState, expires: date | None, today: date, life: LifeCycle
) -> DomainState:
    """Read redemption as pending deletion once the days of redemption are over."""
    past = expires is not None and expires < today <= life.gone(expires) + REGISTRY_IS_LATE_BY
    if state is DomainState.REDEMPTION and past and today > life.redemption_ends(expires or today):
        return DomainState.PENDING_DELETE
    return state


def _after_expiry(expires: date, today: date, life: LifeCycle) -> DomainState:
    if today <= life.grace_ends(expires):
        return DomainState.GRACE
    if today <= life.redemption_ends(expires):
        return DomainState.REDEMPTION
    if today < life.gone(expires):
        return DomainState.PENDING_DELETE
    return DomainState.EXPIRED
