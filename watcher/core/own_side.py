"""Is the site dead, or are we?

Before a failure is believed, our own line is asked: sentinels of different operators must
answer, and a random name that cannot exist must be refused. What fails while our side is in
doubt becomes UNKNOWN and blames nobody. One sentinel alone can never silence the watcher.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.core.observation import (
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
        """Two of three answer and the canary is refused. No sentinels set: nothing to doubt."""
        return 3 * self.answered >= 2 * self.asked and self.canary_refused is not False

    @property
    def whole(self) -> bool:
        """Every sentinel answered."""
        return self.answered == self.asked and self.trusted

    @property
    def fault(self) -> Reason:
        """What is wrong with us, when something is."""
        return Reason.OWN_NETWORK if self.names_resolve else Reason.OWN_DNS


def excuse(sweep: Sequence[Observation], ours: OwnSide) -> list[Observation]:
    """Turn the failures of a sweep into UNKNOWN where our own side may be to blame."""
    if ours.trusted and (ours.whole or not _mass_failure(sweep)):
        return list(sweep)
    return [_excused(seen, ours.fault) for seen in sweep]


def _mass_failure(sweep: Sequence[Observation]) -> bool:
    failed = [seen for seen in sweep if seen.finding.outcome is Outcome.FAILED]
    places = {_place(seen) for seen in failed}
    return (
        len(failed) >= MASS_SITES
        and len(places) >= MASS_ADDRESSES
        and len(failed) > MASS_SHARE * len(sweep)
    )


def _place(seen: Observation) -> str:
    """The address that failed; a look that came to none counts as a place of its own."""
    facts = seen.finding.facts
    if isinstance(facts, AvailabilityFacts) and facts.addresses:
        return facts.addresses[0]
    return f"site {seen.site_id}"


def _excused(seen: Observation, fault: Reason) -> Observation:
    if seen.finding.outcome is not Outcome.FAILED:
        return seen
    return replace(seen, finding=Finding(Outcome.UNKNOWN, fault, seen.finding.facts))
