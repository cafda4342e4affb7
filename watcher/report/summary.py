"""The sentences of page one, whole messages each, chosen by the figures and by nothing else."""

import html
import re
from dataclasses import dataclass

from markupsafe import Markup

from watcher.core.state import State
from watcher.report.figures import Figures, Outline
from watcher.report.snapshot import Snapshot
from watcher.wording import Words
from watcher.wording.shapes import Shapes

_TAG = re.compile(r"</?b>")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells a month in one language.

    Attributes:
        snapshot: the month, with what is kept of those before it.
    """

    snapshot: Snapshot
    say: Words
    shapes: Shapes

    @property
    def now(self) -> Figures:
        """The figures of the month."""
        return self.snapshot.figures

    def sentences(self) -> list[Markup]:
        """The four paragraphs of the summary."""
        return [
            Markup(" ").join((self._opens(), self._dark())),
            self._use(),
            Markup(" ").join((self._due(), self._hijacked())),
            self._notices(),
        ]

    def plain(self) -> list[str]:
        """The same without emphasis, for JSON."""
        return [html.unescape(_TAG.sub("", str(one))) for one in self.sentences()]

    @property
    def comparable(self) -> Outline | None:
        """The month before, if both months were measured well enough to compare."""
        past = self.snapshot.past
        if not past or past[-1].month != self.now.month.previous():
            return None
        before = past[-1]
        well_measured = before.enough and self.now.quality.enough
        return before if before.counts.total and well_measured else None

    def _opens(self) -> Markup:
        counts, before = self.now.counts, self.comparable
        values = {
            "n": counts.total,
            "opens": counts.opens,
            "month": self.shapes.month_name(self.now.month),
            "before": self.shapes.month_name(self.now.month.previous()),
            "d": abs(counts.opens - before.counts.opens) if before else 0,
        }
        if before is None:
            message = self.say.template(
                "Of <b>{n} granted sites</b>, <b>{opens} could be opened</b> at the end of {month}."
            )
        elif counts.opens > before.counts.opens:
            message = self.say.template(
                "Of <b>{n} granted sites</b>, <b>{opens} could be opened</b> at the end of {month},"
                " up {d} from {before}."
            )
        elif counts.opens < before.counts.opens:
            message = self.say.template(
                "Of <b>{n} granted sites</b>, <b>{opens} could be opened</b> at the end of {month},"
                " down {d} from {before}."
            )
        else:
            message = self.say.template(
                "Of <b>{n} granted sites</b>, <b>{opens} could be opened</b> at the end of {month},"
                " the same as in {before}."
            )
        return Markup(message).format(**values)  # noqa: S704 - a message of ours

    def _dark(self) -> Markup:
        if not self.now.counts[State.DARK]:
            return self._told("No site is dark.")
        return self._counted(
            "<b>{n} site is dark</b>; domain not renewed: {k}.",
            "<b>{n} sites are dark</b>, {k} of them because the domain was not renewed.",
            self.now.counts[State.DARK],
            k=self.now.dark_by_domain,
        )

    def _use(self) -> Markup:
        counts = self.now.counts
        if not counts[State.NEVER_USED] and not counts[State.STALE]:
            return self._told("No site that opens stands unused or without news.")
        return self._told(
            "<b>In use: {in_use}</b> (content changed within {days} days)."
            " <b>Never used</b> since hand-over: <b>{never_used}</b>;"
            " not changed for more than {days} days: {stale}.",
            in_use=counts[State.IN_USE],
            never_used=counts[State.NEVER_USED],
            stale=counts[State.STALE],
            days=self.now.limits.stale_after.days,
        )

    def _due(self) -> Markup:
        days = self.now.limits.due_within_days
        if not self.now.due_domains:
            return self._told("No domain falls due within {days} days.", days=days)
        return self._counted(
            "<b>{n} domain</b> falls due within {days} days; within 14 days: {soon}.",
            "<b>{n} domains</b> fall due within {days} days, {soon} of them within 14 days.",
            self.now.due_domains,
            days=days,
            soon=self.now.due_soon,
        )

    def _hijacked(self) -> Markup:
        hijacked = self.now.counts[State.HIJACKED]
        if not hijacked:
            return self._told("No site is hijacked.")
        return self._counted(
            "<b>{n} site is hijacked</b> and needs action at once.",
            "<b>{n} sites are hijacked</b> and need action at once.",
            hijacked,
        )

    def _notices(self) -> Markup:
        if not self.now.post.sent:
            return self._told("No letter was sent this month.")
        return self._counted(
            "The office sent <b>{n} letter</b>; owners who answered: {answered}.",
            "The office sent <b>{n} letters</b>; owners who answered: {answered}.",
            self.now.post.sent,
            answered=self.now.answered,
        )

    def _told(self, message: str, **values: object) -> Markup:
        return Markup(self.say.template(message)).format(**values)  # noqa: S704 - a message of ours

    def _counted(self, one: str, many: str, n: int, **values: object) -> Markup:
        message = self.say.plural_template(one, many, n)
        return Markup(message).format(n=n, **values)  # noqa: S704 - a message of ours
