"""Decide about refused letters by comparing the replies of one batch.

A server that accepts letters to others works, so its refusal is about the recipient; one that
refuses everybody with the same words means the sender.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.core.reminders.mail_reply import Blame, without_names

#: Refusals in a row after which the rest of a batch is sent later.
MOST_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """A letter that was offered to a mail server.

    Attributes:
        recipient: the address.
        blame: of the server's reply; None where it accepted the letter.
        words: the reply.
    """

    recipient: str
    blame: Blame | None = None
    words: str = ""

    @property
    def gist(self) -> str:
        """The reply without what differs between letters: names, numbers, queue ids."""
        user, _, domain = self.recipient.lower().partition("@")
        words = re.findall(r"[^\s,;:()\[\]<>\"']+", without_names(self.words))
        return " ".join(w for w in words if w not in (user, domain) and not re.search(r"\d", w))


def judged(turns: Sequence[DeliveryAttempt]) -> list[bool]:
    """Decide for each letter of a batch, in the order of sending, whether it is refused for good.

    A server that accepted another letter afterwards works, so its refusal was about the address.
    The same words about two addresses, with no letter accepted, are about the sender.
    """
    return [_is_for_good(turn, turns) for turn in turns]


def _is_for_good(turn: DeliveryAttempt, turns: Sequence[DeliveryAttempt]) -> bool:
    if turn.blame not in (Blame.RECIPIENT, Blame.UNCLEAR):
        return False
    alike = [n for n, other in enumerate(turns) if other.blame and other.gist == turn.gist]
    to_others = any(turns[n].recipient != turn.recipient for n in alike)
    accepted_since = any(other.blame is None for other in turns[alike[0] :])
    if turn.blame is Blame.UNCLEAR:
        return accepted_since and not to_others
    return accepted_since or not to_others


def is_hopeless(turns: Sequence[DeliveryAttempt]) -> bool:
    """Whether a server has refused so many in a row that the rest is not sent now."""
    last = turns[-MOST_IN_A_ROW:]
    return len(last) == MOST_IN_A_ROW and all(t.blame not in (None, Blame.LATER) for t in last)
