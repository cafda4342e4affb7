"""Is the site dead, or are we?

Before a failure is believed, our own line is asked: sentinels of different operators must
answer, and a random name that cannot exist must be refused. What fails while our side is in
doubt becomes UNKNOWN and blames nobody. One sentinel alone can never silence the watcher.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from watcher.core.looks.observation import (
    AvailabilityFacts,
    Finding,
    Observation,
    Outcome,
    Reason,
)

#: More than this share of a sweep turning down, with a sentinel failing, is our own fault ...
MASS_SHARE = 0.3
#: ... if it is at least so many sites on so many addresses.
MASS_SITES, MASS_ADDRESSES = 5, 3
#: Looks that blame nobody by themselves, but may have ended so because of us.
_PERHAPS_OURS = frozenset(
    {
        Reason.DNS_TIMEOUT,
        Reason.DNS_REFUSED,
        Reason.DNS_ERROR,
        Reason.OWN_NETWORK,
        Reason.OFFSITE_REDIRECT,  # where a captive portal leads
    }
)


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What the sentinels said.

    Attributes:
        answered: sentinels that answered, of `asked`.
        canary_refused: a random name did not resolve, as it should not; None when not asked.
        names_resolve: our resolver gave an answer of any kind.
    """

    asked: int = 0
    answered: int = 0
    canary_refused: bool | None = None
    names_resolve: bool = True

    @property
    def trusted(self) -> bool:
        """Two of three answer and the canary is refused. No sentinels set: nothing to doubt.

        However few are set, one may fail: a line that is down shows in the canary too.
        """
        silent = self.asked - self.answered
        return silent <= max(1, self.asked // 3) and self.canary_refused is not False

    @property
    def whole(self) -> bool:
        """Every sentinel answered."""
        return self.answered == self.asked and self.trusted

    @property
    def fault(self) -> Reason:
        """What is wrong with us, when something is."""
        return Reason.OWN_NETWORK if self.names_resolve else Reason.OWN_DNS


def questionable(seen: Observation) -> bool:
    """Whether a look ended in a way that our own side may be the cause of."""
    return seen.finding.outcome is Outcome.FAILED or seen.finding.reason in _PERHAPS_OURS


def is_local_outage(
    sweep: Sequence[Observation], ours: OwnSide, known_down: Collection[int] = ()
) -> bool:
    """Whether what is questionable in a sweep has to be put down to us.

    Args:
        known_down: ids of sites that were down before. They are no part of a mass failure: where
            a third of the sites is dead for good, one bad sentinel would silence us for good.
    """
    turned = [seen for seen in sweep if seen.site_id not in known_down]
    return not (ours.trusted and (ours.whole or not _mass_failure(turned, len(sweep))))


def suppress_if_local_outage(
    sweep: Sequence[Observation], ours: OwnSide, known_down: Collection[int] = ()
) -> list[Observation]:
    """Turn the failures of a sweep into UNKNOWN where our own side may be to blame."""
    if not is_local_outage(sweep, ours, known_down):
        return list(sweep)
    return [_excused(seen, ours.fault) for seen in sweep]


def _mass_failure(turned: Sequence[Observation], swept: int) -> bool:
    failed = [seen for seen in turned if seen.finding.outcome is Outcome.FAILED]
    places = {_place(seen) for seen in failed}
    return (
        len(failed) >= MASS_SITES
        and len(places) >= MASS_ADDRESSES
        and len(failed) > MASS_SHARE * swept
    )


def _place(seen: Observation) -> str:
    """The address that failed; a look that came to none counts as a place of its own."""
    facts = seen.finding.facts
    if isinstance(facts, AvailabilityFacts) and facts.addresses:
        return facts.addresses[0]
    return f"site {seen.site_id}"


def _excused(seen: Observation, fault: Reason) -> Observation:
    if not questionable(seen):
        return seen
    return replace(seen, finding=Finding(Outcome.UNKNOWN, fault))  # a portal's page is no fact
