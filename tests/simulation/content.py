"""When the grantee's own text last changed, as anybody could know who reads the page once a day."""

from collections.abc import Iterable, Iterator

from simulation.run import Told
from simulation.truth import Scenario
from watcher.core.page_kind import PageKind

#: A text is known to have come to stay once two daily readings have met it.
_SEEN_TWICE = 2.0


def changed_on(told: Told, scenario: Scenario, month: int) -> float | None:
    """The day of the last change by the end of a month, or of one that may be believed."""
    until = float(told.plan.calendar.month(month)[1])
    hidden = [*scenario.pauses, *((f.start, f.end) for f in told.plan.programme.faults)]
    lost = min((said.born for _, said in scenario.registry if said.born > 0), default=until)
    texts = list(_texts(scenario, min(until, float(lost)), hidden))
    changes = [first for _, first, last in texts[1:] if last - first >= _SEEN_TWICE]
    claimed = [face.claimed for _, face in scenario.site.steps if face.claimed is not None]
    return max([*changes, *claimed], default=None)


def _texts(
    scenario: Scenario, until: float, hidden: Iterable[tuple[float, float]]
) -> Iterator[tuple[str, float, float]]:
    """The grantee's texts, each with the first and the last moment at which it could be read."""
    holes = list(hidden)
    text, first, last = "", 0.0, 0.0
    for begins, ends, face in scenario.site.stretches(scenario.enters, until):
        if face.kind is not PageKind.OWNER_SITE or not face.readable:
            continue
        for start, end in outside(begins, ends, holes):
            if face.text != text and text:
                yield text, first, last
            first = start if face.text != text else first
            text, last = face.text, end
    if text:
        yield text, first, last


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
