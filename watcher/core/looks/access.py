"""Can a site be opened at an instant? From availability alone: whose page it is, is asked apart.

A look vouches for what it saw for at most two intervals. An instant for which no conclusive look
vouches was not seen, whatever was believed before it (design/behaviour, sections 2 and 3).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status


class Access(StrEnum):
    """What a visitor meets at an instant."""

    OPENS = "opens"
    DISTURBED = "disturbed"  # confirmed down, not long enough to be dark
    DOWN = "down"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Availability:
    """What is believed of a site at an instant.

    Attributes:
        vouched: a conclusive look vouches for the instant.
        down_since, down_reason: of the incident that is open then; None and OK without one.
        last_reason: of the last conclusive look; `failing` whether that failed.
        last_at: the last conclusive look; None where there is none.
        http: the status code of the last look, 0 where it came to none.
    """

    status: Status = Status.NEW
    vouched: bool = False
    down_since: datetime | None = None
    down_reason: Reason = Reason.OK
    last_reason: Reason = Reason.OK
    failing: bool = False
    last_at: datetime | None = None
    http: int = 0

    @property
    def suspected(self) -> bool:
        """Whether the last look failed just now, and nothing is confirmed yet."""
        return self.vouched and self.failing and self.status is not Status.DOWN


def down_for(seen: Availability, at: datetime) -> timedelta:
    """How long the open incident has been seen: until `at`, or until the last look before it."""
    if seen.down_since is None:
        return timedelta()
    until = at if seen.vouched or seen.last_at is None else min(seen.last_at, at)
    return until - seen.down_since


def access_at(seen: Availability, at: datetime, dark_after: timedelta) -> Access:
    """Answer the question for one instant."""
    if not seen.vouched or seen.status is Status.NEW:
        return Access.NOT_SEEN
    if seen.status is Status.UP:
        return Access.OPENS
    return Access.DOWN if down_for(seen, at) > dark_after else Access.DISTURBED
