"""The daemon: clocks until SIGTERM, or everything that is due once."""

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

#: How long looks and letters under way may still take after SIGTERM.
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
        # between two runs of cron the last looks still vouch for their sites: that is no gap
        vouched = VOUCHES_FOR_INTERVALS * timedelta(minutes=settings.looks.availability_minutes)
        return await _alone(app, _run_once, max(vouched, ABSENT_AFTER))


async def _alone(
    app: App,
    work: Callable[[Daemon, RunningDaemon | None], Awaitable[T]],
    absent_after: timedelta,
) -> T:
    """Do `work` as the only watcher on this database.

    Args:
        absent_after: a longer time since the last run is a gap in the history.
    """
    running = Daemon(app, Timekeeper(app))
    await _time_is_known(running)
    with sole_daemon(app.database, __version__, app.clock()) as predecessor:
        await tasks.settle(running, predecessor, absent_after)
        return await work(running, predecessor)


async def _time_is_known(running: Daemon) -> None:
    """Wait for a clock that began in the past, on an empty battery, to be set."""
    if not running.time.sound():
        log.warning("clock_not_set", extra={"says": running.app.clock().isoformat()})
        notify(READY=1, STATUS="waits: the clock is not set")
    while not running.time.sound():
        notify(WATCHDOG=1)
        await asyncio.sleep(EVERY)


async def _run_once(running: Daemon, predecessor: RunningDaemon | None) -> int:
    """Do each job that is due, in the order of the table.

    The times of day that passed since the last run count, so that an office which runs watcher
    from cron closes its months, too.
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
    keeping = asyncio.ensure_future(running.time.keep(partial(_start_anew, scheduler)))
    notify(READY=1, STATUS="watching")
    log.info("watching", extra={"version": __version__, "database": running.app.database.path})
    await running.stopping.wait()
    notify(STOPPING=1)
    keeping.cancel()
    scheduler.pause()
    await _finish(under_way)
    scheduler.shutdown(wait=False)
    log.info("stopped", extra={"looks": running.looks})


def _scheduler(running: Daemon, under_way: set[asyncio.Task[None]]) -> AsyncIOScheduler:
    zone = running.app.settings.programme.zoneinfo
    scheduler = AsyncIOScheduler(timezone=zone)
    for job in JOBS:
        scheduler.add_job(
            partial(_tracked, partial(_in_time, job.job, running), under_way, job.name),
            job.trigger(zone),
            id=job.name,
            name=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=job.grace,
        )
    return scheduler


def _start_anew(scheduler: AsyncIOScheduler) -> None:
    """Let every timer count from now."""
    for job in JOBS:
        scheduler.reschedule_job(job.name, trigger=job.trigger(scheduler.timezone))


async def _in_time(job: Callable[[Daemon], Awaitable[None]], running: Daemon) -> None:
    """Run a job only while the clock can be believed; a sign of life is given all the same."""
    if job is tasks.beat or running.time.sound():
        await job(running)


async def _tracked(
    job: Callable[[], Awaitable[None]], under_way: set[asyncio.Task[None]], name: str
) -> None:
    """Run a job as a task of ours, so that a stop can wait for it instead of losing it."""
    task: asyncio.Task[None] = asyncio.ensure_future(_to_the_end(job))
    task.set_name(name)
    under_way.add(task)
    task.add_done_callback(under_way.discard)
    await asyncio.wait((task,))
    if not task.cancelled():  # cut off at the stop: it has given its leases back, and is no error
        task.result()


async def _to_the_end(job: Callable[[], Awaitable[None]]) -> None:
    """Run a job; what an office can mend, such as a full disk, is one line and tried again."""
    try:
        await job()
    except WatcherError as error:
        log.error("job_failed", extra={"why": str(error)})


async def _finish(under_way: set[asyncio.Task[None]]) -> None:
    """Let what is under way end, and cut off what does not: its leases are given back."""
    if not under_way:
        return
    _, slow = await asyncio.wait(under_way, timeout=PATIENCE)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
