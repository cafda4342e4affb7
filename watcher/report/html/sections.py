"""The sections of the programme report, in their order on the page.

A new section is a row here and a template. The view selects rows from the figures; texts are in
the template.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from watcher.core.looks.observation import DomainState
from watcher.core.months.indicators import RANKED_FROM, ranks
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import CommunityFigure, Figures
from watcher.report.figures.recoverability import is_lost, saved_until
from watcher.report.figures.site_figure import SiteFigure
from watcher.wording import N_


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the report.

    Attributes:
        title: a message; {n} is the number of watched sites, {days} the span of due dates.
        view: returns the rows that the template prints.
    """

    name: str
    title: str
    view: Callable[[Figures], Sequence[object]]

    @property
    def template(self) -> str:
        """The name of its Jinja template."""
        return f"sections/{self.name}.html.j2"


def _dark(figures: Figures) -> list[SiteFigure]:
    """Sort dark sites: first those that can still be saved, by the last day for that."""
    return sorted(figures.in_state(State.DARK), key=_savable_until)


def _savable_until(figure: SiteFigure) -> tuple[int, date, int]:
    until = saved_until(figure)
    if until is not None:
        return int(figure.domain_state is DomainState.REDEMPTION), until, figure.site.id
    return 3 if is_lost(figure) else 2, figure.domain.on or date.max, figure.site.id


def _league(figures: Figures) -> list[tuple[int | None, CommunityFigure]]:
    """Return the communities with their rank by the share of sites in use."""
    shares = [_ranked_share(community, figures) for community in figures.communities]
    return list(zip(ranks(shares), figures.communities, strict=True))


def _ranked_share(community: CommunityFigure, figures: Figures) -> Fraction | None:
    """Return the share by which a community is ranked; None if too little is known of it."""
    counts = community.counts
    if counts.known < RANKED_FROM or not figures.quality.enough:
        return None
    return Fraction(counts[State.IN_USE], counts.known)


SECTIONS: tuple[Section, ...] = (
    Section("states", N_("State of {n} sites"), lambda f: f.sites),
    Section("todo", N_("To do this month"), lambda f: f.assignments),
    Section("due", N_("Ended, or due within {days} days"), lambda f: f.due),
    Section("dark", N_("Dark sites"), _dark),
    Section("hijacked", N_("Hijacked sites"), lambda f: f.in_state(State.HIJACKED)),
    Section("never_used", N_("Sites never used"), lambda f: f.in_state(State.NEVER_USED)),
    Section("communities", N_("Communities compared"), _league),
    Section("indicators", N_("Effectiveness: four indicators"), lambda f: f.measures),
    Section("cohorts", N_("After the hand-over: 3, 6, 12 and 24 months"), lambda f: f.cohorts),
    Section("budget", N_("Renewals of the next twelve months"), lambda f: f.budget),
    Section("quality", N_("Data quality"), lambda f: f.quality.gaps),
)
#: Sections whose title is followed by the number of rows.
COUNTED = frozenset({"due", "dark", "hijacked", "never_used"})
#: Sections that are not split across pages of paper while they have at most KEPT_ROWS rows.
KEPT = frozenset({"communities", "indicators", "cohorts", "budget", "quality"})
KEPT_ROWS = 24
