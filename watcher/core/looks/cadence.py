"""When is the next look due?

Every site has a fixed grid of slots per kind, shifted by a hash of its id so that a thousand
sites are not due in the same second. Jitter moves the run, never the slot: the slot is the
look's identity, and a late or doubled look cannot count twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from watcher.core.looks.observation import Kind, Observation

#: Shares of the span that confirms an outage: in ten minutes, looks at +1, +3 and +10.
SUSPECT_SHARES = (0.1, 0.2, 0.7)

#: Days left -> how often the registry is asked (design/behaviour, section 4). First match wins.
REGISTRY_STEPS = ((90, timedelta(days=14)), (30, timedelta(days=7)), (7, timedelta(days=2)))
REGISTRY_LONGEST = REGISTRY_STEPS[0][1]
#: How long to wait after the 1st, 2nd, ... inconclusive registry look in a row.
REGISTRY_RETRIES = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
#: How often the DNS is asked for the name servers of a name.
DELEGATION_EVERY = timedelta(days=1)
#: Cap on the wait that a site asks for (Retry-After): a longer one is a mistake, or a way to hide
#: from the watcher.
LONGEST_RETRY_AFTER = timedelta(days=1)
#: Days after expiry during which a name is asked for daily; after them it is lost.
REGISTRY_WATCHES_LOST_NAMES_FOR = 80


@dataclass(frozen=True, slots=True)
class Plan:
    """The next look: its slot (identity) and the instant from which it may run."""

    slot_at: datetime
    ready_at: datetime


def next_slot(site_id: int, kind: Kind, interval: timedelta, now: datetime) -> datetime:
    """Find the first slot of a site's grid after `now`.

    Args:
        site_id, kind: the grid; its phase is a hash of both.
        interval: the step of the grid, in whole seconds.
        now: aware UTC.
    """
    step = int(interval.total_seconds())
    phase = _hash(site_id, kind) % step
    elapsed = int(now.timestamp()) - phase
    return datetime.fromtimestamp(phase + (elapsed // step + 1) * step, UTC)


def plan(site_id: int, kind: Kind, interval: timedelta, now: datetime) -> Plan:
    """Plan the look after one that was made at `now`.

    However many slots were missed, one look is planned: missed looks become gaps, never bursts.

    Args:
        site_id, kind, interval: as in next_slot.
        now: or the later instant before which the site may not be looked at (free_at).
    """
    slot = next_slot(site_id, kind, interval, now)
    return Plan(slot, slot + _jitter(site_id, slot, interval))


def free_at(seen: Observation) -> datetime:
    """The instant from which a site may be looked at again, as it asked by Retry-After."""
    return seen.at + min(seen.finding.retry_after, LONGEST_RETRY_AFTER)


def plan_for_suspect(streak: int, down_span: timedelta, now: datetime) -> Plan:
    """Plan the next look at a site whose failures are not confirmed yet.

    It is early and off the grid: its slot is the planned instant.

    Args:
        streak: failures in a row so far, at least 1.
        down_span: the time that failures must span to be confirmed.
        now: time of the last failure, aware UTC.
    """
    share = SUSPECT_SHARES[min(streak, len(SUSPECT_SHARES)) - 1]
    again = (now + max(share * down_span, timedelta(seconds=1))).replace(microsecond=0)
    return Plan(again, again)


def registry_interval(days_left: int | None, inconclusive_streak: int) -> timedelta:
    """How long to wait before a registry is asked about a name again.

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
    """Shorten an interval by up to a fifth, so that names asked together drift apart.

    It is never lengthened: an interval is the longest time between two looks.

    Args:
        site_id, kind: with `now`, the seed of the hash that chooses the share.
        interval: the longest wait.
        now: aware UTC.
    """
    return interval * (1 - 0.2 * (_hash(site_id, int(kind) + int(now.timestamp())) % 1000) / 1000)


def _jitter(site_id: int, slot: datetime, interval: timedelta) -> timedelta:
    """Up to 3 % of the interval or 30 s, so that looks do not always meet a host's cron jobs."""
    longest = min(interval.total_seconds() * 0.03, 30.0)
    return timedelta(seconds=_hash(site_id, int(slot.timestamp())) % 1000 / 1000 * longest)


def _hash(site_id: int, salt: int) -> int:
    return int.from_bytes(blake2b(f"{site_id}:{salt}".encode(), digest_size=8).digest())
