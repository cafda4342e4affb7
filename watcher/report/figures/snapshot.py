"""Freeze and thaw a closed month: its figures as they were signed, and what a revision changed.

The stored form is zlib-compressed JSON lines: first the frame, then one line per site, so that ten
thousand sites are never in memory twice.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.months.cohorts import MonthEndState
from watcher.core.period import months_before
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import Figures, Outline, UpcomingEnd
from watcher.report.figures.site_figure import SiteFigure

#: How many months before it a month's trend shows: a year together.
MONTHS_BEFORE = 11


@dataclass(frozen=True, slots=True)
class StateChange:
    """A site whose state a revision changed."""

    business: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision of a closed month changed.

    Attributes:
        number: 1 for the first revision.
        measured: number of sites whose measured time differs from the edition before.
        moved: the sites whose state differs.
    """

    number: int
    made_at: datetime
    measured: int
    moved: tuple[StateChange, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month as it is reported.

    Attributes:
        past: the months before it, as they were closed, the oldest first.
        closed: False while the month runs: the figures are those until now.
        revision: None in the first edition.
    """

    figures: Figures
    past: tuple[Outline, ...] = ()
    closed: bool = True
    revision: Revision | None = None

    @property
    def method(self) -> str:
        """compute.METHOD_VERSION by which it was computed."""
        return self.figures.method

    @property
    def year(self) -> tuple[Outline, ...]:
        """The closed months of the eleven before it, and the month itself, the oldest first.

        Months computed by another method are left out: their counts are not comparable.
        """
        wanted = {self.figures.month, *months_before(self.figures.month, MONTHS_BEFORE)}
        known = (*self.past, self.figures.outline)
        return tuple(o for o in known if o.month in wanted and o.method == self.method)

    @property
    def edition(self) -> int:
        """0 for the first edition, n for the n-th revision."""
        return self.revision.number if self.revision else 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """A snapshot without its sites, each of which is a line of its own.

    Attributes:
        watched: how many of the lines are watched sites; the rest are away.
        due: site id, clock and days left of each `UpcomingEnd`.
        unknown: site ids of the data quality, as `overridden`.
    """

    snapshot: Snapshot
    watched: int
    due: tuple[tuple[int, ExpiryKind, int], ...]
    unknown: tuple[int, ...]
    overridden: tuple[int, ...] = ()


_FRAME = TypeAdapter(_Frame)
_SITE = TypeAdapter(SiteFigure)
_OUTLINE = TypeAdapter(Outline)
_MARKS = TypeAdapter(dict[int, MonthEndState])


def freeze(snapshot: Snapshot) -> bytes:
    """Serialise a month; `thaw` restores it value for value."""
    packer = zlib.compressobj()
    return b"".join(packer.compress(line + b"\n") for line in _lines(snapshot)) + packer.flush()


def _lines(snapshot: Snapshot) -> Iterator[bytes]:
    figures = snapshot.figures
    bare = replace(
        figures,
        sites=(),
        away=(),
        due=(),
        communities=tuple(replace(community, sites=()) for community in figures.communities),
        quality=replace(figures.quality, unknown=(), overridden=()),
    )
    frame = _Frame(
        snapshot=replace(snapshot, figures=bare),
        watched=len(figures.sites),
        due=tuple((end.figure.site.id, end.clock, end.days_left) for end in figures.due),
        unknown=tuple(figure.site.id for figure in figures.quality.unknown),
        overridden=tuple(figure.site.id for figure in figures.quality.overridden),
    )
    yield _FRAME.dump_json(frame)
    for figure in (*figures.sites, *figures.away):
        yield _SITE.dump_json(figure)


def thaw(frozen: bytes) -> Snapshot:
    """Restore a month that `freeze` serialised."""
    first, *lines = zlib.decompress(frozen).splitlines()
    frame = _FRAME.validate_json(first)
    everyone = tuple(map(_SITE.validate_json, lines))
    known = {figure.site.id: figure for figure in everyone}
    figures = frame.snapshot.figures
    watched = everyone[: frame.watched]
    whole = replace(
        figures,
        sites=watched,
        away=everyone[frame.watched :],
        due=tuple(
            UpcomingEnd(known[site], clock, known[site].ends[clock], days)
            for site, clock, days in frame.due
        ),
        communities=tuple(
            replace(community, sites=tuple(f for f in watched if f.community == community.name))
            for community in figures.communities
        ),
        quality=replace(
            figures.quality,
            unknown=tuple(known[site] for site in frame.unknown),
            overridden=tuple(known[site] for site in frame.overridden),
        ),
    )
    return replace(frame.snapshot, figures=whole)


def outline_text(outline: Outline) -> str:
    """Serialise an outline; `outline_from` restores it."""
    return _OUTLINE.dump_json(outline).decode()


def outline_from(text: str) -> Outline:
    """Restore an outline that `outline_text` serialised."""
    return _OUTLINE.validate_json(text)


def marks_text(marks: Mapping[int, MonthEndState]) -> str:
    """Serialise the states of sites at the end of a month; `marks_from` restores them."""
    return _MARKS.dump_json(dict(marks)).decode()


def marks_from(text: str) -> dict[int, MonthEndState]:
    """Restore the states that `marks_text` serialised, by site id."""
    return _MARKS.validate_json(text)


def revised(kept: Snapshot, figures: Figures, made_at: datetime) -> Snapshot:
    """Return the next edition of a closed month.

    Args:
        kept: the last edition.
        figures: the same month, computed again.
        made_at: when.
    """
    before = {figure.site.id: figure for figure in kept.figures.everyone}
    pairs = [(before[f.site.id], f) for f in figures.everyone if f.site.id in before]
    moved = tuple(
        StateChange(now.site.business, then.state.state, now.state.state)
        for then, now in pairs
        if then.state.state is not now.state.state
    )
    measured = sum(then.tally != now.tally for then, now in pairs)
    revision = Revision(kept.edition + 1, made_at, measured, moved)
    return replace(kept, figures=figures, revision=revision)
