"""What the readings of one home page prove: whose page it is, and for how long it has been so.

A reading is one page look that received an answer. Equal readings in a row are kept as one
stretch (`SeenPage`). Only the grantee's own pages count as content: a suspended, parked or
hijacked page is neither content nor a change (design/behaviour, section 5).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.pages.freshness import Interval
from watcher.core.pages.kind import KindFamily, Level, PageKind, kinds_of

HIJACKED_KINDS = kinds_of(KindFamily.HIJACKED)
LOST_KINDS = kinds_of(KindFamily.LOST)
TEMPLATE_KINDS = kinds_of(KindFamily.TEMPLATE)
HIDING_KINDS = kinds_of(KindFamily.HIDING)
#: What is not the grantee's, surely or perhaps.
SUSPICIOUS_KINDS = kinds_of(KindFamily.HIJACKED, KindFamily.LOST, KindFamily.ELSEWHERE)
#: A reading older than this proves nothing about today.
READING_HOLDS = timedelta(days=7)


class PageOwner(StrEnum):
    """Whose page a visitor sees."""

    GRANTEE = "grantee"
    FOREIGN = "foreign"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What a page was taken for, over which stretch of our readings.

    Attributes:
        evidence: the words that show it, each at most 120 characters.
    """

    kind: PageKind
    level: Level
    first_at: datetime
    last_at: datetime
    title: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def accused(self) -> bool:
        """Whether it looks like somebody else's work, surely or not."""
        return self.kind in HIJACKED_KINDS

    @property
    def evidence_key(self) -> str:
        """Names the evidence, so that a person's word on it ends when the evidence changes."""
        return "|".join((self.kind, self.title, *sorted(self.evidence)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of readings that all satisfy one condition; `page` is the newest of them."""

    page: SeenPage
    first_at: datetime

    @property
    def lasted(self) -> timedelta:
        """From the first reading of the run to the last."""
        return self.page.last_at - self.first_at


def current_stretch(
    pages: Sequence[SeenPage], wanted: Callable[[SeenPage], bool], at: datetime
) -> Stretch | None:
    """Find the run of wanted readings that lasts until the last reading that proves anything.

    A reading that was hidden (a challenge, a block page) neither ends nor extends a run. None if
    the last conclusive reading is not wanted, or is older than a week at `at`.
    """
    judged = [page for page in pages if page.kind not in HIDING_KINDS]
    if not judged or not wanted(judged[-1]) or at - judged[-1].last_at > READING_HOLDS:
        return None
    first_at = judged[-1].first_at
    for page in reversed(judged):
        if not wanted(page):
            break
        first_at = page.first_at
    return Stretch(judged[-1], first_at)


def latest(pages: Sequence[SeenPage], at: datetime) -> SeenPage | None:
    """The last reading, whatever it found; None if there is none within the last week."""
    if not pages or at - pages[-1].last_at > READING_HOLDS:
        return None
    return pages[-1]


def owner_of(page: SeenPage | None) -> PageOwner:
    """Whose page a reading saw. What is only suspected is unproven, either way."""
    if page is None:
        return PageOwner.UNPROVEN
    if page.kind is PageKind.OWNER_SITE or page.kind in TEMPLATE_KINDS:
        return PageOwner.GRANTEE
    if page.accused:
        sure = page.level is Level.CONFIRMED
        return PageOwner.FOREIGN if sure else PageOwner.UNPROVEN
    return PageOwner.FOREIGN if page.kind in SUSPICIOUS_KINDS else PageOwner.UNPROVEN


def cleared(page: SeenPage, safe_key: str) -> SeenPage:
    """Take an accused page for the owner's where a person has looked at this very evidence."""
    if page.accused and page.evidence_key == safe_key:
        return replace(page, kind=PageKind.OWNER_SITE, level=Level.NONE)
    return page


def own_texts(contents: Iterable[Interval], pages: Sequence[SeenPage]) -> tuple[Interval, ...]:
    """Leave out texts that were first seen on a page that was not the grantee's work."""
    return tuple(text for text in contents if was_own_at(pages, text.first_at))


def was_own_at(pages: Sequence[SeenPage], at: datetime) -> bool:
    """Whether the reading at an instant found the owner's page, or the template before the first.

    A template after the owner's page is what a host puts there: it is not an update.
    """
    read = [page for page in pages if page.first_at <= at]
    if read and read[-1].kind in TEMPLATE_KINDS:
        return all(page.kind is not PageKind.OWNER_SITE for page in read)
    return bool(read) and owner_of(read[-1]) is PageOwner.GRANTEE
