"""What a look at a whole page reads: its verdict, its text's fingerprint, the dates it claims."""

from dataclasses import dataclass
from datetime import datetime

from watcher.core.pages.kind import PageVerdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A date somebody else states for the last change of a page, and where it stood.

    Attributes:
        strong: True for a date of the content itself, False for a file's or a map's.
    """

    at: datetime
    source: str
    strong: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page look read.

    Attributes:
        fingerprint: hex digest of the page's stable text lines, digits masked; empty where the
            answer hid the page: what it was taken for is a fact all the same.
        claims: dates of last change that the page or its headers state.
    """

    verdict: PageVerdict
    title: str
    fingerprint: str = ""
    claims: tuple[Claim, ...] = ()
