"""When is the next look due?

Every site has a fixed grid of slots per kind, spread by a hash so that a thousand sites do
not fall due in one second. Jitter moves the run, never the slot: the slot is the look's
identity, and a late or doubled look cannot count twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from watcher.core.looks.observation import Kind, Observation

#: How the span that proves an outage is shared out: of ten minutes, looks at +1, +3 and +10.
SUSPECT_SHARES = (0.1, 0.2, 0.7)

#: Days left -> how often the registry is asked (design/behaviour, section 4). First match wins.
REGISTRY_STEPS = ((90, timedelta(days=14)), (30, timedelta(days=7)), (7, timedelta(days=2)))
REGISTRY_LONGEST = REGISTRY_STEPS[0][1]
#: How long to wait after the 1st, 2nd, ... inconclusive registry look in a row.
REGISTRY_RETRIES = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
#: How often the DNS is asked who answers for a name.
DELEGATION_EVERY = timedelta(days=1)
#: A site is left alone for as long as it asks, but no longer than this: a longer wish is a slip,
#: or the trick of somebody who does not want to be seen.
LONGEST_RETRY_AFTER = timedelta(days=1)
#: Until how many days after expiry a name is asked for daily; it is lost by then.
REGISTRY_WATCHES_LOST_NAMES_FOR = 80


@dataclass(frozen=True, slots=True)
class Plan:
    """The next look: its slot (identity) and the instant from which it may run."""

    slot_at: datetime
    ready_at: datetime


def next_slot(site_id: int, kind: Kind, interval: timedelta, now: datetime) -> datetime:
    """Find the first slot of the site's grid after `now`."""
    step = int(interval.total_seconds())
    phase = _hash(site_id, kind) % step
    elapsed = int(now.timestamp()) - phase
    return datetime.fromtimestamp(phase + (elapsed // step + 1) * step, UTC)


def plan(site_id: int, kind: Kind, interval: timedelta, now: datetime) -> Plan:
    """Plan the look after one that was made at `now`, or that may not be followed before `now`.

    However many slots were missed, the next look is one look: holes become gaps, never bursts.
    """
    slot = next_slot(site_id, kind, interval, now)
    return Plan(slot, slot + _jitter(site_id, slot, interval))


def free_at(seen: Observation) -> datetime:
    """From when on a site may be looked at again: now, or when its own wish has passed."""
    return seen.at + min(seen.finding.retry_after, LONGEST_RETRY_AFTER)


def plan_for_suspect(streak: int, down_span: timedelta, now: datetime) -> Plan:
    """Plan the next look at a site whose failures are not believed yet.

    It comes soon, off the grid: its slot is the planned instant.

    Args:
        streak: failures in a row so far, at least 1.
        down_span: what the failures must span to be believed.
    """
    share = SUSPECT_SHARES[min(streak, len(SUSPECT_SHARES)) - 1]
    again = (now + max(share * down_span, timedelta(seconds=1))).replace(microsecond=0)
    return Plan(again, again)


def registry_interval(days_left: int | None, inconclusive_streak: int) -> timedelta:
    """Say how long to leave a registry alone.

    Args:
        days_left: until the effective expiry, negative after it; None when it is not known.
        inconclusive_streak: inconclusive looks in a row.
    """
    if inconclusive_streak:
        return REGISTRY_RETRIES[min(inconclusive_streak, len(REGISTRY_RETRIES)) - 1]
    if days_left is None:
        return timedelta(days=1)
    if days_left < -REGISTRY_WATCHES_LOST_NAMES_FOR:
        return timedelta(days=14)
    return next((e for limit, e in REGISTRY_STEPS if days_left > limit), timedelta(days=1))


def sooner(site_id: int, kind: Kind, interval: timedelta, now: datetime) -> timedelta:
    """Take up to a fifth off an interval, so that names asked together drift apart.

    Never a later look: what an interval promises is kept.
    """
    return interval * (1 - 0.2 * (_hash(site_id, int(kind) + int(now.timestamp())) % 1000) / 1000)


def _jitter(site_id: int, slot: datetime, interval: timedelta) -> timedelta:
    """Up to 3 % of the interval or 30 s, so that we do not beat with a host's own cron minute."""
    room = min(interval.total_seconds() * 0.03, 30.0)
    return timedelta(seconds=_hash(site_id, int(slot.timestamp())) % 1000 / 1000 * room)


def _hash(site_id: int, salt: int) -> int:
    return int.from_bytes(blake2b(f"{site_id}:{salt}".encode(), digest_size=8).digest())
