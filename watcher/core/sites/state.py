"""Decide which of six states a site is in. The first rule that holds decides.

Pure, and for any instant: the state at the end of a month is decided by the same rules as the
state now. Every rule needs positive evidence; where none holds, the state is UNKNOWN, never the
best one (design/behaviour, section 3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.core.domains.expiry import is_past
from watcher.core.looks.access import down_for
from watcher.core.looks.look_state import LookState, look_state
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.freshness import A_DAY_APART
from watcher.core.pages.kind import Level, PageKind
from watcher.core.pages.page_history import (
    LOST_KINDS,
    TEMPLATE_KINDS,
    PageOwner,
    SeenPage,
    current_stretch,
    owner_of,
)
from watcher.core.sites.view import Thresholds, View


class State(StrEnum):
    """The states of a site, in the words of the JSON contract."""

    HIJACKED = "hijacked"
    UNKNOWN = "unknown"
    DARK = "dark"
    NEVER_USED = "never_used"
    STALE = "stale"
    IN_USE = "in_use"


NOT_RENEWED = frozenset(
    {
        DomainState.GRACE,
        DomainState.REDEMPTION,
        DomainState.PENDING_DELETE,
        DomainState.EXPIRED,
        DomainState.UNREGISTERED,
    }
)
_LAPSED = NOT_RENEWED | {DomainState.HOLD}


@dataclass(frozen=True, slots=True)
class Found:
    """The state that a rule found, since when, and why.

    Attributes:
        since: aware UTC; None where that is not known.
        asserted: may be printed as a fact; False for an accusation that is younger than a day
            and that no person has confirmed.
    """

    state: State
    since: datetime | None
    reason: Reason
    asserted: bool = True


_Rule = Callable[[View, Thresholds], Found | None]


def state_of(view: View, limits: Thresholds) -> Found:
    """Find the state of a site by the first rule that holds, in the order of `_RULES`."""
    for rule in _RULES:
        found = rule(view, limits)
        if found is not None:
            return found
    return Found(State.UNKNOWN, None, Reason.NO_EVIDENCE)


def withheld(found: Found) -> Found:
    """Replace an accusation that may not be printed as a fact yet by UNKNOWN."""
    return found if found.asserted else Found(State.UNKNOWN, None, Reason.REVIEW)


def unpaid(view: View) -> bool:
    """Whether the domain was not renewed; one that is held counts only after its term.

    A name may also be held for other reasons than a missing payment.
    """
    held_past_its_term = view.domain_state is DomainState.HOLD and is_past(view.domain, view.today)
    return view.domain_state in NOT_RENEWED or held_past_its_term


def _blind(view: View, _limits: Thresholds) -> Found | None:
    """UNKNOWN where under half of the last three days' looks were conclusive."""
    if 2 * view.conclusive >= view.looks > 0:
        return None
    return Found(State.UNKNOWN, None, view.blind_reason)


def _dark(view: View, limits: Thresholds) -> Found | None:
    seen = view.availability
    down_reason = Reason.DOMAIN_EXPIRED if unpaid(view) else seen.down_reason
    if seen.down_since is not None and down_for(seen, view.at) > limits.dark_after:
        return Found(State.DARK, seen.down_since, down_reason)
    if view.reregistered_at is not None:
        return Found(State.DARK, view.reregistered_at, Reason.REREGISTERED)
    lapsed = view.domain_state in _LAPSED
    if lapsed and seen.down_since is not None:
        return Found(State.DARK, seen.down_since, down_reason)
    lost = current_stretch(view.pages, lambda page: page.kind in LOST_KINDS, view.at)
    if lost is not None and (lapsed or lost.lasted >= A_DAY_APART):
        return Found(State.DARK, lost.first_at, Reason(lost.page.kind.value))
    emptied = current_stretch(view.pages, lambda page: page.kind in TEMPLATE_KINDS, view.at)
    if emptied is not None and view.owner_was_there and emptied.lasted >= A_DAY_APART:
        return Found(State.DARK, emptied.first_at, Reason(emptied.page.kind.value))
    return None


def _hijacked(view: View, limits: Thresholds) -> Found | None:
    run = current_stretch(view.pages, is_proven, view.at)
    if run is None or run.lasted < limits.hijack_apart:
        return None
    confirmed = run.page.evidence_key == view.confirmed_key
    asserted = confirmed or view.at - run.first_at >= limits.asserted_after
    return Found(State.HIJACKED, run.first_at, Reason.HIJACKED, asserted)


def _not_judged(view: View, limits: Thresholds) -> Found | None:
    """UNKNOWN with the cause, where the last reading does not show the owner's dated content."""
    seen = view.suspicion or view.page
    if seen is None:
        down = view.availability.down_since is not None
        reason = view.availability.down_reason if down else Reason.PAGE_UNREAD
        return Found(State.UNKNOWN, None, reason)
    emptied = seen.kind in TEMPLATE_KINDS and view.owner_was_there
    if emptied or owner_of(seen) is not PageOwner.GRANTEE:
        return Found(State.UNKNOWN, None, _reason_of(seen))
    since = view.watched_since
    undated = seen.kind is PageKind.OWNER_SITE and view.update.at is None
    if undated and since is not None and view.at - since <= limits.stale_after:
        return Found(State.UNKNOWN, since, Reason.NEWLY_WATCHED)
    return None


def _never_used(view: View, _limits: Thresholds) -> Found | None:
    template = view.page is not None and view.page.kind in TEMPLATE_KINDS
    if not template and not (_shows_owner(view) and view.at_baseline):
        return None
    reason = Reason.PLACEHOLDER if template else Reason.HANDED_OVER
    return Found(State.NEVER_USED, view.watched_since, reason)


def _stale(view: View, limits: Thresholds) -> Found | None:
    """STALE where the last change is long ago, or none was seen for as long as we read the page."""
    update = view.update
    if not _shows_owner(view):
        return None
    if update.at is not None:
        old = view.at - update.at > limits.stale_after
        return Found(State.STALE, update.at, Reason.OK) if old else None
    if not update.is_older_than(limits.stale_after, view.at):
        return None
    return Found(State.STALE, update.unchanged_since, Reason.OK)


def _in_use(view: View, limits: Thresholds) -> Found | None:
    """IN_USE where the last reading shows the owner's page, with a change within `stale_after`."""
    changed = view.update.at
    if not _shows_owner(view) or changed is None or view.at - changed > limits.stale_after:
        return None
    seen = view.availability.last_reason
    cleared = look_state(seen) is LookState.FOREIGN  # a person has decided that it is the owner's
    return Found(State.IN_USE, changed, Reason.OK if cleared else seen)


_RULES: tuple[_Rule, ...] = (
    _blind, _dark, _hijacked, _not_judged, _never_used, _stale, _in_use,
)  # fmt: skip


def _shows_owner(view: View) -> bool:
    return view.page is not None and view.page.kind is PageKind.OWNER_SITE


def is_proven(page: SeenPage) -> bool:
    """Whether one reading alone is sure that the page was hijacked."""
    return page.accused and page.level is Level.CONFIRMED


def _reason_of(page: SeenPage) -> Reason:
    if page.accused:
        return Reason.REVIEW
    if page.kind is PageKind.REDIRECTED:
        return Reason.OFFSITE_REDIRECT
    return Reason(page.kind.value)
