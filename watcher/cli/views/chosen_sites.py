"""Filter sites by --state and --community of `watcher status --all`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from watcher.cli.invocation import spoken

if TYPE_CHECKING:
    from watcher.report.figures.site_figure import SiteFigure

_ = spoken
_SUSPECTED = "suspected"


def select_sites(sites: Iterable["SiteFigure"], state: str, community: str) -> list["SiteFigure"]:
    """Filter sites.

    Args:
        sites: the figures of all sites.
        state: a state, an access, an overlay, or "suspected"; "" for all.
        community: the name of a community, or its beginning; "" for all.

    Raises:
        BadParameter: `state` is none of these.
    """
    wanted = _checked(state)
    matching = [figure for figure in sites if not wanted or wanted in _labels_of(figure)]
    return [figure for figure in matching if _is_of(figure, community)]


def _is_of(figure: "SiteFigure", community: str) -> bool:
    return figure.community.casefold().startswith(community.strip().casefold())


def _labels_of(figure: "SiteFigure") -> set[str]:
    """Return the values of --state that match a site: codes, and the state as it is printed."""
    from watcher.core.looks.access import Access
    from watcher.wording import terms

    assessed = figure.state
    labels = {assessed.state.value, _(terms.STATES[assessed.state]), *assessed.overlays}
    if assessed.access is not None:
        labels.add(assessed.access.value)
        if assessed.access is Access.DISTURBED:
            labels.add(Access.DOWN.value)
    if figure.suspected:
        labels.add(_SUSPECTED)
    return {_folded(label) for label in labels}


def _checked(wanted: str) -> str:
    """Return the value in the form in which it is compared. Raises BadParameter if unknown."""
    from watcher.core.looks.access import Access
    from watcher.core.sites.overlay import Overlay
    from watcher.core.sites.state import State
    from watcher.wording import terms

    codes = [*State, *Access, *Overlay, _SUSPECTED]
    known = {_folded(word) for word in (*codes, *(_(terms.STATES[state]) for state in State))}
    if wanted and _folded(wanted) not in known:
        words = ", ".join(dict.fromkeys(codes))
        message = _("{word} is none of: {words}", word=wanted, words=words)
        raise typer.BadParameter(message, param_hint="--state")
    return _folded(wanted)


def _folded(word: str) -> str:
    return word.strip().casefold().replace(" ", "_").replace("-", "_")
