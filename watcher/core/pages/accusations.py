"""The rules that accuse a site: defaced, gambling, injected.

A missed case is better than a false accusation, so texts about break-ins or gambling must not
match: words of warnings, news and advice count against every accusation. Only CONFIRMED may be
published, and only after a second look (sites/state.py).
"""

from watcher.core.pages.kind import (
    DefacementWords,
    GamblingWords,
    Level,
    PageKind,
    PageRules,
    PageVerdict,
)
from watcher.core.pages.scan import Scan, fold, unmask, verdict

_HEAD = 1500  # characters at the beginning in which a signature counts
_SIGNED_WORDS = 250  # defaced pages are shorter; a longer one is a text about defacement
_SIGNED_AT = 40  # characters before a signature in its line; further on it is part of a sentence
_REPEATS = 5  # further repetitions of a phrase do not count: campaigns repeat phrases too
_BRAND_LETTERS = 6  # shorter words that end like a brand are ordinary words


def defaced(scan: Scan, rules: PageRules) -> PageVerdict | None:
    """Look for a signature, else for two slogans; only a short, signed page is CONFIRMED."""
    words = rules.defacement
    title = unmask(scan.title)
    lines = [title]
    if scan.page.words < _SIGNED_WORDS:
        lines += [unmask(fold(line)) for line in scan.page.text[:_HEAD].splitlines()]
    signed = _signed(lines, words.marks)
    if signed:
        level = Level.REVIEW if _is_report(scan, signed, words) else Level.CONFIRMED
        return verdict(PageKind.DEFACED, "defaced.signature", signed, level)
    if _is_report(scan, title, words):
        return None
    if _signed([title], words.title_marks):
        return verdict(PageKind.DEFACED, "defaced.title", title, Level.REVIEW)
    slogans = [phrase for phrase in words.slogans if any(phrase in line for line in lines)]
    if len(slogans) < 2:
        return None
    return verdict(PageKind.DEFACED, "defaced.slogans", ", ".join(slogans), Level.REVIEW)


def _signed(lines: list[str], marks: tuple[str, ...]) -> str:
    """The first line that has a signature near its beginning; "" without one."""
    for line in lines:
        if any(0 <= line.find(mark) <= _SIGNED_AT for mark in marks):
            return line
    return ""


def _is_report(scan: Scan, signed: str, words: DefacementWords) -> bool:
    """Whether the page writes about a break-in instead of being the result of one."""
    perhaps_long = scan.page.words >= _SIGNED_WORDS or not scan.page.whole
    if perhaps_long or any(report in signed for report in words.reports):
        return True
    return any(word in scan.plain for word in words.warnings)


def gambling(scan: Scan, rules: PageRules) -> PageVerdict | None:
    """Count different gambling phrases, and words of warning against them."""
    words = rules.gambling
    hits = {phrase: scan.plain.count(phrase) for phrase in words.strong if phrase in scan.plain}
    if not hits or _warns(scan.plain, hits, words):
        return None
    level = _gambling_level(scan, hits, words)
    if level is Level.NONE:
        return None
    return verdict(PageKind.GAMBLING, "gambling.phrases", ", ".join(hits), level)


def _warns(plain: str, hits: dict[str, int], words: GamblingWords) -> bool:
    """Whether words of warning are at least a fifth of the hits (measured on 2,702 pages)."""
    weight = sum(min(count, _REPEATS) for count in hits.values())
    return 5 * sum(plain.count(word) for word in words.warnings) >= weight


def _gambling_level(scan: Scan, hits: dict[str, int], words: GamblingWords) -> Level:
    """Grade the hits; a brand-like name counts for REVIEW but never for CONFIRMED."""
    titled = any(phrase in scan.title for phrase in hits)
    calls = sum(scan.plain.count(word) for word in words.calls)
    if len(hits) >= 6 or (len(hits) >= 4 and titled and calls >= 2):
        return Level.CONFIRMED
    branded = calls >= 2 and _has_brand(scan.title, words.brand_endings)
    signs = len(hits) + branded
    return Level.REVIEW if signs >= 3 or (signs == 2 and (titled or branded)) else Level.NONE


def _has_brand(title: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of the title has the form of a gambling brand's name."""
    return any(
        len(w) >= _BRAND_LETTERS and w.strip(":|-,").endswith(endings) for w in title.split()
    )


def injected(scan: Scan, rules: PageRules) -> PageVerdict | None:
    """Look for three hidden gambling links to two hosts or more."""
    words = rules.gambling.link_words
    spam = [
        link for link in scan.page.hidden_links if any(word in fold(link.text) for word in words)
    ]
    if len(spam) < 3 or len({link.host for link in spam}) < 2:
        return None
    shown = ", ".join(link.text for link in spam)
    return verdict(PageKind.INJECTED, "injected.hidden_links", shown, Level.REVIEW)
