"""Can a site be opened at an instant?

Decided from availability looks alone; whose page it is, is decided in sites/state.py. A look
holds for at most two intervals: an instant that no conclusive look covers was not seen, whatever
was believed before it (design/behaviour, sections 2 and 3).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status


class Access(StrEnum):
    """What a visitor meets at an instant."""

    OPENS = "opens"
    DISTURBED = "disturbed"  # confirmed down, but for no longer than `dark_after`
    DOWN = "down"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Availability:
    """What is known of a site's availability at an instant.

    Attributes:
        status: the verdict then.
        vouched: a conclusive look covers the instant.
        down_since, down_reason: of the incident that is open then; None and OK without one.
        last_reason, failing, last_at: of the last conclusive look: its reason, whether it failed,
            and its time; None where there was none.
        http: the HTTP status of the last look; 0 where there was no answer.
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
        """Whether the last look failed and the failure is not confirmed yet."""
        return self.vouched and self.failing and self.status is not Status.DOWN


def down_for(seen: Availability, at: datetime) -> timedelta:
    """How long the open incident has been observed: until `at` where a look covers it.

    Otherwise until the last conclusive look; zero without an incident.
    """
    if seen.down_since is None:
        return timedelta()
    until = at if seen.vouched or seen.last_at is None else min(seen.last_at, at)
    return until - seen.down_since


def access_at(seen: Availability, at: datetime, dark_after: timedelta) -> Access:
    """Decide whether a site could be opened at an instant.

    Args:
        seen: what is known at `at`.
        at: aware UTC.
        dark_after: a longer incident is DOWN, a shorter one DISTURBED.
    """
    if not seen.vouched or seen.status is Status.NEW:
        return Access.NOT_SEEN
    if seen.status is Status.UP:
        return Access.OPENS
    return Access.DOWN if down_for(seen, at) > dark_after else Access.DISTURBED
