"""A month with the language it is reported in: figures, comparison, messages and formats."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from watcher.core.printable import one_line
from watcher.report.figures.month_figures import Figures, Outline
from watcher.report.figures.site_figure import SiteFigure
from watcher.report.figures.snapshot import Snapshot
from watcher.wording import Words
from watcher.wording.formats import Formatter

#: How many names a sentence lists; the sections of the report list all.
NAMES = 8


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A month to be reported in one language.

    Attributes:
        snapshot: the month, and the outlines of those before it.
        say: translates messages.
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
        """The month before, if it was computed by the same method and enough was measured."""
        past = self.snapshot.past
        if not past or past[-1].month != self.now.month.previous():
            return None
        before = past[-1]
        usable = before.enough and before.counts.total and before.method == self.snapshot.method
        return before if usable and self.now.quality.enough else None

    @property
    def comparable(self) -> Outline | None:
        """The month before, if the same sites were watched: else differences mean nothing."""
        before = self.before
        same = before is not None and before.base == self.now.outline.base
        return before if same else None

    def marked_up(self, message: str, **values: object) -> Markup:
        """Translate a message; the values are escaped and filled in."""
        return Markup(self.say.template(message)).format(**values)  # noqa: S704 - ours

    def counted(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Translate a message about a number of things; the values are escaped and filled in.

        Args:
            one: the message for one thing.
            many: the message for other numbers.
            n: how many; also the value of {n}.
            values: name -> value.
        """
        message = self.say.plural_template(one, many, n)
        return Markup(message).format(n=n, **values)  # noqa: S704 - a message of ours

    def names(self, sites: Sequence[SiteFigure]) -> str:
        """List the businesses of some sites, at most NAMES and then how many more."""
        shown = ", ".join(one_line(figure.site.business) for figure in sites[:NAMES])
        if len(sites) <= NAMES:
            return shown
        return self.say("{names} and {n} more", names=shown, n=len(sites) - NAMES)
