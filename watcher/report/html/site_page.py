"""The page of one site: its state, its last ninety days, and the letters about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.domains.expiry import certificate_expiry
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.months.indicators import names_business
from watcher.core.pages.freshness import UpdateKind
from watcher.core.period import Period
from watcher.core.printable import one_line
from watcher.core.sites.site import Owner
from watcher.core.sites.site_history import SiteRecord
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.html.render import Letterhead, environment, footer_of, stylesheet
from watcher.report.sentences.report_context import ReportContext
from watcher.wording.letter_names import ROLES, letter_name

#: How many outages, and changes, are shown: the newest; the workbook lists all of the month.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A period in which the site did not open, or in which the watcher could not look.

    Attributes:
        lasts: it has not ended.
        ours: a gap of the watcher; it counts against no site.
    """

    period: Period
    reason: Reason
    lasts: bool
    ours: bool


def render_site(
    context: ReportContext,
    figure: SiteFigure,
    record: SiteRecord,
    owners: Mapping[str, Owner],
    head: Letterhead,
    printed_at: datetime,
) -> str:
    """Render the page of one site.

    Args:
        context: the month, and the language of the page.
        figure: the site's figures, of the same month.
        record: the site's last ninety days.
        owners: owner's id -> owner.
        head: printed at the top.
        printed_at: printed as the time of printing.
    """
    owner = owners.get(figure.site.owner_id or "")
    template = environment(context.say, context.formatter).get_template("site.html.j2")
    return template.render(
        head=head,
        figures=context.now,
        one=figure,
        record=record,
        owner=one_line(owner.name) if owner else "",
        sentences=list(_sentences(context, figure, record)),
        disturbances=_disturbances(record)[:SHOWN],
        terms=list(_terms(context, figure)),
        changes=record.contents[:0:-1][:SHOWN],
        named=_named(figure),
        last_day=record.period.last_day(context.formatter.zone),
        letters=[
            (letter, letter_name(letter.kind, context.say), context.say(ROLES[letter.role]))
            for letter in reversed(record.letters)
        ],
        printed_at=printed_at,
        css=stylesheet(head.paper, footer_of(context, head), context.say),
    )


def _sentences(context: ReportContext, figure: SiteFigure, record: SiteRecord) -> Iterator[str]:
    say, formatter = context.say, context.formatter
    month = formatter.month(context.now.month)
    if figure.uptime is None:
        yield say("Too little of {month} was measured to say how often it opened.", month=month)
    else:
        share = formatter.percent(figure.uptime)
        yield say("In {month} the site opened {share} of the time.", month=month, share=share)
    yield _last_change(context, figure, record)
    if figure.domain_state is DomainState.NOT_APPLICABLE:
        yield say("It has no domain of its own that could end.")
    elif figure.domain.on is None and figure.domain_state is DomainState.UNREGISTERED:
        yield say("The domain is not registered any more.")
    elif figure.domain.on is None:
        yield say("When the domain ends is not known.")
    elif figure.domain.on < formatter.local_day(context.now.taken_at):
        yield say("The domain ended on {day}.", day=formatter.day(figure.domain.on))
    else:
        yield say("The domain is valid until {day}.", day=formatter.day(figure.domain.on))


def _last_change(context: ReportContext, figure: SiteFigure, record: SiteRecord) -> str:
    say, formatter, update = context.say, context.formatter, figure.update
    if update.at is not None and update.kind is UpdateKind.OBSERVED:
        return say("Its content changed last on {day}.", day=formatter.day(update.at))
    if update.at is not None:
        return say("It says itself that it changed last on {day}.", day=formatter.day(update.at))
    if update.unchanged_since is not None and len(record.contents) > 1:
        day = formatter.day(update.unchanged_since)
        return say("Its content has not changed since {day}, as far as we have seen.", day=day)
    if update.unchanged_since is not None:
        return say(
            "Its content has not changed since we began to watch it, {day}.",
            day=formatter.day(update.unchanged_since),
        )
    return say("Whether its content changes is not known.")


def _named(figure: SiteFigure) -> bool | None:
    """Return whether the title has the business's name; None if the page has not been read."""
    if figure.page_kind is None:
        return None
    return names_business(figure.page_title, figure.site.business)


def _disturbances(record: SiteRecord) -> list[Disturbance]:
    """List outages and gaps of the watcher together, the newest first."""
    end = record.period.end
    disturbances = []
    for incident in record.incidents:
        period = Period(incident.opened_at, min(incident.resolved_at or end, end))
        lasts = incident.open_at(end)
        disturbances.append(Disturbance(period, incident.reason, lasts=lasts, ours=False))
    disturbances += [Disturbance(g.period, g.reason, lasts=False, ours=True) for g in record.gaps]
    return sorted(disturbances, key=lambda each: each.period.start, reverse=True)


def _terms(context: ReportContext, figure: SiteFigure) -> Iterator[tuple[str, date | None, str]]:
    """Yield each term that ends: its name, its last day, and how sure that is."""
    say = context.say
    domain, hosting = figure.domain, figure.hosting
    if figure.domain_state is not DomainState.NOT_APPLICABLE:
        yield say("Domain"), domain.on, domain.confidence
    yield say("Hosting"), hosting.on, hosting.confidence
    if figure.certificate is not None:
        ends = certificate_expiry(figure.certificate, context.formatter.zone)
        yield say("Certificate"), ends.on, ends.confidence
    if figure.site.grant_ends is not None:
        yield say("The grant pays until"), figure.site.grant_ends, ""
