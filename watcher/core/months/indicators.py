"""The four indicators of a programme's effectiveness, and how their figures are rated.

The classes are those of Indonesian performance reports (LKjIP): realised against target, as a
whole percent. What nobody measured is not rated: nought would be a statement too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from watcher.core.pages.kind import PageKind
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.state import State


class Indicator(StrEnum):
    """What the programme is asked about."""

    TARGETING = "targeting"
    OUTREACH = "outreach"
    GOALS = "goals"
    MONITORING = "monitoring"


class Rating(StrEnum):
    """The five classes, the best first."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    VERY_POOR = "very_poor"


#: From which whole percent of its target a figure belongs to a class.
CLASSES = (
    (91, Rating.VERY_GOOD),
    (76, Rating.GOOD),
    (66, Rating.FAIR),
    (51, Rating.POOR),
    (0, Rating.VERY_POOR),
)


#: A community of which fewer sites are known has no rank: one site would decide it.
RANKED_FROM = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one indicator.

    Attributes:
        share: what was realised, 0..1; None where it could not be measured.
        target: what was aimed at, above 0 and up to 1.
        of: how many things were counted.
        told_by: the staff's own words about a figure they entered; empty where it was measured.
    """

    indicator: Indicator
    share: float | None
    target: float
    of: int = 0
    told_by: str = ""

    @property
    def achieved(self) -> int | None:
        """Realised against target in whole percent; above 100 where more was reached."""
        return None if self.share is None else round(100 * self.share / self.target)

    @property
    def rating(self) -> Rating | None:
        """Its class; None where there is nothing to rate."""
        if self.achieved is None:
            return None
        return next(rating for least, rating in CLASSES if self.achieved >= least)


def ranks(shares: Sequence[float | Fraction | None]) -> list[int | None]:
    """The rank of each share, the highest first; equal shares share one, None has none."""
    return [
        None if share is None else 1 + sum(other > share for other in shares if other is not None)
        for share in shares
    ]


def shows_business(
    kind: PageKind | None, owner: PageOwner | None, title: str, business: str
) -> bool | None:
    """Whether a page shows the name that was granted; None where no page of the owner was read.

    Args:
        title: as it was read; empty where the page was not.
        business: the name in the register.
    """
    is_read = owner is PageOwner.GRANTEE and kind is PageKind.OWNER_SITE and bool(title)
    return names_business(title, business) if is_read else None


def reaches_goal(state: State) -> bool | None:
    """Whether a site is in use, as it was granted for; None where its state is not known."""
    return None if state is State.UNKNOWN else state is State.IN_USE


def counted(answers: Iterable[bool | None]) -> tuple[int, int]:
    """How many answers are yes, of those that could be given."""
    given = [answer for answer in answers if answer is not None]
    return sum(given), len(given)


def share_of(part: int, whole: int) -> float | None:
    """A share, or None of nothing."""
    return part / whole if whole else None


def names_business(title: str, business: str) -> bool:
    """Whether a page's title holds the name it was granted under, word by word.

    Words of less than three letters are left out: "Toko Bu Ani" is found in "Toko Ani". A name
    without any longer word is looked for as it is.
    """
    words = [word for word in _words(business) if len(word) > 2] or _words(business)
    return bool(words) and set(words) <= set(_words(title))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
