"""Write the list of what is to be done, and what became of the last one, from the figures."""

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
    """One item of the list: what, about which sites, who does it, and by when."""

    title: str
    detail: str
    who: str
    by: str


def to_do(context: ReportContext) -> list[TodoItem]:
    """Return the list of the month, the most urgent first."""
    known = {figure.site.id: figure for figure in context.now.everyone}
    return [
        _item(context, assignment, [known[site] for site in assignment.sites])
        for assignment in context.now.assignments
    ]


def done_since(context: ReportContext) -> list[str]:
    """Say what became of each item of the month before."""
    return [_done(context, followed) for followed in context.now.followed_up]


def _done(context: ReportContext, followed: FollowUp) -> str:
    done = context.say(DONE[followed.action], done=followed.done, asked=followed.asked)
    return f"{done} {context.say(AWAY, away=followed.away)}" if followed.away else done


def _item(context: ReportContext, assignment: Assignment, sites: Sequence[SiteFigure]) -> TodoItem:
    say, formatter, by = context.say, context.formatter, assignment.by
    title, many = TITLES[assignment.action]
    return TodoItem(
        title=say(title if len(sites) == 1 else many, n=len(sites), days=SOON),
        detail=say(
            DETAILS[assignment.action],
            names=_listed(say, _names(context, assignment.action, sites)),
            communities=_listed(say, sorted({one_line(f.community) for f in sites if f.community})),
            savable=sum(not is_lost(f) for f in sites),
            lost=sum(map(is_lost, sites)),
        ),
        who=say(DOERS[assignment.doer]),
        by=say("by {date}", date=formatter.short_day(by)) if by else say("at once"),
    )


#: Actions whose sites are listed with the day on which these terms end, the earliest first.
_DATED = {
    Action.SAVE_PAST_END: (ExpiryKind.DOMAIN, ExpiryKind.HOSTING),
    Action.CALL_DUE: (ExpiryKind.DOMAIN,),
    Action.PAY_HOSTING: (ExpiryKind.HOSTING,),
}


def _names(context: ReportContext, action: Action, sites: Iterable[SiteFigure]) -> list[str]:
    """Return the names of businesses; for actions of _DATED with the day, the earliest first."""
    if action not in _DATED:
        return [one_line(f.site.business) for f in sites]
    dated = [(_first_end(f, _DATED[action]), one_line(f.site.business)) for f in sites]
    return [
        f"{name} ({context.formatter.short_day(on)})" for on, name in sorted(dated) if on < date.max
    ]


def _first_end(figure: SiteFigure, clocks: Sequence[ExpiryKind]) -> date:
    ends = [end.on for clock, end in figure.stated_ends if clock in clocks and end.on is not None]
    return min(ends, default=date.max)


def _listed(say: Words, names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES])
    if len(names) <= NAMES:
        return shown or "–"
    return say("{names} and {n} more", names=shown, n=len(names) - NAMES)
