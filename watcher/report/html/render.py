"""Figures in, one self-contained HTML page out: the only place of this room that knows Jinja.

No script, no request, nothing of a page we watch but its text. Autoescape is always on, and a
missing value is an error, not a blank.
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

#: Where an address may be broken: before a dot, defanged or not.
_BEFORE_A_DOT = re.compile(r"(?=\[\.\])|(?=(?<!\[)\.)")
#: Above so many sites a chart shows bars instead of one square a site ...
SQUARES_UP_TO = 300
#: ... and the list of all sites is left to the JSON, so that the page stays below 2 MB.
ANNEX_UP_TO = 2000


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose report it is, and who signs it.

    Attributes:
        logo: a data: address of the picture, or empty.
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
    """Write the programme report of one month as a page."""
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
            trend=[one for one in context.snapshot.year if one.counts.total],
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
    """What stands at the foot of each printed page, beside its number."""
    return f"{head.programme} · {context.formatter.month(context.now.month)}"


def _reached(figures: Figures) -> list[int]:
    """The milestones that any site has reached."""
    reached = {one.months for one in figures.cohorts if one.known or one.reached}
    return [months for months in MILESTONES if months in reached]


def _by_community(figures: Figures) -> dict[str, list[Cohort]]:
    """The cohorts of each community, and under "" those of all together."""
    found: dict[str, list[Cohort]] = {}
    for one in figures.cohorts:
        if one.months not in _reached(figures):
            continue
        found.setdefault(one.community, []).append(one)
    found[""] = [merge_cohorts(row) for row in zip(*found.values(), strict=True)]
    return found


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section with its rows and its title in words."""

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
    """What every page of this room is rendered with."""
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
        strip_told=_days_told(say),
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
    """Equal days in a row as one, and how many they are: between narrow ones seams would show."""
    if apart:
        return [(value, 1) for value in days]
    return [(value, len(list(run))) for value, run in groupby(days)]


def _breakable(host: str) -> Markup:
    """An address that may be broken at its dots, and not before its last letter."""
    return Markup("<wbr>").join(_BEFORE_A_DOT.split(host))


def _overridden_by(sites: Iterable[SiteFigure]) -> list[tuple[str, list[SiteFigure]]]:
    """Sites whose state was set by hand, by whom."""
    found: dict[str, list[SiteFigure]] = {}
    for one in sites:
        if one.state.override is not None:
            found.setdefault(one_line(one.state.override.by), []).append(one)
    return sorted(found.items())


def _days_told(say: Words) -> Any:
    """Ninety days in words, for whoever does not see the strip."""

    def names_of_days(days: Sequence[float | None]) -> str:
        up, unknown = days.count(0.0), days.count(None)
        return say(
            "{n} days: {up} without an outage, {down} with one, {unknown} not measured",
            n=len(days),
            up=up,
            down=len(days) - up - unknown,
            unknown=unknown,
        )

    return names_of_days


def _translator(say: Words) -> Any:
    """Translate a message that may hold markup; what is filled in is escaped."""

    def translated(message: str, **values: object) -> Markup:
        return Markup(say.template(message)).format(**values)  # noqa: S704 - a message of ours

    return translated


def _plural(say: Words) -> Any:
    def translated(one: str, many: str, n: int, **values: object) -> Markup:
        template = say.plural_template(one, many, n)
        return Markup(template).format(n=n, **values)  # noqa: S704 - a message of ours

    return translated


def _terms(say: Words) -> dict[str, Any]:
    """The words for closed lists, as functions of their members."""
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
    """The style of all pages, for one paper; `footer` stands at the foot of each of them."""
    sheet = files("watcher.report.html").joinpath("templates/report.css").read_text("utf-8")
    words = {
        "A4": {"A4": "210mm 297mm", "F4": "215mm 330mm"}[paper],
        "FOOTER": _quotable(footer),
        "PAGE": _quotable(say("Page")),
        "OF": _quotable(say("of")),
    }
    placed = re.sub(r"\b(A4|FOOTER|PAGE|OF)\b", lambda found: words[found[0]], sheet)
    return Markup(placed)  # noqa: S704 - a file of ours, and words that cannot leave their quotes


def _quotable(text: str) -> str:
    """Text that may stand between the quotes of a style sheet within a page."""
    return "".join(char for char in one_line(text) if char not in '"\\\\<>')
