"""Overlays: what is reported of a site besides its state."""

from enum import StrEnum

from watcher.core.looks.access import Access, access_at
from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.core.pages.page_history import HIDING_KINDS, LOST_KINDS, PageOwner, current_stretch
from watcher.core.sites.state import Found, State, is_proven
from watcher.core.sites.view import Thresholds, View

#: Kinds of page that replace a hijacked one, or hide it, and do not prove that it was cleaned.
_AFTERMATH = LOST_KINDS | HIDING_KINDS


class Overlay(StrEnum):
    """What is reported besides a state."""

    PAST_END = "past_end"  # domain or hosting has ended; the site opened when last seen
    DUE = "due"  # a domain or hosting term ends within 60 days
    DISTURBED = "disturbed"  # confirmed down, but not long enough to be dark
    REVIEW = "review"  # a suspicion that a person should check
    CERTIFICATE = "certificate"  # the certificate has expired: browsers warn visitors
    WAS_HIJACKED = "was_hijacked"  # dark now, hijacked before


def overlays(view: View, found: Found, limits: Thresholds) -> tuple[Overlay, ...]:
    """List the overlays of a site, the most urgent first.

    Args:
        view: what is known of the site.
        found: its state, with overrides applied.
        limits: thresholds of the settings.
    """
    access = access_at(view.availability, view.at, limits.dark_after)
    left = [days for end in view.stated_ends if (days := end.days_left(view.today)) is not None]
    dark = found.state is State.DARK
    was_hijacked = dark and _was_hijacked(view, limits)
    proven = found.state is State.HIJACKED
    up = view.availability.status is Status.UP and view.page_owner is not PageOwner.FOREIGN
    shown = {
        Overlay.PAST_END: up and not dark and any(days < 0 for days in left),
        Overlay.DUE: any(0 <= days <= limits.due_within_days for days in left),
        Overlay.DISTURBED: access is Access.DISTURBED and not dark,
        Overlay.REVIEW: _is_accused(view) and not (proven or was_hijacked),
        Overlay.CERTIFICATE: access is Access.OPENS and _certificate_expired(view),
        Overlay.WAS_HIJACKED: was_hijacked,
    }
    return tuple(overlay for overlay, holds in shown.items() if holds)


def _is_accused(view: View) -> bool:
    seen = view.suspicion or view.page
    return seen is not None and seen.accused


def _was_hijacked(view: View, limits: Thresholds) -> bool:
    """Whether the site was proven hijacked when its own content was last seen, at any time."""
    own = [page for page in view.pages if page.kind not in _AFTERMATH]
    run = current_stretch(own, is_proven, own[-1].last_at) if own else None
    return run is not None and run.lasted >= limits.hijack_apart


def _certificate_expired(view: View) -> bool:
    ended = view.certificate_ends is not None and view.certificate_ends <= view.at
    return ended or view.availability.last_reason is Reason.TLS_EXPIRED
