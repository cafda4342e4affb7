"""The jobs as the scheduler calls them: they fill in arguments, log, and send the heartbeat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from watcher.app import App
from watcher.core.errors import WatcherError
from watcher.core.looks.clock_monitor import ABSENT_AFTER, CORRECTION
from watcher.core.looks.observation import Kind, Reason
from watcher.core.period import Period
from watcher.jobs import maintenance
from watcher.jobs.intervals import intervals
from watcher.jobs.letters import dispatch
from watcher.jobs.letters.outage_digest import report_down
from watcher.jobs.letters.registry_failures import report_unreadable
from watcher.jobs.letters.remind import remind as queue_reminders
from watcher.jobs.looks import rdap_servers
from watcher.jobs.looks.in_flight import InFlightLimiter
from watcher.jobs.looks.look import batch_size, look_due
from watcher.jobs.months import month
from watcher.probes.table import Probe
from watcher.schedule.systemd import notify
from watcher.schedule.timekeeper import Timekeeper
from watcher.storage.letters import sending
from watcher.storage.looks.gaps import add_gap
from watcher.storage.schedule.queue import enrol_missing, lag, release_all
from watcher.storage.upkeep import daemon_lock

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Daemon:
    """The running daemon, and its state between two runs of a job.

    Attributes:
        stopping: set by SIGTERM or SIGINT.
        last_beat: when the last heartbeat was written.
        looks: how many were made since the start.
        in_flight: bounds the looks of all kinds together.
    """

    app: App
    time: Timekeeper
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    last_beat: datetime | None = None
    looks: int = 0
    in_flight: InFlightLimiter = field(init=False)

    def __post_init__(self) -> None:
        """Make the limiter, by the settings."""
        self.in_flight = InFlightLimiter(self.app.settings.looks.at_once)


def sweep(probe: Probe) -> Callable[[Daemon], Awaitable[None]]:
    """Return the job that makes all due looks of one probe."""
    return partial(_sweep, probe=probe)


async def _sweep(running: Daemon, probe: Probe) -> None:
    """Run batch after batch until no look is due.

    A batch may begin while slow looks of the one before are in flight; not for registries, whose
    queries are made one after another.
    """
    app, some_left = running.app, True
    size = batch_size(probe.kind, app.settings)

    async def run_batch(begun: asyncio.Event) -> None:
        nonlocal some_left
        async with running.in_flight.batch(probe.kind, size) as batch:
            begun.set()
            if not some_left or running.stopping.is_set():
                return
            result = await look_due(probe, app.database, app.net, app.settings, app.clock, batch)
        running.looks += result.looks
        some_left = some_left and result.looks > 0

    try:
        async with asyncio.TaskGroup() as group:
            while some_left and not running.stopping.is_set():
                begun = asyncio.Event()
                task = group.create_task(run_batch(begun))
                await (task if probe.kind is Kind.DOMAIN else begun.wait())
    except BaseExceptionGroup as errors:  # the first error cancelled the other batches
        raise errors.exceptions[0] from None


async def send_letters(running: Daemon) -> None:
    """Send the letters that may be sent now."""
    app = running.app
    await dispatch.dispatch(app.database, app.settings, app.clock)


async def remind(running: Daemon) -> None:
    """Queue the letters that are due by date."""
    app = running.app
    queued = await asyncio.to_thread(queue_reminders, app.database, app.settings, app.clock())
    if queued:
        log.info("letters_queued", extra={"letters": queued})


async def make_month(running: Daemon) -> None:
    """Write the report of the month that ended last, if that was not done."""
    app = running.app
    await asyncio.to_thread(month.make_due_month, app.database, app.settings, app.clock())


async def roll_up(running: Daemon) -> None:
    """Count the last days again, from raw looks."""
    app = running.app
    await asyncio.to_thread(maintenance.roll_up, app.database, app.settings, app.clock())


async def forget(running: Daemon) -> None:
    """Delete raw looks and letter bodies past their retention."""
    app = running.app
    await asyncio.to_thread(maintenance.forget, app.database, app.settings, app.clock())


async def refresh_servers(running: Daemon) -> None:
    """Refresh the list of RDAP servers."""
    app = running.app
    await rdap_servers.refresh_servers(
        app.settings.registry.server_list, app.database, app.net, app.clock()
    )


async def watch_registries(running: Daemon) -> None:
    """Queue letters about top-level domains without a conclusive answer."""
    app = running.app
    await asyncio.to_thread(report_unreadable, app.database, app.settings, app.clock())


async def tell_of_outages(running: Daemon) -> None:
    """Queue a letter to the office about sites that have been down for hours."""
    app = running.app
    await asyncio.to_thread(report_down, app.database, app.settings, app.clock())


async def beat(running: Daemon) -> None:
    """Write the heartbeat to the database, then notify systemd: a stuck database stops both."""
    app, now = running.app, running.app.clock()
    if not running.time.sound():
        notify(WATCHDOG=1, STATUS="waits: the clock cannot be believed")
        return
    before, running.last_beat = running.last_beat, now
    if before is not None and now - before > ABSENT_AFTER:
        await asyncio.to_thread(note_absence, app, before, now)
    await asyncio.to_thread(daemon_lock.beat, app.database, now)
    behind = await asyncio.to_thread(lag, app.database, now)
    late = behind.get(Kind.AVAILABILITY, timedelta())
    notify(WATCHDOG=1, STATUS=f"{running.looks} looks, {late.total_seconds():.0f} s behind")


def note_absence(app: App, since: datetime, now: datetime) -> None:
    """Write the gap that a stop, a suspended machine or a clock that was set has left.

    Args:
        since: the last heartbeat before it.
        now: its end.
    """
    log.warning("absent", extra={"since": since.isoformat(), "until": now.isoformat()})
    add_gap(app.database, Reason.OWN_NETWORK, Period(since, now))


async def settle(
    running: Daemon, predecessor: daemon_lock.RunningDaemon | None, absent_after: timedelta
) -> None:
    """Prepare for the first job: write the gap, release leases, and repair what a crash left.

    Args:
        predecessor: the daemon that ran last on this database, if any did.
        absent_after: a longer time since its last heartbeat is a gap in the history.
    """
    app, now = running.app, running.app.clock()
    await asyncio.to_thread(release_all, app.database, now)
    await asyncio.to_thread(enrol_missing, app.database, intervals(app.settings), now)
    running.last_beat = now  # a machine that sleeps before the first heartbeat leaves a gap too
    if predecessor is not None and now - predecessor.beat_at > absent_after:
        await asyncio.to_thread(note_absence, app, predecessor.beat_at, now)
    if predecessor is not None and predecessor.beat_at - now > CORRECTION:
        await asyncio.to_thread(maintenance.mend_after_set_back, app.database, app.settings, now)
    uncertain = await asyncio.to_thread(sending.settle_after_crash, app.database)
    if uncertain:
        log.warning("letters_uncertain", extra={"letters": uncertain})
    await remind(running)
    try:
        await make_month(running)
    except WatcherError as error:  # a full disk must not prevent looks
        log.error("job_failed", extra={"why": str(error)})
