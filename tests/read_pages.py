"""Pages as their readers meet them: a section, its rows, and what a drawing is read aloud as."""

from collections.abc import Iterable
from dataclasses import replace

from factories import DOT_ID, JAKARTA, OCTOBER, T0, a_programme
from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.core.period import Month
from watcher.core.sites.site_history import SiteHistory
from watcher.core.sites.view import Thresholds
from watcher.report.figures.compute import METHOD_VERSION, figures
from watcher.report.figures.month_figures import ORDER, Counts, Figures, Outline
from watcher.report.figures.outlook import Marks
from watcher.report.figures.report_rules import Rules
from watcher.report.figures.site_figure import OPENED_BY_METHOD_1
from watcher.report.figures.snapshot import Snapshot
from watcher.report.html.render import Letterhead, render
from watcher.report.sentences.report_context import ReportContext
from watcher.wording import words
from watcher.wording.formats import Formatter

HEAD = Letterhead("Dinas Contoh", "Kota Contoh", "Hibah Situs", "Jalan Contoh 1", "", "A4")
RULES = Rules(lambda _domain: DOT_ID, Thresholds())


def a_month(
    *sites: SiteHistory,
    rules: Rules = RULES,
    before: Outline | None = None,
    earlier: Marks = (),
    **known: object,
) -> Figures:
    """October, with all that an office can have set and remembered."""
    programme = a_programme(*sites, **known)  # type: ignore[arg-type]  # by name
    return figures(OCTOBER, programme, rules, before, earlier)


def an_outline(month: Month, **states: int) -> Outline:
    """An earlier month of which only the sites by state are kept."""
    by_state = {state: states.get(state.value, 0) for state in ORDER}
    opened = sum(by_state[state] for state in OPENED_BY_METHOD_1)
    return Outline(month, Counts(by_state, opened), 0, True, {}, (), METHOD_VERSION)


def told(
    now: Figures, past: Iterable[Outline] = (), language: str = "en", **snapshot: object
) -> ReportContext:
    """Somebody who tells a month that has a past."""
    whole = replace(Snapshot(now, tuple(past)), **snapshot)  # type: ignore[arg-type]  # by name
    return ReportContext(whole, words(language), Formatter(language, JAKARTA))


def sheet(context: ReportContext, head: Letterhead = HEAD) -> LexborHTMLParser:
    """The programme report of a month, opened."""
    return LexborHTMLParser(render(context, head, T0))


def section(page: LexborHTMLParser, name: str) -> LexborNode:
    """One numbered part of a report."""
    (found,) = page.css(f'section[aria-labelledby="{name}"]')
    return found


def read(node: LexborNode) -> str:
    """The words of a part, as one line."""
    return " ".join(node.text(separator=" ").split())


def rows(node: LexborNode, part: str = "tbody") -> list[list[str]]:
    """The cells of a part's tables, row by row."""
    return [[read(cell) for cell in row.css("th, td")] for row in node.css(f"{part} tr")]


def aloud(node: LexborNode) -> str:
    """What a drawing is read aloud as."""
    return node.attributes["aria-label"] or ""


def whole(page: LexborHTMLParser) -> str:
    """All that a page says to whoever reads it."""
    assert page.body is not None
    return read(page.body)
