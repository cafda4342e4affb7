"""When the grantee's own text last changed, as anybody could know who reads the page once a day."""

from collections.abc import Iterable, Iterator

from simulation.run import Told
from simulation.truth import Scenario
from watcher.core.pages.kind import PageKind

#: Two daily readings surely meet a text that stands so long, and may meet one that stands so short.
_SEEN_TWICE, _PERHAPS_TWICE = 2.0, 0.8


def changed_on(told: Told, scenario: Scenario, month: int) -> set[float | None]:
    """Days that may be told for the last change by the end of a month: one, or two near its end.

    A text that came back is no change, and a change that could only be read later is dated to
    that reading.
    """
    until = float(told.plan.calendar.month(month)[1])
    hidden = [*scenario.pauses, *((f.start, f.end) for f in told.plan.programme.faults)]
    lost = min((said.born for _, said in scenario.registry if said.born > 0), default=until)
    texts = list(_texts(scenario, min(until, float(lost)), hidden))[1:]
    claims = [face.claimed for _, face in scenario.site.steps if face.claimed is not None]
    return {
        max([*claims, *(first for first, last in texts if last - first >= long)], default=None)
        for long in (_SEEN_TWICE, _PERHAPS_TWICE)
    }


def _texts(
    scenario: Scenario, until: float, hidden: Iterable[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """The first and the last moment at which each of the grantee's texts could be read."""
    holes = list(hidden)
    text, first, last = "", 0.0, 0.0
    for begins, ends, face in scenario.site.stretches(scenario.enters, until):
        if face.kind is not PageKind.OWNER_SITE or not face.readable:
            continue
        for start, end in outside(begins, ends, holes):
            if face.text != text and text:
                yield first, last
            first = start if face.text != text else first
            text, last = face.text, end
    if text:
        yield first, last


def outside(
    start: float, end: float, holes: Iterable[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """What is left of a stretch outside of holes."""
    for left, right in sorted(holes):
        if right <= start or left >= end:
            continue
        if left > start:
            yield start, left
        start = right
    if start < end:
        yield start, end
