"""Judge one page by its words. Pure: no history, no network, no phrase of its own.

The rules are tried in the order of PageKind, and the first that holds wins. Matching is by
substring of folded text: expressions over whole bodies cost minutes where this costs seconds.
What needs a second look or a second fetch (cloaked, twice confirmed) is decided elsewhere.
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
_TELLING_LETTERS = 4  # a shorter name is found by chance inside other words
#: A phone number as Indonesians write it, or a mail address.
_CONTACT = re.compile(r"(?<!\d)(?:\+?62|0)[ ()./-]*(?:\d[ ()./-]{0,2}){8,13}(?!\d)|\S@[\w-]+\.\w")
_PHONE_DIGITS = 9  # the end of a number, the same with 0 and with +62 before it


def judge_page(page: PageText, rules: PageRules, identity: tuple[str, ...]) -> PageVerdict:
    """Say what a page is, with the words that show it.

    Args:
        identity: words of the business name and of the domain, and the phone number. When
            there is nothing to recognise the owner by, the page is taken for the owner's.
    """
    scan = scan_page(page)
    for rule in _ORDER:
        found = rule(scan, rules)
        if found is not None:
            return found
    return _whose(scan, rules, identity)


def _is_kind(kind: PageKind, scan: Scan, rules: PageRules) -> PageVerdict | None:
    """Try the phrase rules of one kind."""
    for rule in rules.phrases.get(kind, ()):
        found = _found(rule, scan)
        if found:
            return verdict(kind, rule.name, ", ".join(found))
    return None


def _found(rule: PhraseRule, scan: Scan) -> list[str]:
    """List the phrases that stand where they must; empty when the rule does not hold."""
    # of a page that was cut only the title is certain, and how long it is nobody knows
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
    """Tell whether the rule judges answers with such a status."""
    if rule.of_errors:
        return page.is_error
    return page.is_error or page.is_refused or not rule.of_refusals


def _places(where: Where, scan: Scan) -> tuple[str, ...]:
    """Give the parts of a page in which a phrase must stand."""
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
    """Report a page with nothing on it. One that says how to reach somebody is small, not empty.

    A page that a script would build, or that forwards its visitor, cannot be judged.
    """
    page = scan.page
    says_something = page.words >= _EMPTY_WORDS or len(scan.flat) >= EMPTY_LETTERS
    if says_something or page.has_image or not page.whole or _says_how_to_reach(scan):
        return None
    if page.has_script_root:
        return verdict(PageKind.UNKNOWN_CONTENT, "unknown.script_only", scan.title)
    if page.sends_to:
        return verdict(PageKind.UNKNOWN_CONTENT, "unknown.forwards", page.sends_to)
    return verdict(PageKind.EMPTY_PAGE, "empty.words", scan.flat)


def _says_how_to_reach(scan: Scan) -> bool:
    """Tell whether a short page names a way to its owner, in words or behind a word."""
    by_link = bool(scan.flat) and scan.page.links_to_contact
    return by_link or _CONTACT.search(scan.flat) is not None


def _whose(scan: Scan, rules: PageRules, identity: tuple[str, ...]) -> PageVerdict:
    """Tell the owner's page from content that nothing ties to the owner."""
    telling = [name for name in map(squeeze, identity) if _tells_apart(name, rules)]
    if not telling:
        return PageVerdict(PageKind.OWNER_SITE)
    whole = squeeze(f"{scan.title} {scan.flat}")
    for name in telling:
        if (name[-_PHONE_DIGITS:] if name.isdigit() else name) in whole:
            return verdict(PageKind.OWNER_SITE, "owner.identity", name)
    return PageVerdict(PageKind.UNKNOWN_CONTENT)


def _tells_apart(name: str, rules: PageRules) -> bool:
    """Tell whether a squeezed name is long and rare enough to recognise somebody by."""
    return len(name) >= _TELLING_LETTERS and name not in rules.common_words


_Rule = Callable[[Scan, PageRules], PageVerdict | None]
#: Kinds that phrases alone do not tell.
_BY_FUNCTION: dict[PageKind, _Rule] = {
    PageKind.DEFACED: defaced,
    PageKind.GAMBLING: gambling,
    PageKind.INJECTED: injected,
    PageKind.REDIRECTED: _redirected,
    PageKind.EMPTY_PAGE: _empty,
}
_ORDER = tuple(_BY_FUNCTION.get(kind) or partial(_is_kind, kind) for kind in PageKind)
