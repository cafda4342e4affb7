"""Is the site down, or is our own connection?

Before a failure is believed, our own connection is checked: sentinels of different operators
must answer, and a random name that cannot exist (the canary) must not resolve. Failures become
UNKNOWN while our own side is in doubt. One failing sentinel alone never makes it doubtful.
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

#: With a sentinel failing, a mass failure is put down to us: more than this share of a sweep ...
MASS_SHARE = 0.3
#: ... and at least so many sites on so many addresses.
MASS_SITES, MASS_ADDRESSES = 5, 3
#: Reasons that our own connection may cause, although their outcome is not FAILED.
_PERHAPS_OURS = frozenset(
    {
        Reason.DNS_TIMEOUT,
        Reason.DNS_REFUSED,
        Reason.DNS_ERROR,
        Reason.OWN_NETWORK,
        Reason.OFFSITE_REDIRECT,  # as captive portals do
    }
)


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The result of checking our own connection.

    Attributes:
        asked, answered: number of sentinels, and of those that answered.
        canary_refused: the canary did not resolve, as it should not; None when not asked.
        names_resolve: our resolver gave an answer of any kind.
    """

    asked: int = 0
    answered: int = 0
    canary_refused: bool | None = None
    names_resolve: bool = True

    @property
    def trusted(self) -> bool:
        """Whether at least two thirds of the sentinels answer and the canary does not resolve.

        One may always fail, however few are set: a connection that is down fails the canary too.
        Without sentinels our own side is always trusted.
        """
        silent = self.asked - self.answered
        return silent <= max(1, self.asked // 3) and self.canary_refused is not False

    @property
    def whole(self) -> bool:
        """Whether every sentinel answered and our own side is trusted."""
        return self.answered == self.asked and self.trusted

    @property
    def fault(self) -> Reason:
        """The reason of looks that are put down to us."""
        return Reason.OWN_NETWORK if self.names_resolve else Reason.OWN_DNS


def needs_own_side_check(seen: Observation) -> bool:
    """Whether the end of a look may have been caused by our own connection."""
    return seen.finding.outcome is Outcome.FAILED or seen.finding.reason in _PERHAPS_OURS


def is_local_outage(
    sweep: Sequence[Observation], ours: OwnSide, known_down: Collection[int] = ()
) -> bool:
    """Whether the questionable looks of a sweep have to be put down to us.

    Args:
        sweep: looks that were made at about the same time.
        ours: the check of our own connection after them.
        known_down: ids of sites that were down before. They do not count for a mass failure:
            where a third of the sites is dead for good, one failing sentinel would make every
            later sweep UNKNOWN.
    """
    newly_seen = [seen for seen in sweep if seen.site_id not in known_down]
    return not (ours.trusted and (ours.whole or not _mass_failure(newly_seen, len(sweep))))


def suppress_if_local_outage(
    sweep: Sequence[Observation], ours: OwnSide, known_down: Collection[int] = ()
) -> list[Observation]:
    """Make the questionable looks of a sweep UNKNOWN where is_local_outage puts them down to us.

    Args:
        sweep, ours, known_down: as in is_local_outage.

    Returns:
        The looks of the sweep, in the same order.
    """
    if not is_local_outage(sweep, ours, known_down):
        return list(sweep)
    return [_suppressed(seen, ours.fault) for seen in sweep]


def _mass_failure(not_known_down: Sequence[Observation], swept: int) -> bool:
    failed = [seen for seen in not_known_down if seen.finding.outcome is Outcome.FAILED]
    addresses = {_address(seen) for seen in failed}
    return (
        len(failed) >= MASS_SITES
        and len(addresses) >= MASS_ADDRESSES
        and len(failed) > MASS_SHARE * swept
    )


def _address(seen: Observation) -> str:
    """The address that failed; a look without one counts as an address of its own."""
    facts = seen.finding.facts
    if isinstance(facts, AvailabilityFacts) and facts.addresses:
        return facts.addresses[0]
    return f"site {seen.site_id}"


def _suppressed(seen: Observation, fault: Reason) -> Observation:
    """A questionable look without its facts, which may be those of a captive portal's page."""
    if not needs_own_side_check(seen):
        return seen
    return replace(seen, finding=Finding(Outcome.UNKNOWN, fault))
