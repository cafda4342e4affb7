"""Every site in one line: `watcher status --all`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from watcher.cli import show
from watcher.cli.invocation import spoken

if TYPE_CHECKING:
    from watcher.report.figures import Figures
    from watcher.report.site_figure import SiteFigure
    from watcher.settings import Settings
    from watcher.wording.shapes import Shapes

_ = spoken
_SUSPECTED = "suspected"


def tell_all(
    found: "Figures", settings: "Settings", *, state: str, community: str, json: bool
) -> None:
    """Print one line a site, what needs somebody first.

    Args:
        state: only those of which this is said: a state, an access, an overlay, or "suspected";
            empty for all.
        community: only those of this community, by its name or the beginning of it.
    """
    from watcher.app import utc_now
    from watcher.cli import contract
    from watcher.cli.one_site import shapes_of
    from watcher.core.period import local_day

    wanted = _checked(state)
    meant = [one for one in found.everyone if not wanted or wanted in _said_of(one)]
    sites = [one for one in meant if _is_of(one, community)]
    sites.sort(key=_urgency)
    if json:
        today = local_day(utc_now(), settings.programme.zoneinfo)
        show.as_json([{**contract.site(one, today), "suspected": suspected(one)} for one in sites])
        return
    if not sites:
        show.say(_("No site is like that."))
        return
    shapes = shapes_of(settings)
    days = settings.looks.due_within_days
    for line in _aligned([_row(one, shapes, days) for one in sites]):
        show.say(show.printable(line))
    show.say(_.plural("{n} site", "{n} sites", len(sites)))


def suspected(one: "SiteFigure") -> bool:
    """Whether its last look failed just now, and nothing is confirmed yet."""
    from watcher.core.verdict import Status

    look = one.last_look
    return look is not None and look.vouched and look.failing and look.status is not Status.DOWN


def _row(one: "SiteFigure", shapes: "Shapes", due_days: int) -> list[str]:
    from watcher.core.access import Access
    from watcher.core.site import Standing
    from watcher.wording import terms
    from watcher.wording.shapes import readable_host

    access = one.state.access
    now = [_(terms.ACCESSES[access])] if access not in (None, Access.OPENS) else []
    beside = [
        *now,
        *(_(terms.OVERLAYS[overlay], due_days=due_days) for overlay in one.state.overlays),
    ]
    if suspected(one):
        beside.append(_("the last look failed: {reason}", reason=_last_reason(one)))
    if one.site.standing is not Standing.ACTIVE:
        beside.append(_(terms.STANDINGS[one.site.standing]))
    ends = [(end.on, clock) for clock, end in one.ends.items() if end.on is not None]
    if ends:
        on, clock = min(ends)
        ends_on = _("{what} until {day}", what=_(terms.CLOCKS[clock]), day=shapes.short_day(on))
        beside.append(ends_on)
    return [
        f"{terms.GLYPHS[one.state.state]} {_(terms.STATES[one.state.state])}",
        readable_host(one.site.host),
        one.site.business,
        one.community,
        "; ".join(beside),
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines whose cells stand below each other; the last cell is as long as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _last_reason(one: "SiteFigure") -> str:
    from watcher.wording.terms import REASONS

    return _(REASONS[one.last_look.last_reason]) if one.last_look else ""


def _is_of(one: "SiteFigure", community: str) -> bool:
    return one.community.casefold().startswith(community.strip().casefold())


def _urgency(one: "SiteFigure") -> tuple[bool, ...]:
    """False comes first: what is past its end, down, suspected, to be checked, due."""
    from watcher.core.access import Access
    from watcher.core.overlay import Overlay

    overlays = one.state.overlays
    return (
        Overlay.PAST_END not in overlays,
        one.state.access not in (Access.DOWN, Access.DISTURBED),
        not suspected(one),
        Overlay.REVIEW not in overlays,
        Overlay.DUE not in overlays,
    )


def _said_of(one: "SiteFigure") -> set[str]:
    """Every word by which --state may ask for a site: those of the code and of the screen."""
    from watcher.core.access import Access
    from watcher.wording import terms

    words = {one.state.state.value, _(terms.STATES[one.state.state]), *one.state.overlays}
    if one.state.access is not None:
        words.add(one.state.access.value)
        if one.state.access is Access.DISTURBED:
            words.add(Access.DOWN.value)
    if suspected(one):
        words.add(_SUSPECTED)
    return {_folded(word) for word in words}


def _checked(wanted: str) -> str:
    """The word as it is compared. Raises BadParameter: no site could ever be that."""
    from watcher.core.access import Access
    from watcher.core.overlay import Overlay
    from watcher.core.state import State
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
