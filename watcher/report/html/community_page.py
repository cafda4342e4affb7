"""The page of a community: for its coordinator, with owners to call and what to ask each."""

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
        owner: name with greeting; "" where the register has none.
        words: what to ask.
        link: opens WhatsApp with the message filled in; "" without a mobile number.
        phone: formatted for reading; "" where none is known.
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
    """Render a page for each community that has sites, by its name.

    Args:
        context: the month, and the language of the pages.
        owners: owner's id -> owner.
        last_days: returns the last ninety days of some sites, see
            `core.sites.site_history.SiteRecord.days`; called for one community at a time.
        head: printed at the top of each page.
        printed_at: printed as the time of printing.
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
        community.name: template.render(
            common,
            community=community,
            calls=calls(context, community, owners),
            not_opening=context.names([site for site in community.sites if not site.opens]),
            days=last_days([figure.site.id for figure in community.sites]),
        )
        for community in context.now.communities
        if community.sites
    }


def calls(
    context: ReportContext, community: CommunityFigure, owners: Mapping[str, Owner]
) -> list[Call]:
    """List the calls that a community's coordinator should make, the most urgent first.

    Args:
        context: the month, and the language of the questions.
        community: the one to list for.
        owners: owner's id -> owner.
    """
    to_call = [figure for figure in community.sites if figure.state.next_step in CALLED_FIRST]
    return [
        _call(context, community, figure, owners.get(figure.site.owner_id or ""))
        for figure in sorted(to_call, key=_urgency)
    ]


def _urgency(figure: SiteFigure) -> tuple[int, int, int]:
    ends = figure.domain.on.toordinal() if figure.domain.on else 0
    return CALLED_FIRST.index(figure.state.next_step), ends, figure.site.id


def _call(
    context: ReportContext, community: CommunityFigure, figure: SiteFigure, owner: Owner | None
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
        coordinator=one_line(community.coordinator) or say("the coordinator"),
        community=one_line(community.name),
        business=one_line(figure.site.business),
        ask=words,
    )
    return Call(figure, name, words, whatsapp(phone, message), format_phone(phone))


def _day(context: ReportContext, day: date | None) -> str:
    return context.formatter.short_day(day) if day else "–"
