"""May the date that a page states be believed?

A date that moves while the text stands still is made by a program and not by the owner: the time
of rendering, a file that is copied every night. From then on no date of that site is believed
(design/behaviour, section 5).
"""

from collections.abc import Sequence
from itertools import pairwise

from watcher.core.pages.freshness import Interval


def moved_alone(stated: Sequence[Interval], texts: Sequence[Interval]) -> bool:
    """Whether the newest date that a page states has ever moved while its text stood still.

    Args:
        stated: the newest stated date over the readings, the oldest first; empty for none.
        texts: what the page said over the same readings.
    """
    moves = [later for earlier, later in pairwise(stated) if earlier.key and later.key]
    return any(text.first_at < move.first_at <= text.last_at for move in moves for text in texts)
