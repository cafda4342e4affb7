"""Who tells a month in one language: its figures, the month it is compared with, and messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from watcher.core.printable import one_line
from watcher.report.figures.month_figures import Figures, Outline
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.figures.snapshot import Snapshot
from watcher.wording import Words
from watcher.wording.formats import Formatter

#: So many names are told; the rest stand in the lists behind.
NAMES = 8


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Tells a month in one language.

    Attributes:
        snapshot: the month, with what is kept of those before it.
    """

    snapshot: Snapshot
    say: Words
    formatter: Formatter

    @property
    def now(self) -> Figures:
        """The figures of the month."""
        return self.snapshot.figures

    @property
    def before(self) -> Outline | None:
        """The month before, if it was closed by the same rules and measured well enough."""
        past = self.snapshot.past
        if not past or past[-1].month != self.now.month.previous():
            return None
        before = past[-1]
        usable = before.enough and before.counts.total and before.method == self.snapshot.method
        return before if usable and self.now.quality.enough else None

    @property
    def comparable(self) -> Outline | None:
        """The month before, if the same sites were watched: other counts have no difference."""
        before = self.before
        same = before is not None and before.base == self.now.outline.base
        return before if same else None

    def marked_up(self, message: str, **values: object) -> Markup:
        """Say one message; what is filled in is escaped."""
        return Markup(self.say.template(message)).format(**values)  # noqa: S704 - ours

    def counted(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Say one message that counts something."""
        message = self.say.plural_template(one, many, n)
        return Markup(message).format(n=n, **values)  # noqa: S704 - a message of ours

    def names(self, sites: Sequence[SiteFigure]) -> str:
        """The businesses of some sites, as many as a sentence holds."""
        shown = ", ".join(one_line(one.site.business) for one in sites[:NAMES])
        if len(sites) <= NAMES:
            return shown
        return self.say("{names} and {n} more", names=shown, n=len(sites) - NAMES)
