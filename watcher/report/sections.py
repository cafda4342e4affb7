"""The sections of the programme report, in their order on the page.

Adding one is a row here and a template. A view takes the rows out of the figures; the words
are the template's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.observation import DomainState
from watcher.core.state import State
from watcher.report.figures import Figures, SiteFigure
from watcher.wording import N_


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of the report.

    Attributes:
        view: the rows the template prints; their number may stand in the title.
    """

    name: str
    title: str
    view: Callable[[Figures], Sequence[object]]

    @property
    def template(self) -> str:
        """The partial that prints it."""
        return f"sections/{self.name}.html.j2"


def _dark(figures: Figures) -> list[SiteFigure]:
    """What can still be saved and runs out first comes first."""
    return sorted(figures.in_state(State.DARK), key=_savable_until)


def _savable_until(figure: SiteFigure) -> tuple[int, date, int]:
    expires, site_id = figure.domain.on, figure.site.id
    if figure.domain_state is DomainState.GRACE and expires:
        return 0, figure.life.grace_ends(expires), site_id
    if figure.domain_state is DomainState.REDEMPTION and expires:
        return 1, figure.life.redemption_ends(expires), site_id
    lost = figure.domain_state in (
        DomainState.PENDING_DELETE,
        DomainState.EXPIRED,
        DomainState.UNREGISTERED,
    )
    return 3 if lost else 2, expires or date.max, site_id


SECTIONS: tuple[Section, ...] = (
    Section("states", N_("State of {n} sites"), lambda f: f.sites),
    Section("due", N_("Due within {days} days"), lambda f: f.due),
    Section("dark", N_("Dark sites"), _dark),
    Section("hijacked", N_("Hijacked sites"), lambda f: f.in_state(State.HIJACKED)),
    Section("never_used", N_("Sites never used"), lambda f: f.in_state(State.NEVER_USED)),
    Section("communities", N_("Communities compared"), lambda f: f.communities),
    Section("quality", N_("Data quality"), lambda f: f.quality.gaps),
)
#: Sections whose number of rows stands behind their title.
COUNTED = frozenset({"due", "dark", "hijacked", "never_used"})
