"""How long is a server left alone that has refused us?

A registry counts those who go on asking, and bans their address; a mail server that knows our
quota does no less. So each refusal in a row lengthens the pause, and a new process does not begin
afresh (design/behaviour, section 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: The pause after the 1st, 2nd, ... refusal in a row; the last one is also the longest.
PAUSES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
#: The same for a mail server that takes none of our letters: a warning cannot wait for a day.
MAIL_PAUSES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class RegistryBackoff:
    """A server that wants less of us.

    Attributes:
        until: it is not asked before this instant.
        in_a_row: refusals since its last answer, at least 1.
    """

    until: datetime
    in_a_row: int = 1


def refused(
    before: RegistryBackoff | None,
    now: datetime,
    retry_after: timedelta = timedelta(),
    pauses: Sequence[timedelta] = PAUSES,
) -> RegistryBackoff:
    """Count one more refusal.

    Args:
        retry_after: how long the server itself asks to be left alone (RFC 9110, Retry-After). A
            longer wish than the longest pause is taken for a slip: we would never see a renewal.
    """
    in_a_row = before.in_a_row + 1 if before else 1
    pause = pauses[min(in_a_row, len(pauses)) - 1]
    return RegistryBackoff(now + min(max(pause, retry_after), pauses[-1]), in_a_row)
