"""Render figures as one self-contained HTML page; the Jinja environment of all report pages.

A page has no script, makes no request, and shows of watched pages only text. Autoescape is
always on; a missing value is an error and not a blank.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from watcher.core.looks.observation import Reason
from watcher.core.months.cohorts import MILESTONES, Cohort, merge_cohorts
from watcher.core.months.indicators import CLASSES, RANKED_FROM, Rating
from watcher.core.printable import one_line
from watcher.report.data.document import data_hash
from watcher.report.defang import defang
from watcher.report.figures.month_figures import ORDER, Figures
from watcher.report.figures.recoverability import recoverability
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.html.sections import COUNTED, KEPT, KEPT_ROWS, SECTIONS, Section
from watcher.report.sentences.report_context import ReportContext
from watcher.report.sentences.summary import sentences
from watcher.report.sentences.todo import done_since, to_do
from watcher.wording import Words
from watcher.wording import terms as term
from watcher.wording.formats import Formatter, readable_host
from watcher.wording.indicator_words import INDICATORS, MEASURED, RATINGS

#: Where a line may break within an address: before a dot, defanged or not.
_BEFORE_A_DOT = re.compile(r"(?=\[\.\])|(?=(?<!\[)\.)")
#: With more sites a chart shows bars instead of one square per site.
SQUARES_UP_TO = 300
#: With more sites the page has no list of all sites, so that it stays below 2 MB; the JSON has it.
ANNEX_UP_TO = 2000


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office that issues a report, and who signs it.

    Attributes:
        paper: "A4" or "F4".
        logo: the picture as a data: URL; "" without one.
    """

    office: str
    government: str
    programme: str
    address: str
    officer: str
    paper: str
    officer_id: str = ""
    head: str = ""
    head_title: str = ""
    head_id: str = ""
    place: str = ""
    logo: str = ""


def render(context: ReportContext, head: Letterhead, printed_at: datetime) -> str:
    """Render the programme report of one month.

    Args:
        context: the month, and the language of the page.
        head: printed at the top.
        printed_at: printed as the time of printing.
    """
    figures = context.now
    return (
        environment(context.say, context.formatter)
        .get_template("month.html.j2")
        .render(
            head=head,
            figures=figures,
            before=context.comparable,
            sentences=sentences(context),
            salvage=lambda figure: recoverability(figure, context.say, context.formatter),
            sections=[_Shown.of(section, figures, context.say) for section in SECTIONS],
            order=ORDER,
            snapshot=context.snapshot,
            trend=[outline for outline in context.snapshot.year if outline.counts.total],
            todo=to_do(context),
            done=done_since(context),
            classes=CLASSES,
            milestones=_reached(figures),
            cohorts=_by_community(figures),
            ranked_from=RANKED_FROM,
            squares=figures.counts.total <= SQUARES_UP_TO,
            annex=figures.counts.total <= ANNEX_UP_TO,
            data_hash=data_hash(context),
            printed_at=printed_at,
            css=stylesheet(head.paper, footer_of(context, head), context.say),
        )
    )


def footer_of(context: ReportContext, head: Letterhead) -> str:
    """Return the text at the foot of each printed page, beside its number."""
    return f"{head.programme} · {context.formatter.month(context.now.month)}"


def _reached(figures: Figures) -> list[int]:
    """Return the milestones, in months after the hand-over, that any site has reached."""
    reached = {cohort.months for cohort in figures.cohorts if cohort.known or cohort.reached}
    return [months for months in MILESTONES if months in reached]


def _by_community(figures: Figures) -> dict[str, list[Cohort]]:
    """Return the cohorts by community, and under "" those of all communities together."""
    by_community: dict[str, list[Cohort]] = {}
    for cohort in figures.cohorts:
        if cohort.months not in _reached(figures):
            continue
        by_community.setdefault(cohort.community, []).append(cohort)
    by_community[""] = [merge_cohorts(row) for row in zip(*by_community.values(), strict=True)]
    return by_community


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section with its rows and its translated title; `kept` on one page of paper."""

    name: str
    title: str
    template: str
    rows: Any
    counted: bool
    kept: bool

    @classmethod
    def of(cls, section: Section, figures: Figures, say: Words) -> "_Shown":
        title = say(section.title, n=figures.counts.total, days=figures.limits.due_within_days)
        rows = section.view(figures)
        kept = section.name in KEPT and len(rows) <= KEPT_ROWS
        return cls(section.name, title, section.template, rows, section.name in COUNTED, kept)


def environment(say: Words, formatter: Formatter) -> Environment:
    """Return the Jinja environment of report pages, for one language and format of dates."""
    environment = Environment(
        loader=PackageLoader("watcher.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=_translator(say),
        plural=_plural(say),
        formatter=formatter,
        strip_text=_strip_text(say),
        **_terms(say),
    )
    environment.filters.update(
        clean=one_line,
        defang=defang,
        runs=_runs,
        readable=readable_host,
        breakable=_breakable,
        overridden_by=_overridden_by,
    )
    return environment


def _runs(days: Iterable[object], apart: bool) -> list[tuple[object, int]]:
    """Join equal days in a row, unless they are drawn `apart`: narrow bars would show seams."""
    if apart:
        return [(value, 1) for value in days]
    return [(value, len(list(run))) for value, run in groupby(days)]


def _breakable(host: str) -> Markup:
    """Return a host in which a line may break before each dot only."""
    return Markup("<wbr>").join(_BEFORE_A_DOT.split(host))


def _overridden_by(sites: Iterable[SiteFigure]) -> list[tuple[str, list[SiteFigure]]]:
    """Group the sites whose state was set by hand by who set it."""
    by_person: dict[str, list[SiteFigure]] = {}
    for figure in sites:
        if figure.state.override is not None:
            by_person.setdefault(one_line(figure.state.override.by), []).append(figure)
    return sorted(by_person.items())


def _strip_text(say: Words) -> Any:
    """Return a function that sums up ninety days in words, as the text alternative of the strip."""

    def text_of_days(days: Sequence[float | None]) -> str:
        up, unknown = days.count(0.0), days.count(None)
        return say(
            "{n} days: {up} without an outage, {down} with one, {unknown} not measured",
            n=len(days),
            up=up,
            down=len(days) - up - unknown,
            unknown=unknown,
        )

    return text_of_days


def _translator(say: Words) -> Any:
    """Return a function that translates a message with markup and escapes the values in it."""

    def translated(message: str, **values: object) -> Markup:
        return Markup(say.template(message)).format(**values)  # noqa: S704 - a message of ours

    return translated


def _plural(say: Words) -> Any:
    def translated(one: str, many: str, n: int, **values: object) -> Markup:
        template = say.plural_template(one, many, n)
        return Markup(template).format(n=n, **values)  # noqa: S704 - a message of ours

    return translated


def _terms(say: Words) -> dict[str, Any]:
    """Return functions that translate members of enums, by the names that templates use."""
    return {
        "language": say.language,
        "glyph": lambda state: term.GLYPHS[state],
        "state_word": lambda state: say(term.STATES[state]),
        "state_note": lambda state, limits: say(
            term.STATE_NOTES[state],
            stale_days=limits.stale_after.days,
            dark_days=limits.dark_after.days,
            due_days=limits.due_within_days,
        ),
        "overlay_word": lambda overlay: say(term.OVERLAYS[overlay]),
        "reason_word": lambda reason: say(term.REASONS[reason]),
        "domain_word": lambda state: say(term.DOMAIN_STATES[state]),
        "confidence_word": lambda confidence: say(term.CONFIDENCES[confidence]),
        "standing_word": lambda standing: say(term.STANDINGS[standing]),
        "step_word": lambda step: say(term.STEPS[step]),
        "update_word": lambda kind: say(term.UPDATE_KINDS[kind]),
        "answer_word": lambda answer: say(term.ANSWERS[answer]),
        "indicator_word": lambda indicator: say(INDICATORS[indicator]),
        "measured_word": lambda one, limits: say(
            MEASURED[one.indicator], n=one.of, days=limits.stale_after.days
        ),
        "rating_word": lambda rating: say(RATINGS[rating]),
        "rating_stars": lambda rating: len(Rating) - list(Rating).index(rating),
        "is_ok": lambda reason: reason is Reason.OK,
    }


def stylesheet(paper: str, footer: str, say: Words) -> Markup:
    """Return the style sheet of all pages.

    Args:
        paper: "A4" or "F4".
        footer: printed at the foot of each page.
        say: translates "Page" and "of".
    """
    sheet = files("watcher.report.html").joinpath("templates/report.css").read_text("utf-8")
    words = {
        "A4": {"A4": "210mm 297mm", "F4": "215mm 330mm"}[paper],
        "FOOTER": _quotable(footer),
        "PAGE": _quotable(say("Page")),
        "OF": _quotable(say("of")),
    }
    filled = re.sub(r"\b(A4|FOOTER|PAGE|OF)\b", lambda match: words[match[0]], sheet)
    return Markup(filled)  # noqa: S704 - a file of ours, and text that cannot end its quotes


def _quotable(text: str) -> str:
    """Remove the characters that could end a quoted string of a style sheet within a page."""
    return "".join(char for char in one_line(text) if char not in '"\\\\<>')
