"""In which order sites need somebody: what can still be saved, and runs out, comes first."""

from watcher.core.looks.access import Access
from watcher.core.sites.assessment import SiteState
from watcher.core.sites.overlay import Overlay


def urgency(state: SiteState, *, suspected: bool) -> tuple[bool, ...]:
    """The key by which sites are sorted: past its end, down, suspected, to be checked, due.

    Args:
        suspected: its last look failed, and nothing is confirmed yet.
    """
    return (
        Overlay.PAST_END not in state.overlays,
        state.access not in (Access.DOWN, Access.DISTURBED),
        not suspected,
        Overlay.REVIEW not in state.overlays,
        Overlay.DUE not in state.overlays,
    )
