"""Has a registry changed the way it answers, for a whole TLD at once?

One name without a conclusive answer is a matter of that name. If over half of the names of a TLD
have none for over a day, the fault is the registry's or ours: the staff must be warned, or every
date of that TLD would become outdated unnoticed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

#: Fewer names than this prove nothing about their TLD.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class DomainAnswered:
    """A name whose registry was asked within a day.

    Attributes:
        tld: its last label.
        conclusive: whether any look of the day was conclusive.
    """

    tld: str
    conclusive: bool


def silent_tlds(asked: Iterable[DomainAnswered]) -> frozenset[str]:
    """The TLDs of which over half of the names had no conclusive answer."""
    names = list(asked)
    total = Counter(name.tld for name in names)
    silent = Counter(name.tld for name in names if not name.conclusive)
    return frozenset(tld for tld, n in total.items() if n >= FEWEST and 2 * silent[tld] > n)


def silent_for_two_days(
    today: Iterable[DomainAnswered], yesterday: Iterable[DomainAnswered]
) -> list[str]:
    """The TLDs that were silent on both days, sorted."""
    return sorted(silent_tlds(today) & silent_tlds(yesterday))
