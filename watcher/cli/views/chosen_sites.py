"""Which sites a word means: --state and --community of `watcher status --all`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from watcher.cli.invocation import spoken

if TYPE_CHECKING:
    from watcher.report.figures.site_figure import SiteFigure

_ = spoken
_SUSPECTED = "suspected"


def chosen(sites: Iterable["SiteFigure"], state: str, community: str) -> list["SiteFigure"]:
    """Those of which the word is said, of a community by its name or the beginning of it.

    Raises:
        BadParameter: no site could ever be that.
    """
    wanted = _checked(state)
    meant = [one for one in sites if not wanted or wanted in _said_of(one)]
    return [one for one in meant if _is_of(one, community)]


def _is_of(one: "SiteFigure", community: str) -> bool:
    return one.community.casefold().startswith(community.strip().casefold())


def _said_of(one: "SiteFigure") -> set[str]:
    """Every word by which --state may ask for a site: those of the code and of the screen."""
    from watcher.core.looks.access import Access
    from watcher.wording import terms

    words = {one.state.state.value, _(terms.STATES[one.state.state]), *one.state.overlays}
    if one.state.access is not None:
        words.add(one.state.access.value)
        if one.state.access is Access.DISTURBED:
            words.add(Access.DOWN.value)
    if one.suspected:
        words.add(_SUSPECTED)
    return {_folded(word) for word in words}


def _checked(wanted: str) -> str:
    """The word as it is compared. Raises BadParameter: no site could ever be that."""
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
