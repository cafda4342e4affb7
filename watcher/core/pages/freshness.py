"""When was the content last changed, and how do we know?

Never one bare date: what we saw ourselves beats what the page states, and both carry where
they come from. A claim of "no change" never reaches further back than our first look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.pages.page_facts import Claim
from watcher.core.period import local_day, utc_day

#: Two daily looks, less the jitter of the runs: what "seen on two days" takes.
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
    """A stretch of time over which a fact stayed the same in our looks.

    Attributes:
        key: what is compared: a fingerprint, a page kind.
        last_at: the last look that still saw it.
    """

    key: str
    first_at: datetime
    last_at: datetime

    @property
    def lasted(self) -> timedelta:
        """From the first look that saw it to the last."""
        return self.last_at - self.first_at


@dataclass(frozen=True, slots=True)
class LastUpdate:
    """The answer: a date, how it is known, and how long we have seen no change.

    Attributes:
        unchanged_since: since when our own looks saw the same text; None without a look.
        seen_until: the last of those looks; None without a look.
        distrusted: dates that the page states are not believed (core/claims).
    """

    at: datetime | None = None
    kind: UpdateKind = UpdateKind.NONE
    source: str = ""
    confidence: str = "none"
    unchanged_since: datetime | None = None
    seen_until: datetime | None = None
    distrusted: bool = False

    def day(self, zone: ZoneInfo) -> date | None:
        """The calendar day of the change: as it was stated, or as it was in a zone."""
        if self.at is None:
            return None
        return utc_day(self.at) if _names_a_day(self.at) else local_day(self.at, zone)

    def is_older_than(self, age: timedelta, now: datetime) -> bool:
        """Whether nothing changed for longer than `age`, all of it watched or stated."""
        known = [at for at in (self.at, self.unchanged_since) if at is not None]
        watched = min(now, self.seen_until or now)
        return bool(known) and watched - max(known) > age


def last_update(
    contents: Sequence[Interval], claims: Sequence[Claim], fetched_at: datetime | None
) -> LastUpdate:
    """Put what we saw and what the page claims together.

    Args:
        contents: the fingerprints of the page in the order they were seen.
        claims: dates that the newest look of the page found stated.
        fetched_at: when that look was made.
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
    """Drop texts that were there in one look only: a random teaser is no update.

    The newest text counts only once a second look, a day later, has seen it again.
    """
    lasting = [seen for seen in contents if seen.lasted >= A_DAY_APART]
    kept: list[Interval] = []
    for seen in lasting or contents[:1]:
        if not kept or seen.key != kept[-1].key:
            kept.append(seen)
    return kept


def _plausible(claim: Claim, fetched_at: datetime | None) -> bool:
    """A date of the future, or of the very day or moment of the look, is no date of a change."""
    if fetched_at is None:
        return False
    age = fetched_at - claim.at
    too_near = _TOMORROW if _names_a_day(claim.at) else timedelta(minutes=10)
    return age > -_TOMORROW and abs(age) > too_near and claim.at.year >= 1995


def _names_a_day(at: datetime) -> bool:
    """Whether a stated time is only a day: it is kept as the midnight of UTC."""
    return at.time() == time()
