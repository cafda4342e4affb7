"""What is to be done this month, by whom and by when: the report's answer to "and now?".

Each assignment names the sites it is about, so that the next month can say what became of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from watcher.core.sites.state import State

#: A term that ends within so many days is a matter of this month.
SOON = 14


class Action(StrEnum):
    """What can be asked of somebody, the most urgent first."""

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
    """What of one site decides what is asked.

    Attributes:
        domain_days, hosting_days: days left; None where nobody stated an end.
        saved_days: days left in which a lapsed name can still be had back; None for others.
        past_end: a term has ended, and the site still opens.
        has_domain: it has a domain of its own, whose end could be known.
        refused: a letter to its owner was turned down for good by the owner's server; `reached`
            if one was accepted.
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
        sites: what it is about, by id.
    """

    action: Action
    doer: Assignee
    by: date | None
    sites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an assignment of the month before.

    Attributes:
        done: of its sites, those that need it no more.
        away: of its sites, those that were paused or withdrawn since: nothing was done for them.
    """

    action: Action
    asked: int
    done: int
    away: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """When something is asked, of whom, and until when.

    Attributes:
        within_days: so many days, today counted; None means at once.
        event: in how many days that happens which is to be prevented: it is asked for the day
            before, at the latest.
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
#: What is settled only by more than the question going away: a name may also have been lost,
#: a site of which nothing is known has not come back, and one that strangers took over was not
#: revived.
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
    """What is to be done, the most urgent first; at most one of each kind.

    Args:
        today: the day on which it is asked, from which the days of a case are counted.
    """
    cases = list(cases)
    found = []
    for action, rule in _RULES.items():
        about = [case for case in cases if rule.wanted(case)]
        if about:
            by = _last_day(today, rule, about)
            found.append(Assignment(action, rule.doer, by, tuple(one.site_id for one in about)))
    return tuple(found)


def follow_up(asked: Iterable[Assignment], cases: Iterable[ActionInput]) -> tuple[FollowUp, ...]:
    """What became of earlier assignments; for a site that is watched no more nothing was done."""
    now = {case.site_id: case for case in cases}
    found = []
    for one in asked:
        still = [now[site] for site in one.sites if site in now]
        done = sum(_settled(one.action, case) for case in still)
        found.append(FollowUp(one.action, len(one.sites), done, len(one.sites) - len(still)))
    return tuple(found)


def _settled(action: Action, case: ActionInput) -> bool:
    if _RULES[action].wanted(case):
        return False
    return action not in _SETTLED or _SETTLED[action](case)


def _last_day(today: date, rule: _Rule, about: Iterable[ActionInput]) -> date | None:
    """The last day on which it is in time; None where that is at once."""
    if rule.within_days is None:
        return None
    events = [days for one in about if (days := rule.event(one)) is not None]
    within = min([rule.within_days, *events])
    return today + timedelta(days=within - 1) if within > 0 else None
