"""Can the dates be trusted that a page states for its last change?

A date that moves while the text stays the same comes from a program and not from the owner: the
time of rendering, a file that is copied every night. From then on no date that the site states
is trusted (design/behaviour, section 5).
"""

from collections.abc import Sequence
from itertools import pairwise

from watcher.core.pages.freshness import Interval


def moved_alone(stated: Sequence[Interval], texts: Sequence[Interval]) -> bool:
    """Whether the newest date that a page states has ever moved while its text stayed the same.

    Args:
        stated: the newest stated date over the readings, the oldest first; an empty key is none.
        texts: fingerprints of the page's text over the same readings.
    """
    moves = [later for earlier, later in pairwise(stated) if earlier.key and later.key]
    return any(text.first_at < move.first_at <= text.last_at for move in moves for text in texts)
