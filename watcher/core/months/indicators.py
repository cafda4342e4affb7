"""The four indicators of a programme's effectiveness, and how their figures are rated.

The classes are those of Indonesian performance reports (LKjIP): realised against target, in
whole percent. A figure that was not measured has no class, because zero would be a statement.
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
    """The four indicators."""

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


#: The lowest percentage of the target in each class.
CLASSES = (
    (91, Rating.VERY_GOOD),
    (76, Rating.GOOD),
    (66, Rating.FAIR),
    (51, Rating.POOR),
    (0, Rating.VERY_POOR),
)


#: A community with fewer known sites has no rank: one site would decide it.
RANKED_FROM = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one indicator.

    Attributes:
        share: what was realised, 0..1; None where it could not be measured.
        target: above 0 and up to 1.
        of: number of things counted.
        told_by: the staff's source of a figure they entered; empty where it was measured.
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
    """The rank of each share, 1 for the highest; equal shares have the same, None has none."""
    return [
        None if share is None else 1 + sum(other > share for other in shares if other is not None)
        for share in shares
    ]


def shows_business(
    kind: PageKind | None, owner: PageOwner | None, title: str, business: str
) -> bool | None:
    """Whether a page shows the name of its business.

    Args:
        kind, owner: of the page; None where it was not read.
        title: of the page; empty where it was not read.
        business: the name in the register.

    Returns:
        None where no page of the owner was read.
    """
    is_read = owner is PageOwner.GRANTEE and kind is PageKind.OWNER_SITE and bool(title)
    return names_business(title, business) if is_read else None


def reaches_goal(state: State) -> bool | None:
    """Whether a site is in use, which is the goal of a grant; None where that is unknown."""
    return None if state is State.UNKNOWN else state is State.IN_USE


def counted(answers: Iterable[bool | None]) -> tuple[int, int]:
    """Count the answers that are True, and all that are not None."""
    given = [answer for answer in answers if answer is not None]
    return sum(given), len(given)


def share_of(part: int, whole: int) -> float | None:
    """The share of a part, 0..1; None where the whole is zero."""
    return part / whole if whole else None


def names_business(title: str, business: str) -> bool:
    """Whether a page's title contains every word of a business name.

    Words of fewer than three letters are ignored: "Toko Bu Ani" is found in "Toko Ani". A name
    without longer words is compared with all of them.
    """
    words = [word for word in _words(business) if len(word) > 2] or _words(business)
    return bool(words) and set(words) <= set(_words(title))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
