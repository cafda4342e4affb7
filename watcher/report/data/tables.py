"""Arrange the figures of a month as plain tables, for workbook and CSV. Nothing is computed here.

Each column has a `note` that says what it contains; the workbook's last sheet lists all notes.
"""

from collections.abc import Iterator

from watcher.core.printable import one_line
from watcher.core.sites.site_history import Incident
from watcher.core.sites.state import State
from watcher.report.data.document import data_hash
from watcher.report.data.site_columns import SITES, address_of
from watcher.report.data.table_columns import CellValue, Column, T, Table
from watcher.report.figures.month_figures import ORDER, CommunityFigure, UpcomingEnd
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.sentences.report_context import ReportContext
from watcher.report.sentences.summary import plain
from watcher.wording import N_, terms


def tables(context: ReportContext) -> list[Table]:
    """Return all tables of a month, in the order of the workbook."""
    figures = context.now
    sites = (*figures.sites, *figures.away)
    outages = [(figure, outage) for figure in sites for outage in figure.outages]
    outages.sort(key=lambda pair: (pair[1].opened_at, pair[0].site.id))
    made = [
        _table(N_("Summary"), _SUMMARY, list(_key_figures(context)), context),
        sites_table(context),
        _table(N_("Communities"), _COMMUNITIES, figures.communities, context),
        _table(N_("Outages"), _OUTAGES, outages, context),
        _table(N_("Due dates"), _DUE, figures.due, context),
    ]
    entries = [(t.name, *pair) for t in made for pair in zip(t.titles, t.notes, strict=True)]
    return [*made, _table(N_("Data dictionary"), _DICTIONARY, entries, context)]


def sites_table(context: ReportContext) -> Table:
    """Return the table of all sites, a row each, those that are not watched last."""
    return _table(N_("Sites"), SITES, (*context.now.sites, *context.now.away), context)


def _table(
    name: str,
    columns: tuple[Column[T], ...],
    rows: "tuple[T, ...] | list[T]",
    context: ReportContext,
) -> Table:
    say = context.say
    return Table(
        name=say(name),
        titles=tuple(say(column.title) for column in columns),
        notes=tuple(say(column.note) for column in columns),
        widths=tuple(column.width for column in columns),
        rows=tuple(tuple(column.value(row, context) for column in columns) for row in rows),
    )


def _key_figures(context: ReportContext) -> Iterator[tuple[str, CellValue]]:
    figures, say = context.now, context.say
    yield say("Month"), context.formatter.month(figures.month)
    yield say("Granted sites"), len(figures.everyone)
    yield say("Sites"), figures.counts.total
    for state in ORDER:
        yield say(terms.STATES[state]), figures.counts[state]
    yield say("Sites that open"), figures.counts.opens
    yield say("Sites not watched"), len(figures.away)
    yield say("Available"), figures.availability
    yield say("Domains that fall due"), figures.due_domains
    yield say("Letters sent"), figures.post.sent
    yield say("Owners who answered"), figures.answered
    yield say("Looks made"), figures.quality.looks
    yield say("Measured"), figures.quality.coverage
    for number, sentence in enumerate(plain(context), 1):
        yield say("Sentence {n}", n=number), sentence
    yield say("Revision"), context.snapshot.edition
    yield say("Method"), context.snapshot.method
    yield say("Data"), data_hash(context)


def _sites_in(state: State) -> Column[CommunityFigure]:
    note = N_("sites in this state at the end of the month")
    return Column(terms.STATES[state], note, 16, lambda c, _: c.counts[state])


_Pair = tuple[SiteFigure, Incident]
_SUMMARY: tuple[Column[tuple[str, CellValue]], ...] = (
    Column(N_("What"), N_("the name of a key figure"), 26, lambda row, _: row[0]),
    Column(N_("Figure"), N_("its value, the same as in the report"), 60, lambda row, _: row[1]),
)
_COMMUNITIES: tuple[Column[CommunityFigure], ...] = (
    Column(N_("Community"), N_("as in the register"), 20, lambda c, _: one_line(c.name)),
    Column(N_("Coordinator"), N_("as in the register"), 24, lambda c, _: one_line(c.coordinator)),
    Column(N_("Granted"), N_("sites that the community was granted"), 10, lambda c, _: c.quota),
    Column(N_("Sites"), N_("sites that are watched"), 8, lambda c, _: c.counts.total),
    *(_sites_in(state) for state in ORDER),
    Column(
        N_("Share in use"),
        N_("sites in use, of those whose state is known"),
        12,
        lambda c, _: c.counts.share(State.IN_USE),
    ),
)
_OUTAGES: tuple[Column[_Pair], ...] = (
    Column(N_("Number"), N_("the site's number in the register"), 7, lambda p, _: p[0].site.id),
    Column(N_("Business"), N_("as in the register"), 28, lambda p, _: one_line(p[0].site.business)),
    Column(N_("Community"), N_("as in the register"), 18, lambda p, _: one_line(p[0].community)),
    Column(N_("From"), N_("the first look that failed"), 17, lambda p, _: p[1].opened_at),
    Column(
        N_("Until"),
        N_("the first look that opened it again; empty while it lasts"),
        17,
        lambda p, _: p[1].resolved_at,
    ),
    Column(
        N_("Cause"),
        N_("of the look that confirmed it"),
        34,
        lambda p, t: t.say(terms.REASONS[p[1].reason]),
    ),
)
_DUE: tuple[Column[UpcomingEnd], ...] = (
    Column(N_("Due on"), N_("the day on which the term ends"), 14, lambda d, _: d.expiry.on),
    Column(
        N_("Days left"),
        N_("from the end of the month; below 0 if past"),
        10,
        lambda d, _: d.days_left,
    ),
    Column(N_("What ends"), N_("domain or hosting"), 10, lambda d, t: t.say(terms.CLOCKS[d.clock])),
    Column(
        N_("Business"), N_("as in the register"), 28, lambda d, _: one_line(d.figure.site.business)
    ),
    Column(
        N_("Address"),
        N_("one that leads to a stranger is written so that it cannot be followed"),
        34,
        lambda d, t: address_of(d.figure, t),
    ),
    Column(
        N_("Community"), N_("as in the register"), 18, lambda d, _: one_line(d.figure.community)
    ),
    Column(
        N_("Certainty"),
        N_("how sure the date is"),
        16,
        lambda d, t: t.say(terms.CONFIDENCES[d.expiry.confidence]),
    ),
)
_DICTIONARY: tuple[Column[tuple[str, str, str]], ...] = (
    Column(N_("Sheet"), N_("the name of a sheet"), 18, lambda row, _: row[0]),
    Column(N_("Column"), N_("the heading of a column"), 24, lambda row, _: row[1]),
    Column(N_("Meaning"), N_("what the column holds"), 70, lambda row, _: row[2]),
)
