"""What is this page? (types; the rules follow)"""

from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """What a page is, in the words of the JSON contract."""

    OWNER_SITE = "owner_site"
    UNKNOWN_CONTENT = "unknown_content"
    GAMBLING = "gambling"
    DEFACED = "defaced"
    INJECTED = "injected"
    CLOAKED = "cloaked"
    REDIRECTED = "redirected"
    HOSTING_SUSPENDED = "hosting_suspended"
    DOMAIN_EXPIRED = "domain_expired"
    PARKED = "parked"
    DEFAULT_PAGE = "default_page"
    DIRECTORY_LISTING = "directory_listing"
    COMING_SOON = "coming_soon"
    PLACEHOLDER = "placeholder"
    SOFT_404 = "soft_404"
    EMPTY_PAGE = "empty_page"
    CHALLENGE = "challenge"
    APP_ERROR = "app_error"
    ISP_BLOCK = "isp_block"


class Level(StrEnum):
    """How sure a verdict is. Only CONFIRMED may ever leave the system as an accusation."""

    NONE = "none"
    REVIEW = "review"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule that matched, and the words it matched (at most 120 characters)."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What a page is taken for, how surely, and why."""

    kind: PageKind
    level: Level = Level.NONE
    evidence: tuple[Evidence, ...] = ()
