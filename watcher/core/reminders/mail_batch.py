"""What the letters of one batch show together that a single reply does not say.

A server that takes others' letters is in order; one that says the same of everybody speaks of us.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.core.reminders.mail_reply import Blame, without_names

#: A run of refusals after which the rest of a batch is left for another time.
MOST_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """A letter that was handed over.

    Attributes:
        recipient: the address.
        blame: of what the server said; None where it took the letter.
        words: what it said.
    """

    recipient: str
    blame: Blame | None = None
    words: str = ""

    @property
    def gist(self) -> str:
        """The words without what changes from letter to letter: names, numbers, queue ids."""
        user, _, domain = self.recipient.lower().partition("@")
        words = re.findall(r"[^\s,;:()\[\]<>\"']+", without_names(self.words))
        return " ".join(w for w in words if w not in (user, domain) and not re.search(r"\d", w))


def judged(turns: Sequence[DeliveryAttempt]) -> list[bool]:
    """Say of each letter of a batch, in the order they were handed over, if it is refused for good.

    A server that took another letter since is in order, so its no was about that address. The
    same words to two people while nobody's letter is taken are about whoever sends them.
    """
    return [_is_for_good(turn, turns) for turn in turns]


def _is_for_good(turn: DeliveryAttempt, turns: Sequence[DeliveryAttempt]) -> bool:
    if turn.blame not in (Blame.RECIPIENT, Blame.UNCLEAR):
        return False
    alike = [n for n, other in enumerate(turns) if other.blame and other.gist == turn.gist]
    to_others = any(turns[n].recipient != turn.recipient for n in alike)
    taken_since = any(other.blame is None for other in turns[alike[0] :])
    if turn.blame is Blame.UNCLEAR:
        return taken_since and not to_others
    return taken_since or not to_others


def is_hopeless(turns: Sequence[DeliveryAttempt]) -> bool:
    """Whether a server has refused so many in a row that to go on would only annoy it."""
    last = turns[-MOST_IN_A_ROW:]
    return len(last) == MOST_IN_A_ROW and all(t.blame not in (None, Blame.LATER) for t in last)
