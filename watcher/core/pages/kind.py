"""What is this page? The answers, and the shape of the rules that give them.

Owns the vocabulary only: rules.py judges, and the phrases themselves are data
that the probes load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class KindFamily(StrEnum):
    """What the kinds of page have in common for the rules that judge a site."""

    OWN = "own"  # the grantee's
    TEMPLATE = "template"  # put there by a host or a program, before the grantee's or after it
    HIJACKED = "hijacked"  # somebody else's, put on the grantee's site
    LOST = "lost"  # stands where the grantee's page should, and is not the grantee's
    ELSEWHERE = "elsewhere"  # leads to another domain
    HIDING = "hiding"  # hides the page, and so proves nothing about it
    UNKNOWN = "unknown"  # cannot be told


class PageKind(StrEnum):
    """What a page is, in the words of the JSON contract and in the order in which it is judged.

    The rules are tried in this order, and the first that holds wins (rules.py).
    """

    family: KindFamily

    def __new__(cls, value: str, family: KindFamily = KindFamily.UNKNOWN) -> "PageKind":
        """Make a kind; one without a family proves nothing."""
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


class Where(StrEnum):
    """Where on a page a phrase must stand."""

    TITLE = "title"
    HEADING = "heading"  # the title or the first line
    TOP = "top"  # the title or the first 600 characters
    PAGE = "page"  # anywhere
    ALL = "all"  # the page says nothing else
    TARGET = "target"  # the address a short page sends its visitor to


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """A link in a block that no visitor can see: host it leads to, words it shows."""

    host: str
    text: str


#: A page with as many letters is never empty: scripts without blanks write a story in one "word".
EMPTY_LETTERS = 200


@dataclass(frozen=True, slots=True)
class PageText:
    """What a visitor reads on a page, and the few facts of its markup the rules need.

    Attributes:
        text: visible lines, divided by line feeds.
        has_image: anything to look at besides text (picture, video, frame).
        has_script_root: the element in which a script would build the page.
        links_to_contact: a link calls or writes to somebody; looked for on short pages alone.
        sends_to: address a page of 2 KB or less forwards its visitor to, as written.
        leaves_site: that address belongs to another registrable domain.
        whole: False when the body was cut: what is missing then proves nothing.
        is_error: the server calls its answer a failure of its own (5xx).
        is_refused: it calls it a failure of the asker (4xx).
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
    """Phrases that make a short page what it is; all text lower-case, blanks folded.

    Attributes:
        max_words: a page with more words is never judged by this rule.
        needs: how many different phrases must stand there.
        times: how often the phrases must stand there in all.
        of_errors: it judges only what the server calls a failure of its own.
        of_refusals: it judges only what the server calls a failure, whoever's.
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
    """What gambling pages say, and what texts that warn of gambling say.

    Attributes:
        strong: phrases hardly anybody else uses.
        calls: words that ask the reader to register or log in.
        warnings: words of campaigns, news and law.
        brand_endings: how names of gambling brands end ("...88").
        link_words: words that give away a link nobody is meant to see.
    """

    strong: tuple[str, ...]
    calls: tuple[str, ...]
    warnings: tuple[str, ...]
    brand_endings: tuple[str, ...]
    link_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefacementWords:
    """What a defaced page says, digits-for-letters spelling already undone.

    Attributes:
        marks: signatures ("hacked by").
        title_marks: signatures too common in prose to be more than a suspicion in a title.
        reports: words before a signature that tell of a break-in instead of signing one.
        slogans: phrases of the trade; two of them make a page worth a look.
        warnings: words of news and advice about break-ins.
    """

    marks: tuple[str, ...]
    title_marks: tuple[str, ...]
    reports: tuple[str, ...]
    slogans: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageRules:
    """Everything rules.judge_page knows, built from data.

    Attributes:
        common_words: words of business names that identify nobody ("toko").
    """

    phrases: Mapping[PageKind, tuple[PhraseRule, ...]]
    gambling: GamblingWords
    defacement: DefacementWords
    common_words: frozenset[str] = frozenset()
