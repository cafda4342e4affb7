"""Judge one page by its words. Pure: no history, no network; the phrases are given.

The rules are tried in the order of PageKind, and the first that matches decides. Phrases are
matched as substrings of folded text: regular expressions over whole bodies took minutes for the
same pages. Whether an accusation was seen twice is decided in sites/state.py.
"""

import re
from collections.abc import Callable
from functools import partial

from watcher.core.pages.accusations import defaced, gambling, injected
from watcher.core.pages.kind import (
    EMPTY_LETTERS,
    Level,
    PageKind,
    PageRules,
    PageText,
    PageVerdict,
    PhraseRule,
    Where,
)
from watcher.core.pages.scan import Scan, scan_page, squeeze, verdict

_EMPTY_WORDS = 20
_NAME_LETTERS = 4  # a shorter name is found by chance inside other words
#: A phone number as Indonesians write it, or a mail address.
_CONTACT = re.compile(r"(?<!\d)(?:\+?62|0)[ ()./-]*(?:\d[ ()./-]{0,2}){8,13}(?!\d)|\S@[\w-]+\.\w")
_PHONE_DIGITS = 9  # the end of a number, the same with 0 and with +62 before it


def judge_page(page: PageText, rules: PageRules, identity: tuple[str, ...]) -> PageVerdict:
    """Decide the kind of a page, with the words that show it.

    Args:
        page: its visible text and facts.
        rules: the phrases of all kinds.
        identity: words of the business name and of the domain, and the phone number. Without a
            word that can identify the owner, the page is taken for the owner's.
    """
    scan = scan_page(page)
    for rule in _ORDER:
        decided = rule(scan, rules)
        if decided is not None:
            return decided
    return _owner_or_unknown(scan, rules, identity)


def _is_kind(kind: PageKind, scan: Scan, rules: PageRules) -> PageVerdict | None:
    """Try the phrase rules of one kind."""
    for rule in rules.phrases.get(kind, ()):
        phrases = _matches(rule, scan)
        if phrases:
            return verdict(kind, rule.name, ", ".join(phrases))
    return None


def _matches(rule: PhraseRule, scan: Scan) -> list[str]:
    """The phrases that were found in the rule's part of the page; none if it does not match."""
    # of a page that was cut only the title is certain: its length and its text are not known
    certain = scan.page.whole or rule.where in (Where.TITLE, Where.TARGET)
    if not certain or not _is_meant(rule, scan.page) or scan.page.words > rule.max_words:
        return []
    places = _places(rule.where, scan)
    if rule.where is Where.ALL:
        return [phrase for phrase in rule.phrases if places[0].strip(" .!") == phrase]
    counts = {phrase: sum(place.count(phrase) for place in places) for phrase in rule.phrases}
    found = [phrase for phrase, count in counts.items() if count]
    return found if len(found) >= rule.needs and sum(counts.values()) >= rule.times else []


def _is_meant(rule: PhraseRule, page: PageText) -> bool:
    """Whether the rule applies to answers of the page's status."""
    if rule.of_errors:
        return page.is_error
    return page.is_error or page.is_refused or not rule.of_refusals


def _places(where: Where, scan: Scan) -> tuple[str, ...]:
    """The texts in which a phrase is looked for."""
    match where:
        case Where.TITLE:
            return (scan.title,)
        case Where.HEADING:
            return (scan.title, scan.first)
        case Where.TOP:
            return (scan.title, scan.top)
        case Where.TARGET:
            return (scan.page.sends_to.lower(),)
        case Where.PAGE | Where.ALL:
            return (scan.flat,)


def _redirected(scan: Scan, _rules: PageRules) -> PageVerdict | None:
    """Report a short page that only forwards its visitor to somebody else's domain."""
    if not scan.page.leaves_site:
        return None
    return verdict(PageKind.REDIRECTED, "redirected.page", scan.page.sends_to, Level.REVIEW)


def _empty(scan: Scan, _rules: PageRules) -> PageVerdict | None:
    """Report a page without content; one with a phone number or mail address is not empty.

    A page that a script builds, or that forwards its visitor, cannot be judged: it is unknown.
    """
    page = scan.page
    has_text = page.words >= _EMPTY_WORDS or len(scan.flat) >= EMPTY_LETTERS
    if has_text or page.has_image or not page.whole or _has_contact(scan):
        return None
    if page.has_script_root:
        return verdict(PageKind.UNKNOWN_CONTENT, "unknown.script_only", scan.title)
    if page.sends_to:
        return verdict(PageKind.UNKNOWN_CONTENT, "unknown.forwards", page.sends_to)
    return verdict(PageKind.EMPTY_PAGE, "empty.words", scan.flat)


def _has_contact(scan: Scan) -> bool:
    """Whether a short page shows a phone number or mail address, as text or as a link."""
    by_link = bool(scan.flat) and scan.page.links_to_contact
    return by_link or _CONTACT.search(scan.flat) is not None


def _owner_or_unknown(scan: Scan, rules: PageRules, identity: tuple[str, ...]) -> PageVerdict:
    """Tell the owner's page from content that nothing connects with the owner."""
    names = [name for name in map(squeeze, identity) if _identifies(name, rules)]
    if not names:
        return PageVerdict(PageKind.OWNER_SITE)
    whole = squeeze(f"{scan.title} {scan.flat}")
    for name in names:
        if (name[-_PHONE_DIGITS:] if name.isdigit() else name) in whole:
            return verdict(PageKind.OWNER_SITE, "owner.identity", name)
    return PageVerdict(PageKind.UNKNOWN_CONTENT)


def _identifies(name: str, rules: PageRules) -> bool:
    """Whether a squeezed name is long and rare enough to identify its owner."""
    return len(name) >= _NAME_LETTERS and name not in rules.common_words


_Rule = Callable[[Scan, PageRules], PageVerdict | None]
#: Kinds that phrase rules alone cannot decide.
_BY_FUNCTION: dict[PageKind, _Rule] = {
    PageKind.DEFACED: defaced,
    PageKind.GAMBLING: gambling,
    PageKind.INJECTED: injected,
    PageKind.REDIRECTED: _redirected,
    PageKind.EMPTY_PAGE: _empty,
}
_ORDER = tuple(_BY_FUNCTION.get(kind) or partial(_is_kind, kind) for kind in PageKind)
