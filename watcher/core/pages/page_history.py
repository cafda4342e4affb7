"""Whose page the readings of a home page show, and for how long.

A reading is one page look that received an answer. Equal readings in a row are stored as one
`SeenPage`. Only the grantee's own pages count as content: a suspended, parked or hijacked page
is neither content nor a change (design/behaviour, section 5).
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
#: Kinds that are not the grantee's, surely or perhaps.
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
    """The verdict of equal readings in a row.

    Attributes:
        first_at, last_at: the first and the last of these readings, aware UTC.
        evidence: the words that show the kind, each at most 120 characters.
    """

    kind: PageKind
    level: Level
    first_at: datetime
    last_at: datetime
    title: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def accused(self) -> bool:
        """Whether it looks hijacked, surely or perhaps."""
        return self.kind in HIJACKED_KINDS

    @property
    def evidence_key(self) -> str:
        """Identifies the evidence: a person's decision about it ends when it changes."""
        return "|".join((self.kind, self.title, *sorted(self.evidence)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of readings that all satisfy one condition; `page` is the newest of them."""

    page: SeenPage
    first_at: datetime

    @property
    def lasted(self) -> timedelta:
        """The time from the first reading of the run to the last."""
        return self.page.last_at - self.first_at


def current_stretch(
    pages: Sequence[SeenPage], wanted: Callable[[SeenPage], bool], at: datetime
) -> Stretch | None:
    """Find the run of wanted readings that ends with the last conclusive one.

    A reading of a hidden page (a challenge, a block page) neither ends nor extends a run.

    Args:
        pages: the oldest first.
        wanted: the condition of the run.
        at: now, aware UTC.

    Returns:
        None where the last conclusive reading is not wanted, or is older than a week.
    """
    conclusive = [page for page in pages if page.kind not in HIDING_KINDS]
    if not conclusive or not wanted(conclusive[-1]) or at - conclusive[-1].last_at > READING_HOLDS:
        return None
    first_at = conclusive[-1].first_at
    for page in reversed(conclusive):
        if not wanted(page):
            break
        first_at = page.first_at
    return Stretch(conclusive[-1], first_at)


def latest(pages: Sequence[SeenPage], at: datetime) -> SeenPage | None:
    """The last reading of any kind; None where there is none within the last week."""
    if not pages or at - pages[-1].last_at > READING_HOLDS:
        return None
    return pages[-1]


def owner_of(page: SeenPage | None) -> PageOwner:
    """Whose page a reading saw; one that is only suspected to be hijacked is UNPROVEN."""
    if page is None:
        return PageOwner.UNPROVEN
    if page.kind is PageKind.OWNER_SITE or page.kind in TEMPLATE_KINDS:
        return PageOwner.GRANTEE
    if page.accused:
        sure = page.level is Level.CONFIRMED
        return PageOwner.FOREIGN if sure else PageOwner.UNPROVEN
    return PageOwner.FOREIGN if page.kind in SUSPICIOUS_KINDS else PageOwner.UNPROVEN


def cleared(page: SeenPage, safe_key: str) -> SeenPage:
    """Count an accused page as the owner's where a person has cleared the same evidence.

    Args:
        page: a reading.
        safe_key: the `evidence_key` that was cleared; "" for none.
    """
    if page.accused and page.evidence_key == safe_key:
        return replace(page, kind=PageKind.OWNER_SITE, level=Level.NONE)
    return page


def own_texts(contents: Iterable[Interval], pages: Sequence[SeenPage]) -> tuple[Interval, ...]:
    """Leave out texts that were first seen on a page that was not the grantee's."""
    return tuple(text for text in contents if was_own_at(pages, text.first_at))


def was_own_at(pages: Sequence[SeenPage], at: datetime) -> bool:
    """Whether the page at an instant was the owner's, or a template before the owner's first page.

    A template after the owner's page comes from the host: it is not an update.
    """
    read = [page for page in pages if page.first_at <= at]
    if read and read[-1].kind in TEMPLATE_KINDS:
        return all(page.kind is not PageKind.OWNER_SITE for page in read)
    return bool(read) and owner_of(read[-1]) is PageOwner.GRANTEE
