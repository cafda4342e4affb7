"""When was the content last changed, and how do we know?

A date always comes with its source: what we observed is preferred to what the page states. "No
change" is never claimed for a time before our first look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.pages.page_facts import Claim
from watcher.core.period import local_day, utc_day

#: Between two daily looks, less the jitter of the runs: what counts as seen on two days.
A_DAY_APART = timedelta(hours=20)
_TOMORROW = timedelta(hours=24)


class UpdateKind(StrEnum):
    """How a date of last change is known, the strongest first."""

    OBSERVED = "observed"
    CLAIMED_STRONG = "claimed_strong"
    CLAIMED_WEAK = "claimed_weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Interval:
    """A period over which a fact was the same in our looks.

    Attributes:
        key: the fact: a fingerprint, a page kind, a date.
        first_at, last_at: the first and the last look that saw it, aware UTC.
    """

    key: str
    first_at: datetime
    last_at: datetime

    @property
    def lasted(self) -> timedelta:
        """The time from the first look that saw it to the last."""
        return self.last_at - self.first_at


@dataclass(frozen=True, slots=True)
class LastUpdate:
    """The date of the last change, how it is known, and how long we have seen no change.

    Attributes:
        at: aware UTC; midnight UTC for a stated day without a time; None where it is not known.
        source: "text" where observed, else the source of the claim.
        confidence: "high", "medium", "low" or "none".
        unchanged_since: the first of our looks that saw the present text; None without a look.
        seen_until: the last of those looks; None without a look.
        distrusted: dates that the page states are not believed (pages/claims.py).
    """

    at: datetime | None = None
    kind: UpdateKind = UpdateKind.NONE
    source: str = ""
    confidence: str = "none"
    unchanged_since: datetime | None = None
    seen_until: datetime | None = None
    distrusted: bool = False

    def day(self, zone: ZoneInfo) -> date | None:
        """The calendar day of the change: the stated one, or that of the instant in a zone."""
        if self.at is None:
            return None
        return utc_day(self.at) if _names_a_day(self.at) else local_day(self.at, zone)

    def is_older_than(self, age: timedelta, now: datetime) -> bool:
        """Whether nothing changed for longer than `age`, as observed or as the page states."""
        known = [at for at in (self.at, self.unchanged_since) if at is not None]
        watched = min(now, self.seen_until or now)
        return bool(known) and watched - max(known) > age


def last_update(
    contents: Sequence[Interval], claims: Sequence[Claim], fetched_at: datetime | None
) -> LastUpdate:
    """Combine what we observed with what the page states.

    Args:
        contents: fingerprints of the page, the oldest first.
        claims: dates that the page stated at its newest look.
        fetched_at: time of that look, aware UTC.
    """
    lasting = _lasting(contents)
    unchanged_since = lasting[-1].first_at if lasting else None
    seen_until = max((c.last_at for c in contents if c.key == lasting[-1].key), default=None)
    believed = [claim for claim in claims if _plausible(claim, fetched_at)]
    claim = max(believed, key=lambda c: c.at, default=None)
    if len(lasting) > 1 and (claim is None or claim.at <= lasting[-1].first_at):
        at = lasting[-1].first_at
        return LastUpdate(at, UpdateKind.OBSERVED, "text", "high", unchanged_since, seen_until)
    if claim is not None:
        kind = UpdateKind.CLAIMED_STRONG if claim.strong else UpdateKind.CLAIMED_WEAK
        confidence = "medium" if claim.strong else "low"
        return LastUpdate(claim.at, kind, claim.source, confidence, unchanged_since, seen_until)
    return LastUpdate(unchanged_since=unchanged_since, seen_until=seen_until)


def _lasting(contents: Sequence[Interval]) -> list[Interval]:
    """Drop texts that did not last for a day: a random teaser is not an update.

    So the newest text counts only once a second look, a day later, has seen it again.
    """
    lasting = [seen for seen in contents if seen.lasted >= A_DAY_APART]
    kept: list[Interval] = []
    for seen in lasting or contents[:1]:
        if not kept or seen.key != kept[-1].key:
            kept.append(seen)
    return kept


def _plausible(claim: Claim, fetched_at: datetime | None) -> bool:
    """Whether a stated date can be that of a change.

    A date in the future, or of the day or the minutes of the look, was made by a program.
    """
    if fetched_at is None:
        return False
    age = fetched_at - claim.at
    too_near = _TOMORROW if _names_a_day(claim.at) else timedelta(minutes=10)
    return age > -_TOMORROW and abs(age) > too_near and claim.at.year >= 1995


def _names_a_day(at: datetime) -> bool:
    """Whether a stated time is a day without a time of day, which is kept as midnight UTC."""
    return at.time() == time()
