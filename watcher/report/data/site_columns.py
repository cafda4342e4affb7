"""Define the columns of the list of all sites, for workbook and CSV."""

from datetime import date

from watcher.core.looks.observation import DomainState
from watcher.core.pages.page_history import PageOwner
from watcher.core.period import local_day
from watcher.core.printable import one_line
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.state import State
from watcher.report.data.table_columns import CellValue, Column
from watcher.report.defang import defang
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.sentences.report_context import ReportContext
from watcher.wording import N_, terms


def address_of(figure: SiteFigure, _: ReportContext) -> str:
    """Return a site's URL; defanged where it leads to a page that is not the grantee's."""
    foreign = figure.state.state is State.HIJACKED or figure.state.page_owner is PageOwner.FOREIGN
    return defang(figure.site.url) if foreign else one_line(figure.site.url)


def _changed(figure: SiteFigure, context: ReportContext) -> date | None:
    return figure.update.day(context.formatter.zone)


def _watched(figure: SiteFigure) -> bool:
    """Return whether the site is watched at the end of the period: else it has no state."""
    return figure.site.standing is MonitoringStatus.ACTIVE


def _access(figure: SiteFigure, context: ReportContext) -> str | None:
    access = figure.state.access if _watched(figure) else None
    return context.say(terms.ACCESSES[access]) if access else None


def _since(figure: SiteFigure, context: ReportContext) -> date | None:
    """Return the day since when; a time of day would be more precise than a page's own date."""
    since = figure.state.since
    if since is None or not _watched(figure):
        return None
    if since == figure.update.at:
        return figure.update.day(context.formatter.zone)
    return context.formatter.local_day(since)


def _beside(figure: SiteFigure, context: ReportContext) -> str | None:
    if not _watched(figure):
        return None
    days = context.now.limits.due_within_days
    words = [context.say(terms.OVERLAYS[each], due_days=days) for each in figure.state.overlays]
    marked = [context.say("set by hand")] if figure.state.override else []
    return ", ".join(words + marked) or None


def _certificate_ends(figure: SiteFigure, context: ReportContext) -> date | None:
    certificate = figure.certificate
    return local_day(certificate.not_after, context.formatter.zone) if certificate else None


def _domain_ends(figure: SiteFigure, context: ReportContext) -> CellValue:
    platform = figure.domain_state is DomainState.NOT_APPLICABLE
    return context.say(terms.DOMAIN_STATES[figure.domain_state]) if platform else figure.domain.on


SITES: tuple[Column[SiteFigure], ...] = (
    Column(N_("Number"), N_("the site's number in the register"), 7, lambda s, _: s.site.id),
    Column(N_("Business"), N_("as in the register"), 28, lambda s, _: one_line(s.site.business)),
    Column(
        N_("Address"),
        N_("one that leads to a stranger is written so that it cannot be followed"),
        34,
        address_of,
    ),
    Column(N_("Community"), N_("as in the register"), 18, lambda s, _: one_line(s.community)),
    Column(
        N_("Watched"),
        N_("active; what is paused, closed or withdrawn counts in no percentage"),
        11,
        lambda s, t: t.say(terms.STANDINGS[s.site.standing]),
    ),
    Column(
        N_("State"),
        N_("one of six, at the end of the month"),
        16,
        lambda s, t: t.say(terms.STATES[s.state.state]) if _watched(s) else None,
    ),
    Column(N_("Since"), N_("since when it is in this state, if known"), 14, _since),
    Column(N_("Beside the state"), N_("what has to be known with the state"), 24, _beside),
    Column(
        N_("Could be opened"),
        N_("at the last instant of the month, from availability alone"),
        16,
        _access,
    ),
    Column(
        N_("Cause"),
        N_("why it is in this state"),
        30,
        lambda s, t: t.say(terms.REASONS[s.state.reason]) if _watched(s) else None,
    ),
    Column(
        N_("Next step"),
        N_("what the office can do about it"),
        44,
        lambda s, t: t.say(terms.STEPS[s.state.next_step]) if _watched(s) else None,
    ),
    Column(
        N_("Available"),
        N_("share of the measured time in which it opened; empty below 80% measured"),
        11,
        lambda s, _: s.uptime,
    ),
    Column(N_("Measured"), N_("share of the month that was measured"), 11, lambda s, _: s.coverage),
    Column(
        N_("Outages"), N_("confirmed outages that touch the month"), 9, lambda s, _: s.incidents
    ),
    Column(
        N_("Short failures"),
        N_("failures that were never confirmed; they count as available"),
        10,
        lambda s, _: s.blips,
    ),
    Column(
        N_("Domain until"),
        N_("as the registry says; where none answers, as the office entered it"),
        14,
        _domain_ends,
    ),
    Column(
        N_("Domain in the list"),
        N_("the office's own date where the registry says another: to be corrected"),
        14,
        lambda s, _: s.site.domain_expires if s.differs_from_register else None,
    ),
    Column(
        N_("Domain stands"),
        N_("where the domain is in its life"),
        20,
        lambda s, t: t.say(terms.DOMAIN_STATES[s.domain_state]),
    ),
    Column(
        N_("Domain certainty"),
        N_("how sure the domain's date is"),
        16,
        lambda s, t: t.say(terms.CONFIDENCES[s.domain.confidence]),
    ),
    Column(
        N_("Hosting until"),
        N_("entered by the office, or a year after the grant"),
        14,
        lambda s, _: s.hosting.on,
    ),
    Column(
        N_("Hosting certainty"),
        N_("how sure the hosting's date is"),
        16,
        lambda s, t: t.say(terms.CONFIDENCES[s.hosting.confidence]),
    ),
    Column(
        N_("Certificate until"), N_("of the certificate that was last seen"), 14, _certificate_ends
    ),
    Column(N_("Last change"), N_("the last change of the content that is known"), 14, _changed),
    Column(
        N_("Change known from"),
        N_("seen by us, or stated by somebody"),
        18,
        lambda s, t: t.say(terms.UPDATE_KINDS[s.update.kind]),
    ),
    Column(N_("Letters"), N_("letters sent about it in the month"), 9, lambda s, _: s.notices),
    Column(
        N_("Answer"),
        N_("what its owner last said, as the office wrote it down"),
        16,
        lambda s, t: t.say(terms.ANSWERS[s.site.answer]) if s.site.answer else None,
    ),
    Column(N_("Answered on"), N_("the day of that answer"), 12, lambda s, _: s.site.answered_on),
)
