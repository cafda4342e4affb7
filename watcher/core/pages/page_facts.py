"""The facts of a page look: verdict, fingerprint of the text, and dates that the page states."""

from dataclasses import dataclass
from datetime import datetime

from watcher.core.pages.kind import PageVerdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A date that a page or its server states for its last change, and where it was found.

    Attributes:
        at: aware UTC; midnight UTC for a day without a time.
        strong: True for a date of the content itself, False for that of a file or a sitemap.
    """

    at: datetime
    source: str
    strong: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page look.

    Attributes:
        fingerprint: hex digest of the page's stable text lines, digits masked; empty where the
            answer hid the page, of which only the verdict is a fact.
        claims: dates of last change that the page or its headers state.
    """

    verdict: PageVerdict
    title: str
    fingerprint: str = ""
    claims: tuple[Claim, ...] = ()
