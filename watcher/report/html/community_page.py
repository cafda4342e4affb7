"""A community's page: for its coordinator, who knows the owners and has a telephone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.printable import one_line
from watcher.core.sites.next_step import CALLED_FIRST
from watcher.core.sites.site import Owner
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import ORDER, CommunityFigure
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.html.render import Letterhead, environment, footer_of, stylesheet
from watcher.report.sentences.report_context import ReportContext
from watcher.wording.formats import format_phone, whatsapp
from watcher.wording.terms import ASKS, ASKS_WITHOUT_DATE, REASONS

LastDays = Callable[[Sequence[int]], Mapping[int, Sequence[float | None]]]


@dataclass(frozen=True, slots=True)
class Call:
    """One owner to be asked about one site.

    Attributes:
        words: what to ask.
        link: opens WhatsApp with the message written; empty without a mobile number.
        phone: as people dial it; empty where none is known.
    """

    figure: SiteFigure
    owner: str
    words: str
    link: str
    phone: str


def render_communities(
    context: ReportContext,
    owners: Mapping[str, Owner],
    last_days: LastDays,
    head: Letterhead,
    printed_at: datetime,
) -> dict[str, str]:
    """Write a page for each community that has sites, by its name; one template serves them all.

    Args:
        last_days: the last ninety days of some sites, see `core.history.SiteRecord.days`; asked
            for one community at a time.
    """
    template = environment(context.say, context.formatter).get_template("community.html.j2")
    common = {
        "head": head,
        "figures": context.now,
        "everyone": context.now.counts.share(State.IN_USE),
        "order": ORDER,
        "printed_at": printed_at,
        "css": stylesheet(head.paper, footer_of(context, head), context.say),
    }
    return {
        one.name: template.render(
            common,
            community=one,
            calls=calls(context, one, owners),
            not_opening=context.names([site for site in one.sites if not site.opens]),
            days=last_days([figure.site.id for figure in one.sites]),
        )
        for one in context.now.communities
        if one.sites
    }


def calls(context: ReportContext, one: CommunityFigure, owners: Mapping[str, Owner]) -> list[Call]:
    """Whom to call, the most urgent first."""
    asked = [figure for figure in one.sites if figure.state.next_step in CALLED_FIRST]
    asked.sort(key=_urgency)
    return [_call(context, one, figure, owners.get(figure.site.owner_id or "")) for figure in asked]


def _urgency(figure: SiteFigure) -> tuple[int, int, int]:
    ends = figure.domain.on.toordinal() if figure.domain.on else 0
    return CALLED_FIRST.index(figure.state.next_step), ends, figure.site.id


def _call(
    context: ReportContext, one: CommunityFigure, figure: SiteFigure, owner: Owner | None
) -> Call:
    say = context.say
    step, dated = figure.state.next_step, figure.domain.on is not None
    words = say(
        ASKS[step] if dated else ASKS_WITHOUT_DATE.get(step, ASKS[step]),
        domain=_day(context, figure.domain.on),
        hosting=_day(context, figure.hosting.on),
        reason=say(REASONS[figure.state.reason]),
    )
    name = one_line(f"{owner.greeting} {owner.name}".strip()) if owner else ""
    phone = owner.phone if owner else ""
    message = say(
        "Good day {name}. I am {coordinator} of {community}. About the site of {business}: {ask}",
        name=name,
        coordinator=one_line(one.coordinator) or say("the coordinator"),
        community=one_line(one.name),
        business=one_line(figure.site.business),
        ask=words,
    )
    return Call(figure, name, words, whatsapp(phone, message), format_phone(phone))


def _day(context: ReportContext, day: date | None) -> str:
    return context.formatter.short_day(day) if day else "–"
