"""Has a registry changed the way it answers, for a whole ending at once?

One name that cannot be read is that name's trouble. Over half of an ending's names, for over
a day, is ours: somebody has to look, or every date of that ending grows old in silence.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

#: Fewer names than this tell nothing about their ending.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class DomainAnswered:
    """A name whose registry was asked within a day, and whether any look was conclusive."""

    ending: str
    conclusive: bool


def silent_tlds(asked: Iterable[DomainAnswered]) -> frozenset[str]:
    """Name the endings of which over half of the names have no conclusive answer."""
    names = list(asked)
    every = Counter(one.ending for one in names)
    silent = Counter(one.ending for one in names if not one.conclusive)
    return frozenset(e for e, n in every.items() if n >= FEWEST and 2 * silent[e] > n)


def silent_for_two_days(
    today: Iterable[DomainAnswered], yesterday: Iterable[DomainAnswered]
) -> list[str]:
    """Name the endings that were silent yesterday and are today, in the order of the alphabet."""
    return sorted(silent_tlds(today) & silent_tlds(yesterday))
