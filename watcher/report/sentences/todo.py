"""What is to be done this month, told in whole sentences that come from the figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.months.actions import SOON, Action, Assignment, FollowUp
from watcher.core.printable import one_line
from watcher.report.figures.recoverability import is_lost
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.sentences.report_context import NAMES, ReportContext
from watcher.wording import Words
from watcher.wording.action_words import AWAY, DETAILS, DOERS, DONE, TITLES


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One line of the list: what, about whom, who does it, and by when."""

    title: str
    detail: str
    who: str
    by: str


def to_do(context: ReportContext) -> list[TodoItem]:
    """The list of the month, the most urgent first."""
    known = {one.site.id: one for one in context.now.everyone}
    return [
        _item(context, one, [known[site] for site in one.sites]) for one in context.now.assignments
    ]


def done_since(context: ReportContext) -> list[str]:
    """What became of the list of the month before."""
    return [_done(context, one) for one in context.now.followed_up]


def _done(context: ReportContext, one: FollowUp) -> str:
    done = context.say(DONE[one.action], done=one.done, asked=one.asked)
    return f"{done} {context.say(AWAY, away=one.away)}" if one.away else done


def _item(context: ReportContext, one: Assignment, sites: Sequence[SiteFigure]) -> TodoItem:
    say, formatter = context.say, context.formatter
    title, many = TITLES[one.action]
    return TodoItem(
        title=say(title if len(sites) == 1 else many, n=len(sites), days=SOON),
        detail=say(
            DETAILS[one.action],
            names=_listed(say, _names(context, one.action, sites)),
            communities=_listed(say, sorted({one_line(f.community) for f in sites if f.community})),
            savable=sum(not is_lost(f) for f in sites),
            lost=sum(map(is_lost, sites)),
        ),
        who=say(DOERS[one.doer]),
        by=say("by {date}", date=formatter.short_day(one.by)) if one.by else say("at once"),
    )


#: Of these the last day is told beside the name, the first to end first.
_DATED = {
    Action.SAVE_PAST_END: (ExpiryKind.DOMAIN, ExpiryKind.HOSTING),
    Action.CALL_DUE: (ExpiryKind.DOMAIN,),
    Action.PAY_HOSTING: (ExpiryKind.HOSTING,),
}


def _names(context: ReportContext, action: Action, sites: Iterable[SiteFigure]) -> list[str]:
    """Names of businesses; of what ends, with the day it ends, the first to end first."""
    if action not in _DATED:
        return [one_line(f.site.business) for f in sites]
    dated = [(_first_end(one, _DATED[action]), one_line(one.site.business)) for one in sites]
    return [
        f"{name} ({context.formatter.short_day(on)})" for on, name in sorted(dated) if on < date.max
    ]


def _first_end(one: SiteFigure, clocks: Sequence[ExpiryKind]) -> date:
    ends = [end.on for clock, end in one.stated_ends if clock in clocks and end.on is not None]
    return min(ends, default=date.max)


def _listed(say: Words, names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES])
    if len(names) <= NAMES:
        return shown or "–"
    return say("{names} and {n} more", names=shown, n=len(names) - NAMES)
