"""A closed month for ever: its figures as they were signed, and what later changed in them.

Figures are frozen as compressed JSON lines, the frame first and then a line a site, so that of
ten thousand sites none is held twice.
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

#: The trend shows a year: the month itself and those before it.
MONTHS_BEFORE = 11


@dataclass(frozen=True, slots=True)
class StateChange:
    """A site whose state a revision changed."""

    business: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Revision:
    """Why a month that was closed reads differently now.

    Attributes:
        number: 1 for the first.
        measured: sites of which more, or less, was measured than the edition before knew.
    """

    number: int
    made_at: datetime
    measured: int
    moved: tuple[StateChange, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month as it is reported.

    Attributes:
        past: the months before it, as they were closed; the last one comes last.
        closed: it is over; while it runs its figures are those until now.
    """

    figures: Figures
    past: tuple[Outline, ...] = ()
    closed: bool = True
    revision: Revision | None = None

    @property
    def method(self) -> str:
        """The version of the rules by which it was worked out."""
        return self.figures.method

    @property
    def year(self) -> tuple[Outline, ...]:
        """The month and those of the eleven before it that were closed, this one last.

        What another method worked out is no part of the same line.
        """
        wanted = {self.figures.month, *months_before(self.figures.month, MONTHS_BEFORE)}
        known = (*self.past, self.figures.outline)
        return tuple(one for one in known if one.month in wanted and one.method == self.method)

    @property
    def edition(self) -> int:
        """0 for the month as it was closed first."""
        return self.revision.number if self.revision else 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """All of a snapshot but its sites, which stand in lines of their own.

    Attributes:
        due: site, clock and days left of each `UpcomingEnd`.
        unknown, overridden: the sites of the data quality.
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
    """Write a month so that `thaw` gives it back, value for value."""
    packer = zlib.compressobj()
    return b"".join(packer.compress(line + b"\n") for line in _lines(snapshot)) + packer.flush()


def _lines(snapshot: Snapshot) -> Iterator[bytes]:
    figures = snapshot.figures
    bare = replace(
        figures,
        sites=(),
        away=(),
        due=(),
        communities=tuple(replace(one, sites=()) for one in figures.communities),
        quality=replace(figures.quality, unknown=(), overridden=()),
    )
    frame = _Frame(
        snapshot=replace(snapshot, figures=bare),
        watched=len(figures.sites),
        due=tuple((one.figure.site.id, one.clock, one.days_left) for one in figures.due),
        unknown=tuple(one.site.id for one in figures.quality.unknown),
        overridden=tuple(one.site.id for one in figures.quality.overridden),
    )
    yield _FRAME.dump_json(frame)
    for one in (*figures.sites, *figures.away):
        yield _SITE.dump_json(one)


def thaw(frozen: bytes) -> Snapshot:
    """Read what `freeze` wrote."""
    first, *lines = zlib.decompress(frozen).splitlines()
    frame = _FRAME.validate_json(first)
    everyone = tuple(map(_SITE.validate_json, lines))
    known = {one.site.id: one for one in everyone}
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
            replace(one, sites=tuple(f for f in watched if f.community == one.name))
            for one in figures.communities
        ),
        quality=replace(
            figures.quality,
            unknown=tuple(known[site] for site in frame.unknown),
            overridden=tuple(known[site] for site in frame.overridden),
        ),
    )
    return replace(frame.snapshot, figures=whole)


def outline_text(outline: Outline) -> str:
    """Write an outline for `outline_from`."""
    return _OUTLINE.dump_json(outline).decode()


def outline_from(text: str) -> Outline:
    """Read what `outline_text` wrote."""
    return _OUTLINE.validate_json(text)


def marks_text(marks: Mapping[int, MonthEndState]) -> str:
    """Write how the sites of a month stood, for `marks_from`."""
    return _MARKS.dump_json(dict(marks)).decode()


def marks_from(text: str) -> dict[int, MonthEndState]:
    """Read what `marks_text` wrote."""
    return _MARKS.validate_json(text)


def revised(kept: Snapshot, figures: Figures, made_at: datetime) -> Snapshot:
    """The next edition of a closed month, with a note of what it changes."""
    before = {one.site.id: one for one in kept.figures.everyone}
    pairs = [(before[f.site.id], f) for f in figures.everyone if f.site.id in before]
    moved = tuple(
        StateChange(now.site.business, then.state.state, now.state.state)
        for then, now in pairs
        if then.state.state is not now.state.state
    )
    measured = sum(then.tally != now.tally for then, now in pairs)
    revision = Revision(kept.edition + 1, made_at, measured, moved)
    return replace(kept, figures=figures, revision=revision)
