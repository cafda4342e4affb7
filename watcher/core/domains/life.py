"""What follows after the end? The life of a registration as days on a calendar.

The number of days a name can be saved after expiry differs by top-level domain and stands in
the configuration, with source and date. Here is only how they are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.domains.expiry import DUE_WITHIN
from watcher.core.looks.access import Access
from watcher.core.looks.observation import DomainState

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


#: Phases in which paying for a name does not bring it back any more.
LOST = frozenset({DomainState.PENDING_DELETE, DomainState.EXPIRED, DomainState.UNREGISTERED})
#: Phases in which a name is lost, or nearly: never of a site that opens.
_LATE = frozenset({DomainState.REDEMPTION, DomainState.PENDING_DELETE, DomainState.EXPIRED})
#: How long after its last day a registry may still list a name. A date older than that is wrong.
REGISTRY_IS_LATE_BY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Days after expiry under one ending: at the normal price, to buy back, to the deletion.

    Attributes:
        meanings: status words that mean something else under this ending.
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
    """Say where a registered name stands today, by its status words first, then by its date.

    That a name can only be bought back, or is about to go, is said only where a status says so or
    the name no longer answers, and never of a site that opens (design/behaviour, section 4).

    Args:
        access: what its site shows; None where only the registry is asked.
    """
    stands, by_status = _stands(expires, statuses, today, life)
    answers = access is Access.OPENS or (access is Access.NOT_SEEN and not by_status)
    return DomainState.GRACE if answers and stands in _LATE else stands


def _stands(
    expires: date | None, statuses: Iterable[str], today: date, life: LifeCycle
) -> tuple[DomainState, bool]:
    """Where a name stands by what the registry says alone, and whether a status word says so."""
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
    """A name past the days in which it can be bought back is about to go, whatever it is called."""
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
