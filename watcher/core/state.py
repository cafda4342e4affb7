"""Compose what we know about a site into one of six states. The first match wins.

Pure, and for any instant: the state of a site at the end of a month is found the same way as
its state now, from the same kind of history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from watcher.core.expiry import Expiry
from watcher.core.freshness import A_DAY_APART, LastUpdate, Seen
from watcher.core.observation import DomainState, Reason
from watcher.core.page_kind import Level, PageKind


class State(StrEnum):
    """What the office is told about a site, in order of precedence."""

    HIJACKED = "hijacked"
    UNKNOWN = "unknown"
    DARK = "dark"
    NEVER_USED = "never_used"
    STALE = "stale"
    IN_USE = "in_use"


class Overlay(StrEnum):
    """What is said beside a state."""

    DUE = "due"  # a domain or hosting term ends within 60 days
    DISTURBED = "disturbed"  # confirmed down, but not long enough to be dark
    REVIEW = "review"  # a person should look: a suspicion that is not confirmed


class NextStep(StrEnum):
    """What the office can do about it."""

    NOTHING = "nothing"
    RENEW_DOMAIN = "renew_domain"
    VERIFY_DOMAIN = "verify_domain"
    REDEEM_DOMAIN = "redeem_domain"
    NEW_DOMAIN = "new_domain"
    RENEW_HOSTING = "renew_hosting"
    CALL_OWNER = "call_owner"
    SUSPEND_AND_CLEAN = "suspend_and_clean"
    LOOK_YOURSELF = "look_yourself"
    COACH = "coach"
    ASK_FOR_NEWS = "ask_for_news"
    WAIT = "wait"


HIJACKED_KINDS = frozenset(
    {PageKind.GAMBLING, PageKind.DEFACED, PageKind.INJECTED, PageKind.CLOAKED}
)
DARK_KINDS = frozenset(
    {
        PageKind.PARKED,
        PageKind.HOSTING_SUSPENDED,
        PageKind.DOMAIN_EXPIRED,
        PageKind.DEFAULT_PAGE,
        PageKind.DIRECTORY_LISTING,
    }
)
TEMPLATE_KINDS = frozenset({PageKind.PLACEHOLDER, PageKind.COMING_SOON})
OWN_KINDS = frozenset({PageKind.OWNER_SITE, PageKind.UNKNOWN_CONTENT})
_NOT_RENEWED = frozenset(
    {
        DomainState.GRACE,
        DomainState.REDEMPTION,
        DomainState.PENDING_DELETE,
        DomainState.EXPIRED,
        DomainState.UNREGISTERED,
    }
)
_LAPSED = _NOT_RENEWED | {DomainState.HOLD}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The settings behind the states."""

    dark_after: timedelta = timedelta(hours=72)
    stale_after: timedelta = timedelta(days=90)
    hijack_apart: timedelta = timedelta(hours=6)
    due_within_days: int = 60


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What the page of a site was taken for, over which stretch of our looks."""

    kind: PageKind
    level: Level
    first_at: datetime
    last_at: datetime
    title: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """All that is known of one site at one instant.

    Attributes:
        conclusive, looks: of the availability looks of the last three days.
        down_since: since when it is confirmed down; None while it is not.
        at_baseline: its text is the one that was handed over.
        owner_seen: the owner's own content was once there.
        unverified: the domain is held until its owner clicks the registrar's link.
    """

    at: datetime
    today: date
    conclusive: int = 0
    looks: int = 0
    down_since: datetime | None = None
    down_reason: Reason = Reason.OK
    last_reason: Reason = Reason.OK
    page: SeenPage | None = None
    contents: Sequence[Seen] = ()
    update: LastUpdate = field(default_factory=LastUpdate)
    at_baseline: bool = False
    owner_seen: bool = False
    domain: Expiry = field(default_factory=Expiry)
    domain_state: DomainState = DomainState.UNKNOWN
    unverified: bool = False
    hosting: Expiry = field(default_factory=Expiry)


@dataclass(frozen=True, slots=True)
class SiteState:
    """The state of a site, since when, why, and what to do."""

    state: State
    since: datetime | None
    reason: Reason
    overlays: tuple[Overlay, ...]
    next_step: NextStep


def state_of(view: View, limits: Thresholds) -> SiteState:
    """Find the state of a site: the first of the six whose rule holds."""
    for rule in (_hijacked, _unknown, _dark, _never_used, _stale):
        found = rule(view, limits)
        if found is not None:
            break
    else:
        found = (State.IN_USE, view.update.at, view.last_reason)
    state, since, reason = found
    overlays = _overlays(view, state, limits)
    return SiteState(state, since, reason, overlays, _next_step(view, state, reason, overlays))


def unpaid(view: View) -> bool:
    """Whether the domain was not renewed: a name may also be held for other reasons than money."""
    held_past_its_term = view.domain_state is DomainState.HOLD and _lapsed(view.domain, view)
    return view.domain_state in _NOT_RENEWED or held_past_its_term


_Found = tuple[State, datetime | None, Reason] | None


def _hijacked(view: View, limits: Thresholds) -> _Found:
    page = view.page
    if page is None or page.kind not in HIJACKED_KINDS or page.level is not Level.CONFIRMED:
        return None
    if page.last_at - page.first_at < limits.hijack_apart:
        return None
    return State.HIJACKED, page.first_at, Reason.HIJACKED


def _unknown(view: View, _limits: Thresholds) -> _Found:
    if 2 * view.conclusive >= view.looks > 0:
        return None
    return State.UNKNOWN, None, view.last_reason if view.looks else Reason.OWN_NETWORK


def _dark(view: View, limits: Thresholds) -> _Found:
    down = view.down_since
    if down is not None and view.at - down > limits.dark_after:
        return State.DARK, down, view.down_reason
    lapsed = view.domain_state in _LAPSED
    if lapsed and down is not None:
        return State.DARK, down, Reason.DOMAIN_EXPIRED if unpaid(view) else view.down_reason
    page = view.page
    if page is None or page.kind not in DARK_KINDS:
        return None
    if lapsed or page.last_at - page.first_at >= A_DAY_APART:
        return State.DARK, page.first_at, Reason(page.kind.value)
    return None


def _never_used(view: View, _limits: Thresholds) -> _Found:
    template = view.page is not None and view.page.kind in TEMPLATE_KINDS and not view.owner_seen
    if not template and not view.at_baseline:
        return None
    since = view.contents[0].first_at if view.contents else None
    return State.NEVER_USED, since, Reason.PLACEHOLDER


def _stale(view: View, limits: Thresholds) -> _Found:
    if not view.update.is_older_than(limits.stale_after, view.at):
        return None
    return State.STALE, view.update.at or view.update.unchanged_since, Reason.OK


def _overlays(view: View, state: State, limits: Thresholds) -> tuple[Overlay, ...]:
    left = [clock.days_left(view.today) for clock in (view.domain, view.hosting)]
    due = any(days is not None and 0 <= days <= limits.due_within_days for days in left)
    disturbed = view.down_since is not None and state is not State.DARK
    page = view.page
    suspicion = page is not None and page.kind in HIJACKED_KINDS and state is not State.HIJACKED
    marks = ((Overlay.DUE, due), (Overlay.DISTURBED, disturbed), (Overlay.REVIEW, suspicion))
    return tuple(overlay for overlay, shown in marks if shown)


_STEP_BY_DOMAIN = {
    DomainState.EXPIRING: NextStep.RENEW_DOMAIN,
    DomainState.GRACE: NextStep.RENEW_DOMAIN,
    DomainState.HOLD: NextStep.CALL_OWNER,
    DomainState.REDEMPTION: NextStep.REDEEM_DOMAIN,
    DomainState.PENDING_DELETE: NextStep.NEW_DOMAIN,
    DomainState.EXPIRED: NextStep.NEW_DOMAIN,
    DomainState.UNREGISTERED: NextStep.NEW_DOMAIN,
}
#: The steps for which somebody calls the owner: what can still be saved, and runs out, comes first.
CALLED_FIRST = (
    NextStep.SUSPEND_AND_CLEAN,
    NextStep.REDEEM_DOMAIN,
    NextStep.RENEW_DOMAIN,
    NextStep.VERIFY_DOMAIN,
    NextStep.RENEW_HOSTING,
    NextStep.NEW_DOMAIN,
    NextStep.CALL_OWNER,
    NextStep.COACH,
    NextStep.ASK_FOR_NEWS,
)
_STEP_BY_STATE = {
    State.HIJACKED: NextStep.SUSPEND_AND_CLEAN,
    State.UNKNOWN: NextStep.WAIT,
    State.DARK: NextStep.CALL_OWNER,
    State.NEVER_USED: NextStep.COACH,
    State.STALE: NextStep.ASK_FOR_NEWS,
    State.IN_USE: NextStep.NOTHING,
}


def _next_step(view: View, state: State, reason: Reason, overlays: tuple[Overlay, ...]) -> NextStep:
    """What can still be saved and runs out first comes first; an accusation is looked at first."""
    if state is State.HIJACKED:
        return NextStep.SUSPEND_AND_CLEAN
    if Overlay.REVIEW in overlays or reason is Reason.ISP_BLOCK:
        return NextStep.LOOK_YOURSELF
    if view.unverified:
        return NextStep.VERIFY_DOMAIN
    if view.domain_state in _STEP_BY_DOMAIN:
        return _STEP_BY_DOMAIN[view.domain_state]
    if reason is Reason.HOSTING_SUSPENDED or (state is State.DARK and _lapsed(view.hosting, view)):
        return NextStep.RENEW_HOSTING
    if state is State.IN_USE and Overlay.DUE in overlays:
        return NextStep.RENEW_HOSTING
    return _STEP_BY_STATE[state]


def _lapsed(expiry: Expiry, view: View) -> bool:
    left = expiry.days_left(view.today)
    return left is not None and left < 0
