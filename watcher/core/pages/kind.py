"""The kinds of page, and the types of the rules that tell them apart.

Types only: rules.py judges, and the phrases are data that the probes load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class KindFamily(StrEnum):
    """Groups of page kinds that the rules about a site treat alike."""

    OWN = "own"  # the grantee's
    TEMPLATE = "template"  # from a host or a program, before the grantee's page or after it
    HIJACKED = "hijacked"  # somebody else's content on the grantee's site
    LOST = "lost"  # in place of the grantee's page, from the host or the registrar
    ELSEWHERE = "elsewhere"  # redirects to another domain
    HIDING = "hiding"  # hides the page, and so proves nothing about it
    UNKNOWN = "unknown"  # not known


class PageKind(StrEnum):
    """What a page is, in the words of the JSON contract and in the order in which it is judged.

    The rules are tried in this order, and the first that matches decides (rules.py).
    """

    family: KindFamily

    def __new__(cls, value: str, family: KindFamily = KindFamily.UNKNOWN) -> "PageKind":
        """Make a kind; without a family it belongs to UNKNOWN."""
        kind = str.__new__(cls, value)
        kind._value_, kind.family = value, family
        return kind

    CHALLENGE = "challenge", KindFamily.HIDING
    ISP_BLOCK = "isp_block", KindFamily.HIDING
    DEFACED = "defaced", KindFamily.HIJACKED
    GAMBLING = "gambling", KindFamily.HIJACKED
    INJECTED = "injected", KindFamily.HIJACKED
    CLOAKED = "cloaked", KindFamily.HIJACKED
    REDIRECTED = "redirected", KindFamily.ELSEWHERE
    APP_ERROR = "app_error", KindFamily.HIDING
    HOSTING_SUSPENDED = "hosting_suspended", KindFamily.LOST
    DOMAIN_EXPIRED = "domain_expired", KindFamily.LOST
    PARKED = "parked", KindFamily.LOST
    DEFAULT_PAGE = "default_page", KindFamily.LOST
    DIRECTORY_LISTING = "directory_listing", KindFamily.LOST
    COMING_SOON = "coming_soon", KindFamily.TEMPLATE
    PLACEHOLDER = "placeholder", KindFamily.TEMPLATE
    SOFT_404 = "soft_404", KindFamily.LOST
    EMPTY_PAGE = "empty_page", KindFamily.LOST
    OWNER_SITE = "owner_site", KindFamily.OWN
    UNKNOWN_CONTENT = "unknown_content"


def kinds_of(*families: KindFamily) -> frozenset[PageKind]:
    """All kinds of some families."""
    return frozenset(kind for kind in PageKind if kind.family in families)


class Level(StrEnum):
    """How sure a verdict is. Only CONFIRMED may be published as an accusation."""

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
    """The kind of a page, how sure it is, and the evidence."""

    kind: PageKind
    level: Level = Level.NONE
    evidence: tuple[Evidence, ...] = ()


class Where(StrEnum):
    """The part of a page in which a phrase is looked for."""

    TITLE = "title"
    HEADING = "heading"  # the title or the first line
    TOP = "top"  # the title or the first 600 characters
    PAGE = "page"  # anywhere
    ALL = "all"  # the phrase is the whole text of the page
    TARGET = "target"  # the URL that a short page forwards to


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """A link in an invisible block: the host of its URL, and its text."""

    host: str
    text: str


#: A page with as many letters is never empty: scripts without spaces have one "word" a sentence.
EMPTY_LETTERS = 200


@dataclass(frozen=True, slots=True)
class PageText:
    """The visible text of a page, and the facts of its markup that the rules need.

    Attributes:
        text: visible lines, separated by line feeds.
        words: number of words in `text`.
        has_image: anything visible besides text (picture, video, frame).
        has_script_root: an element in which a script would build the page.
        links_to_contact: a link with a phone number or mail address; looked for on short pages.
        sends_to: the URL that a page of 2 KB or less forwards to, as written.
        leaves_site: that URL belongs to another registrable domain.
        whole: False where the body was cut; what is missing then proves nothing.
        is_error: the status is 5xx.
        is_refused: the status is 4xx.
    """

    title: str
    text: str
    words: int
    has_image: bool = False
    has_script_root: bool = False
    links_to_contact: bool = False
    sends_to: str = ""
    leaves_site: bool = False
    hidden_links: tuple[HiddenLink, ...] = ()
    whole: bool = True
    is_error: bool = False
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Phrases that show the kind of a short page; lower-case, with single spaces.

    Attributes:
        max_words: a page with more words does not match.
        needs: how many different phrases must be found.
        times: how often phrases must be found in all.
        of_errors: applies only to answers of status 5xx.
        of_refusals: applies only to answers of status 4xx or 5xx.
    """

    name: str
    kind: PageKind
    where: Where
    max_words: int
    phrases: tuple[str, ...]
    needs: int = 1
    times: int = 1
    of_errors: bool = False
    of_refusals: bool = False


@dataclass(frozen=True, slots=True)
class GamblingWords:
    """Words of gambling pages, and of texts that warn of gambling.

    Attributes:
        strong: phrases that other pages hardly use.
        calls: words that ask the reader to register or log in.
        warnings: words of campaigns, news and law.
        brand_endings: how names of gambling brands end ("...88").
        link_words: words in the text of injected links.
    """

    strong: tuple[str, ...]
    calls: tuple[str, ...]
    warnings: tuple[str, ...]
    brand_endings: tuple[str, ...]
    link_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefacementWords:
    """Words of defaced pages, with letters in place of look-alike digits ("h4ck3d").

    Attributes:
        marks: signatures ("hacked by").
        title_marks: signatures that are too common in prose; they count for REVIEW in a title.
        reports: words before a signature that show a report about a break-in.
        slogans: phrases of defacers; two of them count for REVIEW.
        warnings: words of news and advice about break-ins.
    """

    marks: tuple[str, ...]
    title_marks: tuple[str, ...]
    reports: tuple[str, ...]
    slogans: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageRules:
    """The data of all rules of judge_page.

    Attributes:
        common_words: words of business names that do not identify a business ("toko").
    """

    phrases: Mapping[PageKind, tuple[PhraseRule, ...]]
    gambling: GamblingWords
    defacement: DefacementWords
    common_words: frozenset[str] = frozenset()
