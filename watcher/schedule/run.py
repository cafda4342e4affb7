"""The daemon: run jobs by time until SIGTERM, or everything that is due once."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher import __version__
from watcher.app import App, open_app
from watcher.core.errors import WatcherError
from watcher.core.looks.clock_monitor import ABSENT_AFTER
from watcher.core.looks.uptime import VOUCHES_FOR_INTERVALS
from watcher.schedule import tasks
from watcher.schedule.job_table import JOBS
from watcher.schedule.systemd import notify
from watcher.schedule.tasks import Daemon
from watcher.schedule.timekeeper import EVERY, Timekeeper
from watcher.settings import Settings
from watcher.storage.upkeep.daemon_lock import RunningDaemon, sole_daemon

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Seconds that looks and letters under way may still take after SIGTERM.
PATIENCE = 8.0


async def run(settings: Settings) -> None:
    """Watch until SIGTERM or SIGINT.

    Raises:
        StorageBusyError: another daemon runs on this database; names its pid.
    """
    async with open_app(settings) as app:
        await _alone(app, _run, ABSENT_AFTER)


async def run_once(settings: Settings) -> int:
    """Do everything that is due now, then stop. Return how many looks were made."""
    async with open_app(settings) as app:
        # the last looks of cron's run before still vouch for their sites: the time since is no gap
        vouched = VOUCHES_FOR_INTERVALS * timedelta(minutes=settings.looks.availability_minutes)
        return await _alone(app, _run_once, max(vouched, ABSENT_AFTER))


async def _alone(
    app: App,
    work: Callable[[Daemon, RunningDaemon | None], Awaitable[T]],
    absent_after: timedelta,
) -> T:
    """Run `work` under the lock of the only daemon.

    Args:
        work: called with the daemon and the one that ran before.
        absent_after: a longer time since the last heartbeat is a gap in the history.
    """
    running = Daemon(app, Timekeeper(app))
    await _wait_for_sound_clock(running)
    with sole_daemon(app.database, __version__, app.clock()) as predecessor:
        await tasks.settle(running, predecessor, absent_after)
        return await work(running, predecessor)


async def _wait_for_sound_clock(running: Daemon) -> None:
    """Wait until the clock is set: with an empty battery a machine starts years in the past."""
    if not running.time.sound():
        log.warning("clock_not_set", extra={"says": running.app.clock().isoformat()})
        notify(READY=1, STATUS="waits: the clock is not set")
    while not running.time.sound():
        notify(WATCHDOG=1)
        await asyncio.sleep(EVERY)


async def _run_once(running: Daemon, predecessor: RunningDaemon | None) -> int:
    """Run each job that is due, in the order of the table.

    A job with times of day is due if one has passed since the last run, so that months are closed
    where watcher is run from cron, too.
    """
    since = None if predecessor is None else predecessor.beat_at
    now = running.app.clock()
    zone = running.app.settings.programme.zoneinfo
    for job in JOBS:
        if job.job is not tasks.make_month and job.is_due(since, now, zone):  # settle() made it
            await job.job(running)
    return running.looks


async def _run(running: Daemon, _predecessor: RunningDaemon | None) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.stopping.set)
    under_way: set[asyncio.Task[None]] = set()
    scheduler = _scheduler(running, under_way)
    scheduler.start()
    clock_watch = asyncio.ensure_future(running.time.keep(partial(_reset_timers, scheduler)))
    notify(READY=1, STATUS="watching")
    log.info("watching", extra={"version": __version__, "database": running.app.database.path})
    await running.stopping.wait()
    notify(STOPPING=1)
    clock_watch.cancel()
    scheduler.pause()
    await _finish(under_way)
    scheduler.shutdown(wait=False)
    log.info("stopped", extra={"looks": running.looks})


def _scheduler(running: Daemon, under_way: set[asyncio.Task[None]]) -> AsyncIOScheduler:
    zone = running.app.settings.programme.zoneinfo
    scheduler = AsyncIOScheduler(timezone=zone)
    for job in JOBS:
        scheduler.add_job(
            partial(_tracked, partial(_if_clock_sound, job.job, running), under_way, job.name),
            job.trigger(zone),
            id=job.name,
            name=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=job.grace,
        )
    return scheduler


def _reset_timers(scheduler: AsyncIOScheduler) -> None:
    """Compute the next run of every job from now."""
    for job in JOBS:
        scheduler.reschedule_job(job.name, trigger=job.trigger(scheduler.timezone))


async def _if_clock_sound(job: Callable[[Daemon], Awaitable[None]], running: Daemon) -> None:
    """Run a job only while the clock is sound; the heartbeat runs always."""
    if job is tasks.beat or running.time.sound():
        await job(running)


async def _tracked(
    job: Callable[[], Awaitable[None]], under_way: set[asyncio.Task[None]], name: str
) -> None:
    """Run a job as a task in `under_way`, so that a stop can wait for it."""
    task: asyncio.Task[None] = asyncio.ensure_future(_logging_errors(job))
    task.set_name(name)
    under_way.add(task)
    task.add_done_callback(under_way.discard)
    await asyncio.wait((task,))
    if not task.cancelled():  # cancelled by _finish(): it has released its leases, no error
        task.result()


async def _logging_errors(job: Callable[[], Awaitable[None]]) -> None:
    """Run a job; an error that an office can mend, such as a full disk, is logged in one line."""
    try:
        await job()
    except WatcherError as error:
        log.error("job_failed", extra={"why": str(error)})


async def _finish(under_way: set[asyncio.Task[None]]) -> None:
    """Wait PATIENCE seconds for jobs under way, then cancel the rest: they release their leases."""
    if not under_way:
        return
    _, slow = await asyncio.wait(under_way, timeout=PATIENCE)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
