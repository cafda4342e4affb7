"""Print every site in one line: `watcher status --all`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from watcher.cli import show
from watcher.cli.invocation import spoken
from watcher.cli.views.chosen_sites import select_sites
from watcher.core.printable import printable
from watcher.core.sites.urgency import urgency

if TYPE_CHECKING:
    from watcher.report.figures.month_figures import Figures
    from watcher.report.figures.site_figure import SiteFigure
    from watcher.settings import Settings
    from watcher.wording.formats import Formatter

_ = spoken


def print_sites(
    found: "Figures", settings: "Settings", *, state: str, community: str, json: bool
) -> None:
    """Print one line per site, the most urgent first.

    Args:
        found: the figures of today.
        state: only sites with this state, access or overlay, or "suspected"; "" for all.
        community: only sites whose community's name begins so; "" for all.
        json: print JSON.
    """
    from watcher.app import utc_now
    from watcher.cli.views import contract
    from watcher.cli.views.one_site import formatter_of
    from watcher.core.period import local_day

    sites = sorted(
        select_sites(found.everyone, state, community),
        key=lambda figure: urgency(figure.state, suspected=figure.suspected),
    )
    if json:
        zone = settings.programme.zoneinfo
        today = local_day(utc_now(), zone)
        show.as_json(
            [
                {**contract.site(figure, today, zone), "suspected": figure.suspected}
                for figure in sites
            ]
        )
        return
    if not sites:
        show.say(_("No site is like that."))
        return
    formatter = formatter_of(settings)
    days = settings.looks.due_within_days
    for line in _aligned([_row(figure, formatter, days) for figure in sites]):
        show.say(printable(line))
    show.say(_.plural("{n} site", "{n} sites", len(sites)))


def _row(figure: "SiteFigure", formatter: "Formatter", due_days: int) -> list[str]:
    from watcher.core.looks.access import Access
    from watcher.core.sites.site import MonitoringStatus
    from watcher.wording import terms
    from watcher.wording.formats import readable_host

    access = figure.state.access
    now = [_(terms.ACCESSES[access])] if access not in (None, Access.OPENS) else []
    beside = [
        *now,
        *(_(terms.OVERLAYS[overlay], due_days=due_days) for overlay in figure.state.overlays),
    ]
    if figure.suspected:
        beside.append(_("the last look failed: {reason}", reason=_last_reason(figure)))
    if figure.site.standing is not MonitoringStatus.ACTIVE:
        beside.append(_(terms.STANDINGS[figure.site.standing]))
    ends = [(end.on, clock) for clock, end in figure.ends.items() if end.on is not None]
    if ends:
        on, clock = min(ends)
        ends_on = _("{what} until {day}", what=_(terms.CLOCKS[clock]), day=formatter.short_day(on))
        beside.append(ends_on)
    return [
        f"{terms.GLYPHS[figure.state.state]} {_(terms.STATES[figure.state.state])}",
        readable_host(figure.site.host),
        figure.site.business,
        figure.community,
        "; ".join(beside),
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return rows as lines with aligned cells; the last cell is not padded."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _last_reason(figure: "SiteFigure") -> str:
    from watcher.wording.terms import REASONS

    return _(REASONS[figure.last_look.last_reason]) if figure.last_look else ""
