"""The one thing that the office should do about a site; what expires soonest comes first."""

from enum import StrEnum

from watcher.core.domains.expiry import Confidence, is_past
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.sites.overlay import Overlay
from watcher.core.sites.site import OwnerAnswer
from watcher.core.sites.state import Found, State
from watcher.core.sites.view import Thresholds, View


class NextStep(StrEnum):
    """What the office can do about a site."""

    NOTHING = "nothing"
    RENEW_DOMAIN = "renew_domain"
    SAVE_DOMAIN = "save_domain"
    VERIFY_DOMAIN = "verify_domain"
    LIFT_HOLD = "lift_hold"
    REDEEM_DOMAIN = "redeem_domain"
    NEW_DOMAIN = "new_domain"
    ASK_WHOSE_NAME = "ask_whose_name"
    RENEW_HOSTING = "renew_hosting"
    LIFT_SUSPENSION = "lift_suspension"
    ASK_HOSTING_END = "ask_hosting_end"
    CALL_OWNER = "call_owner"
    DECIDE_CLOSING = "decide_closing"
    SUSPEND_AND_CLEAN = "suspend_and_clean"
    LOOK_YOURSELF = "look_yourself"
    MEND_CERTIFICATE = "mend_certificate"
    COACH = "coach"
    ASK_FOR_NEWS = "ask_for_news"
    WAIT = "wait"


#: The steps for which the office calls the owner, the most urgent first.
CALLED_FIRST = (
    NextStep.SAVE_DOMAIN,
    NextStep.SUSPEND_AND_CLEAN,
    NextStep.REDEEM_DOMAIN,
    NextStep.RENEW_DOMAIN,
    NextStep.VERIFY_DOMAIN,
    NextStep.LIFT_HOLD,
    NextStep.LIFT_SUSPENSION,
    NextStep.RENEW_HOSTING,
    NextStep.ASK_WHOSE_NAME,
    NextStep.NEW_DOMAIN,
    NextStep.CALL_OWNER,
    NextStep.DECIDE_CLOSING,
    NextStep.COACH,
    NextStep.ASK_FOR_NEWS,
    NextStep.ASK_HOSTING_END,
)

_BY_DOMAIN = {
    DomainState.EXPIRING: NextStep.RENEW_DOMAIN,
    DomainState.GRACE: NextStep.SAVE_DOMAIN,
    DomainState.HOLD: NextStep.LIFT_HOLD,
    DomainState.REDEMPTION: NextStep.REDEEM_DOMAIN,
    DomainState.PENDING_DELETE: NextStep.NEW_DOMAIN,
    DomainState.EXPIRED: NextStep.NEW_DOMAIN,
    DomainState.UNREGISTERED: NextStep.NEW_DOMAIN,
}
_BY_STATE = {
    State.HIJACKED: NextStep.SUSPEND_AND_CLEAN,
    State.UNKNOWN: NextStep.WAIT,
    State.DARK: NextStep.CALL_OWNER,
    State.NEVER_USED: NextStep.COACH,
    State.STALE: NextStep.ASK_FOR_NEWS,
    State.IN_USE: NextStep.NOTHING,
}
#: Reasons of UNKNOWN that a person can settle by opening the site.
_LOOK_AT = frozenset(
    {
        Reason.ISP_BLOCK,
        Reason.REVIEW,
        Reason.OFFSITE_REDIRECT,
        Reason.UNKNOWN_CONTENT,
        Reason.CHALLENGE,
        Reason.RATE_LIMITED,
        Reason.NO_EVIDENCE,
    }
)


def next_step(
    view: View, found: Found, beside: tuple[Overlay, ...], limits: Thresholds
) -> NextStep:
    """Choose the step that is printed; an accusation comes before anything else.

    Args:
        view: what is known of the site.
        found: its state, with overrides applied.
        beside: its overlays.
        limits: thresholds of the settings.
    """
    steps = (
        _most_urgent(view, found, beside),
        _about_domain(view),
        _about_hosting(view, found, limits),
        _about_state(view, found, beside),
    )
    return next(step for step in steps if step is not None)


def _most_urgent(view: View, found: Found, beside: tuple[Overlay, ...]) -> NextStep | None:
    if found.state is State.HIJACKED:
        return NextStep.SUSPEND_AND_CLEAN
    if found.reason is Reason.REREGISTERED:
        return NextStep.ASK_WHOSE_NAME
    if Overlay.REVIEW in beside or found.reason is Reason.ISP_BLOCK:
        return NextStep.LOOK_YOURSELF
    if view.answer is OwnerAnswer.CLOSE:
        return NextStep.DECIDE_CLOSING
    return None


def _about_domain(view: View) -> NextStep | None:
    if view.unverified:
        return NextStep.VERIFY_DOMAIN
    if view.domain_state is DomainState.HOLD and is_past(view.domain, view.today):
        return NextStep.SAVE_DOMAIN  # held because it was not paid for
    return _BY_DOMAIN.get(view.domain_state)


def _about_hosting(view: View, found: Found, limits: Thresholds) -> NextStep | None:
    if found.reason is Reason.HOSTING_SUSPENDED:
        return NextStep.LIFT_SUSPENSION
    stated = view.hosting in view.stated_ends
    left = view.hosting.days_left(view.today) if stated else None
    due = left is not None and left <= limits.due_within_days
    return NextStep.RENEW_HOSTING if due else None


def _about_state(view: View, found: Found, beside: tuple[Overlay, ...]) -> NextStep:
    if Overlay.CERTIFICATE in beside:
        return NextStep.MEND_CERTIFICATE
    if found.state is State.UNKNOWN and found.reason in _LOOK_AT:
        return NextStep.LOOK_YOURSELF
    if found.state is State.IN_USE and Overlay.DISTURBED in beside:
        return NextStep.WAIT
    step = _BY_STATE[found.state]
    if step in (NextStep.NOTHING, NextStep.WAIT) and _hosting_end_is_asked(view):
        return NextStep.ASK_HOSTING_END
    return step


def _hosting_end_is_asked(view: View) -> bool:
    """Whether hosting may end soon and its end is only estimated."""
    left = view.hosting.days_left(view.today)
    return view.hosting.confidence is Confidence.ESTIMATE and left is not None and left <= 30
