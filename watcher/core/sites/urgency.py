"""The order in which lists show sites: the most urgent first."""

from watcher.core.looks.access import Access
from watcher.core.sites.assessment import SiteState
from watcher.core.sites.overlay import Overlay


def urgency(state: SiteState, *, suspected: bool) -> tuple[bool, ...]:
    """The sort key of a site: past its end, down, suspected, to be checked, due.

    Args:
        state: of the site.
        suspected: its last look failed, and the failure is not confirmed yet.
    """
    return (
        Overlay.PAST_END not in state.overlays,
        state.access not in (Access.DOWN, Access.DISTURBED),
        not suspected,
        Overlay.REVIEW not in state.overlays,
        Overlay.DUE not in state.overlays,
    )
