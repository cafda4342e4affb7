"""The main job: look at the sites that are due, and record what was found.

claim -> probe -> finding -> own side -> verdict -> record. The same transaction queues letters in
the outbox; jobs/letters/dispatch.py sends them.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.looks import own_side
from watcher.core.looks.observation import Kind, Observation, Outcome
from watcher.core.looks.verdict import Opened, Resolved, Status
from watcher.core.period import Clock
from watcher.jobs.letters.remind import RegistryNews, news_of
from watcher.jobs.looks import last_resort
from watcher.jobs.looks.in_flight import InFlightBatch, InFlightLimiter
from watcher.jobs.looks.judging import Judging
from watcher.jobs.looks.registry_access import shared_by_processes
from watcher.net.client import Client
from watcher.probes.table import Probe
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import close_gap, open_gap
from watcher.storage.looks.record import Judged, record
from watcher.storage.schedule.queue import ClaimedLook, claim, release

log = logging.getLogger(__name__)

#: Queries to a registry are made one after another: a larger batch would only wait longer.
_AT_ONCE = {Kind.DOMAIN: 10}


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How many looks of a batch were recorded, by outcome."""

    looks: int = 0
    ok: int = 0
    failed: int = 0
    unknown: int = 0


def batch_size(kind: Kind, settings: Settings) -> int:
    """Return how many looks of a kind make a batch."""
    return min(settings.looks.at_once, _AT_ONCE.get(kind, settings.looks.at_once))


async def look_due(
    probe: Probe,
    database: Database,
    net: Client,
    settings: Settings,
    clock: Clock,
    batch: InFlightBatch | None = None,
) -> BatchResult:
    """Look at one batch of due sites, by one kind of probe.

    1. Claim the looks that are due, under a lease.
    2. Look at all of them at once.
    3. Check whether our own network is down, and suppress the failures that it explains.
    4. Judge each look, and decide which letters it makes due.
    5. Record all of it in one transaction.

    One kind at a time, so that a slow registry never delays the availability looks.

    Args:
        probe: what looks, and of which kind.
        net: the client that all looks of this process share.
        batch: its slots among the looks in flight in this process; None without other batches.

    Returns:
        What was recorded; `looks` is 0 when none was due.
    """
    began, limit = clock(), batch_size(probe.kind, settings)
    batch = batch or InFlightLimiter(limit).begin(probe.kind, limit)
    due = await asyncio.to_thread(claim, database, probe.kind, began, limit, lease_for(settings))
    if not due:
        return BatchResult()
    batch.ended(limit - len(due))
    try:
        async with _registries_shared(probe, database, net, settings, clock):
            seen = await _look_at_all(probe, due, net, clock, batch)
        known_down = {claimed.site.id for claimed in due if claimed.belief.status is Status.DOWN}
        seen = await _suppress_own_faults(batch, seen, known_down, database, net, began)
    except asyncio.CancelledError:  # release the leases, so that the next run may begin at once
        await asyncio.to_thread(release, database, due, began)
        raise
    recorded = await asyncio.to_thread(_judge_and_record, database, due, seen, settings, clock())
    return _logged(probe.kind, recorded, began, clock())


def _judge_and_record(
    database: Database,
    due: Sequence[ClaimedLook],
    seen: Sequence[Observation],
    settings: Settings,
    now: datetime,
) -> list[Judged]:
    """Record a batch and, in the same transaction, the letters that new expiry dates make due."""
    news = RegistryNews()
    if seen[0].kind is Kind.DOMAIN:
        news = news_of(seen, database, settings, now)
    judging = Judging(settings, news.believed)
    judged = [judging.judge(claimed, look) for claimed, look in zip(due, seen, strict=True)]
    interval = timedelta(minutes=settings.looks.availability_minutes)
    return record(database, judged, interval, settings.programme.zoneinfo, news.letters)


def lease_for(settings: Settings) -> timedelta:
    """Return how long a claim holds: for the looks of a batch and their waits for a busy host."""
    network = settings.network
    # at worst all sites of two batches are on one slow host, and each redirects to a second page
    wait = max(2 * network.per_address_seconds, network.look_seconds / network.per_address_at_once)
    return timedelta(seconds=60 + 2 * network.look_seconds + 2 * settings.looks.at_once * wait)


def _registries_shared(
    probe: Probe, database: Database, net: Client, settings: Settings, clock: Clock
) -> AbstractAsyncContextManager[None]:
    """Share slots and refusals of registries with other processes, in domain looks."""
    if probe.kind is not Kind.DOMAIN:
        return nullcontext()
    between = timedelta(seconds=settings.registry.seconds_between)
    return shared_by_processes(net.registries, database, between, clock)


async def _look_at_all(
    probe: Probe, due: Sequence[ClaimedLook], net: Client, clock: Clock, batch: InFlightBatch
) -> list[Observation]:
    async with asyncio.TaskGroup() as group:
        looks = [group.create_task(_look(one, probe, net, clock)) for one in due]
        for look in looks:
            look.add_done_callback(lambda _: batch.ended())
    return [look.result() for look in looks]


async def _look(due: ClaimedLook, probe: Probe, net: Client, clock: Clock) -> Observation:
    """Run one probe."""
    at, started = clock(), time.monotonic()
    looking = probe.look(due.site, net, at)
    finding = await last_resort.guarded(looking, site=due.site.id, kind=probe.kind.name)
    took = timedelta(seconds=time.monotonic() - started)
    return Observation(due.site.id, probe.kind, due.slot_at, at, took, finding)


async def _suppress_own_faults(
    batch: InFlightBatch,
    seen: list[Observation],
    known_down: set[int],
    database: Database,
    net: Client,
    now: datetime,
) -> list[Observation]:
    """Check our own network before failures are believed; open or close a gap accordingly."""
    if batch.kind is Kind.PAGE and any(map(own_side.needs_own_side_check, seen)):
        return own_side.suppress_if_local_outage(seen, await net.own_side(), known_down)
    if batch.kind is not Kind.AVAILABILITY:
        return seen
    if not any(map(own_side.needs_own_side_check, seen)):
        if batch.may_close_gap and await asyncio.to_thread(close_gap, database, now):
            log.info("own_side_well")
        return seen
    ours = await net.own_side()
    if not own_side.is_local_outage(seen, ours, known_down):
        if batch.may_close_gap:
            await asyncio.to_thread(close_gap, database, now)
        return seen
    batch.mark_unhealthy()
    log.warning("own_side_ill", extra={"reason": ours.fault, "answered": ours.answered})
    await asyncio.to_thread(open_gap, database, ours.fault, now)
    return own_side.suppress_if_local_outage(seen, ours, known_down)


def _logged(kind: Kind, written: Sequence[Judged], began: datetime, now: datetime) -> BatchResult:
    """Log one line for the batch and one for each change, and return the counts."""
    outcomes = [judged.seen.finding.outcome for judged in written]
    result = BatchResult(
        looks=len(written),
        ok=outcomes.count(Outcome.OK),
        failed=outcomes.count(Outcome.FAILED),
        unknown=outcomes.count(Outcome.UNKNOWN),
    )
    for judged in written:
        extra = {"site": judged.due.site.id, "reason": judged.seen.finding.reason}
        if isinstance(judged.change, Opened):
            log.info("incident_opened", extra=extra | {"since": judged.change.at.isoformat()})
        elif isinstance(judged.change, Resolved):
            log.info("incident_resolved", extra=extra | {"since": judged.change.at.isoformat()})
    counts = {"ok": result.ok, "failed": result.failed, "unknown": result.unknown}
    took = round((now - began).total_seconds(), 1)
    log.info(
        "swept", extra={"kind": kind.name.lower(), "looks": result.looks, **counts, "took_s": took}
    )
    return result
