"""What is to be done this month, by whom and by when.

Each assignment names the sites it is about, so that the next month's report can say what became
of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.core.sites.state import State

#: A term that ends within so many days is acted on this month.
SOON = 14


class Action(StrEnum):
    """What can be asked for, the most urgent first."""

    SAVE_PAST_END = "save_past_end"
    HANDLE_HIJACKED = "handle_hijacked"
    CALL_DUE = "call_due"
    DECIDE_DARK = "decide_dark"
    PAY_HOSTING = "pay_hosting"
    COACH_UNUSED = "coach_unused"
    MEND_ADDRESSES = "mend_addresses"
    FIND_EXPIRY = "find_expiry"


class Assignee(StrEnum):
    """Who is asked."""

    OFFICER = "officer"
    COORDINATORS = "coordinators"
    HEAD = "head"
    SYSADMIN = "sysadmin"


@dataclass(frozen=True, slots=True)
class ActionInput:
    """The facts of one site that decide what is asked for.

    Attributes:
        domain_days, hosting_days: days left; None where the end is not known.
        saved_days: days left in which a lapsed name can still be recovered; None for others.
        past_end: a term has ended, and the site still opens.
        has_domain: it has a domain of its own, whose end could be known.
        refused: the owner's mail server refused a letter for good.
        reached: the owner's mail server accepted a letter.
    """

    site_id: int
    state: State
    domain_days: int | None = None
    hosting_days: int | None = None
    saved_days: int | None = None
    past_end: bool = False
    has_domain: bool = True
    refused: bool = False
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One thing to do.

    Attributes:
        by: the last day; None means at once.
        sites: ids of the sites it is about.
    """

    action: Action
    doer: Assignee
    by: date | None
    sites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an assignment of the month before.

    Attributes:
        asked: number of its sites.
        done: of these, those that no longer need it.
        away: of these, those that were paused or withdrawn since; they do not count as done.
    """

    action: Action
    asked: int
    done: int
    away: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """When an action is asked for, of whom, and by when.

    Attributes:
        wanted: whether a site needs it.
        within_days: the time for it in days, today included; None means at once.
        event: days until what the action prevents; the last day is the one before it.
    """

    wanted: Callable[[ActionInput], bool]
    doer: Assignee
    within_days: int | None
    event: Callable[[ActionInput], int | None] = lambda _: None


def _is_over(days: int | None) -> bool:
    return days is not None and days < 0


def _soon(days: int | None) -> bool:
    return days is not None and 0 <= days <= SOON


_RULES = {
    Action.SAVE_PAST_END: _Rule(lambda c: c.past_end, Assignee.COORDINATORS, None),
    Action.HANDLE_HIJACKED: _Rule(lambda c: c.state is State.HIJACKED, Assignee.OFFICER, None),
    Action.CALL_DUE: _Rule(
        lambda c: _soon(c.domain_days), Assignee.COORDINATORS, 7, lambda c: c.domain_days
    ),
    Action.DECIDE_DARK: _Rule(
        lambda c: c.state is State.DARK, Assignee.HEAD, 15, lambda c: c.saved_days
    ),
    Action.PAY_HOSTING: _Rule(
        lambda c: _soon(c.hosting_days), Assignee.COORDINATORS, 7, lambda c: c.hosting_days
    ),
    Action.COACH_UNUSED: _Rule(lambda c: c.state is State.NEVER_USED, Assignee.COORDINATORS, 60),
    Action.MEND_ADDRESSES: _Rule(lambda c: c.refused, Assignee.OFFICER, 7),
    Action.FIND_EXPIRY: _Rule(
        lambda c: c.has_domain and c.domain_days is None and c.state is not State.DARK,
        Assignee.SYSADMIN,
        15,
    ),
}
#: Actions that are settled only if more holds than that a site no longer needs them: otherwise a
#: name that was lost, a site whose state is unknown, or a hijacked one would count as settled.
_SETTLED: dict[Action, Callable[[ActionInput], bool]] = {
    Action.SAVE_PAST_END: lambda c: (
        c.state is not State.DARK and not any(map(_is_over, (c.domain_days, c.hosting_days)))
    ),
    Action.HANDLE_HIJACKED: lambda c: c.state is not State.UNKNOWN,
    Action.CALL_DUE: lambda c: c.domain_days is not None and c.domain_days > SOON,
    Action.DECIDE_DARK: lambda c: c.state not in (State.UNKNOWN, State.HIJACKED),
    Action.PAY_HOSTING: lambda c: c.hosting_days is not None and c.hosting_days > SOON,
    Action.COACH_UNUSED: lambda c: c.state in (State.IN_USE, State.STALE),
    Action.MEND_ADDRESSES: lambda c: c.reached,
    Action.FIND_EXPIRY: lambda c: c.domain_days is not None or not c.has_domain,
}


def assignments(cases: Iterable[ActionInput], today: date) -> tuple[Assignment, ...]:
    """List what is to be done, the most urgent first, at most one assignment of each action.

    Args:
        cases: one for each site that is watched.
        today: the day from which the days left of a case are counted.
    """
    cases = list(cases)
    assigned = []
    for action, rule in _RULES.items():
        about = [case for case in cases if rule.wanted(case)]
        if about:
            by = _last_day(today, rule, about)
            sites = tuple(case.site_id for case in about)
            assigned.append(Assignment(action, rule.doer, by, sites))
    return tuple(assigned)


def follow_up(asked: Iterable[Assignment], cases: Iterable[ActionInput]) -> tuple[FollowUp, ...]:
    """Say what became of earlier assignments.

    Args:
        asked: the assignments of the month before.
        cases: one for each site that is still watched; the other sites count as away.
    """
    by_site = {case.site_id: case for case in cases}
    results = []
    for task in asked:
        watched = [by_site[site] for site in task.sites if site in by_site]
        done = sum(_settled(task.action, case) for case in watched)
        away = len(task.sites) - len(watched)
        results.append(FollowUp(task.action, len(task.sites), done, away))
    return tuple(results)


def _settled(action: Action, case: ActionInput) -> bool:
    if _RULES[action].wanted(case):
        return False
    return action not in _SETTLED or _SETTLED[action](case)


def _last_day(today: date, rule: _Rule, about: Iterable[ActionInput]) -> date | None:
    """The last day for an action; None where it has to be done at once."""
    if rule.within_days is None:
        return None
    events = [days for case in about if (days := rule.event(case)) is not None]
    within = min([rule.within_days, *events])
    return today + timedelta(days=within - 1) if within > 0 else None
