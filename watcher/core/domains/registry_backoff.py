"""How long to wait before a server that refused us is asked again.

Registries ban the address of clients that go on asking, and mail servers do the same over their
quota. So each refusal in a row lengthens the pause, and a new process continues where the last
one ended (design/behaviour, section 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: The pause after the 1st, 2nd, ... refusal in a row; the last one is the longest.
PAUSES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
#: The same for a mail server that accepts none of our letters; shorter, because a warning must
#: not wait for a day.
MAIL_PAUSES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class RegistryBackoff:
    """The pause of a server that refused us.

    Attributes:
        until: it is not asked before this instant, aware UTC.
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
        before: the pause of the refusal before it; None for the first one in a row.
        now: aware UTC.
        retry_after: the wait that the server asks for (RFC 9110, Retry-After), up to the longest
            pause: with a longer one we would miss renewals.
        pauses: after the 1st, 2nd, ... refusal in a row.
    """
    in_a_row = before.in_a_row + 1 if before else 1
    pause = pauses[min(in_a_row, len(pauses)) - 1]
    return RegistryBackoff(now + min(max(pause, retry_after), pauses[-1]), in_a_row)
