"""One site on one page: how it stands, how its last ninety days went, what was written about it."""

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

#: The newest outages and changes; what is older stands in the workbook.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A stretch in which the site did not open, or in which nobody looked.

    Attributes:
        ours: the watcher was blind; counted against nobody.
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
    """Write the page of one site."""
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
            (one, letter_name(one.kind, context.say), context.say(ROLES[one.role]))
            for one in reversed(record.letters)
        ],
        printed_at=printed_at,
        css=stylesheet(head.paper, footer_of(context, head), context.say),
    )


def _sentences(context: ReportContext, one: SiteFigure, record: SiteRecord) -> Iterator[str]:
    say, formatter = context.say, context.formatter
    month = formatter.month(context.now.month)
    if one.uptime is None:
        yield say("Too little of {month} was measured to say how often it opened.", month=month)
    else:
        share = formatter.percent(one.uptime)
        yield say("In {month} the site opened {share} of the time.", month=month, share=share)
    yield _last_change(context, one, record)
    if one.domain_state is DomainState.NOT_APPLICABLE:
        yield say("It has no domain of its own that could end.")
    elif one.domain.on is None and one.domain_state is DomainState.UNREGISTERED:
        yield say("The domain is not registered any more.")
    elif one.domain.on is None:
        yield say("When the domain ends is not known.")
    elif one.domain.on < formatter.local_day(context.now.taken_at):
        yield say("The domain ended on {day}.", day=formatter.day(one.domain.on))
    else:
        yield say("The domain is valid until {day}.", day=formatter.day(one.domain.on))


def _last_change(context: ReportContext, one: SiteFigure, record: SiteRecord) -> str:
    say, formatter, update = context.say, context.formatter, one.update
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


def _named(one: SiteFigure) -> bool | None:
    """Whether its title shows the granted name; None of a page that nobody has read."""
    return None if one.page_kind is None else names_business(one.page_title, one.site.business)


def _disturbances(record: SiteRecord) -> list[Disturbance]:
    """Outages and our own blindness together, the newest first."""
    end = record.period.end
    found = []
    for one in record.incidents:
        period = Period(one.opened_at, min(one.resolved_at or end, end))
        found.append(Disturbance(period, one.reason, lasts=one.open_at(end), ours=False))
    found += [Disturbance(gap.period, gap.reason, lasts=False, ours=True) for gap in record.gaps]
    return sorted(found, key=lambda one: one.period.start, reverse=True)


def _terms(context: ReportContext, one: SiteFigure) -> Iterator[tuple[str, date | None, str]]:
    """What ends: its name, its last day, and how that is known."""
    say = context.say
    domain, hosting = one.domain, one.hosting
    if one.domain_state is not DomainState.NOT_APPLICABLE:
        yield say("Domain"), domain.on, domain.confidence
    yield say("Hosting"), hosting.on, hosting.confidence
    if one.certificate is not None:
        ends = certificate_expiry(one.certificate, context.formatter.zone)
        yield say("Certificate"), ends.on, ends.confidence
    if one.site.grant_ends is not None:
        yield say("The grant pays until"), one.site.grant_ends, ""
