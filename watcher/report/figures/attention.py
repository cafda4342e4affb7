"""Which sites need somebody first, and which are suspected now. Pure."""

from watcher.core.looks.access import Access
from watcher.core.sites.overlay import Overlay
from watcher.report.figures.site_figure import SiteFigure


def suspected(one: SiteFigure) -> bool:
    """Whether its last look failed just now, and nothing is confirmed yet."""
    return one.last_look is not None and one.last_look.suspected


def urgency(one: SiteFigure) -> tuple[bool, ...]:
    """False comes first: what is past its end, down, suspected, to be checked, due."""
    overlays = one.state.overlays
    return (
        Overlay.PAST_END not in overlays,
        one.state.access not in (Access.DOWN, Access.DISTURBED),
        not suspected(one),
        Overlay.REVIEW not in overlays,
        Overlay.DUE not in overlays,
    )
