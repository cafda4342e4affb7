"""The jobs as the clocks call them: nothing but arguments, and what the daemon says of itself."""

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
    """The running office, and what it remembers between two ticks."""

    app: App
    time: Timekeeper
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    last_beat: datetime | None = None
    looks: int = 0
    in_flight: InFlightLimiter = field(init=False)

    def __post_init__(self) -> None:
        """All kinds of looks share one limiter."""
        self.in_flight = InFlightLimiter(self.app.settings.looks.at_once)


def sweep(probe: Probe) -> Callable[[Daemon], Awaitable[None]]:
    """Make the job that looks at everything that is due for one probe."""
    return partial(_sweep, probe=probe)


async def _sweep(running: Daemon, probe: Probe) -> None:
    """Take batch after batch; where it may, one begins while the last sites of others linger."""
    app, some_left = running.app, True
    size = batch_size(probe.kind, app.settings)

    async def take(begun: asyncio.Event) -> None:
        nonlocal some_left
        async with running.in_flight.batch(probe.kind, size) as batch:
            begun.set()
            if not some_left or running.stopping.is_set():
                return
            swept = await look_due(probe, app.database, app.net, app.settings, app.clock, batch)
        running.looks += swept.looks
        some_left = some_left and swept.looks > 0

    try:
        async with asyncio.TaskGroup() as group:
            while some_left and not running.stopping.is_set():
                begun = asyncio.Event()
                taken = group.create_task(take(begun))
                await (taken if probe.kind is Kind.DOMAIN else begun.wait())
    except BaseExceptionGroup as errors:  # the first one ended them all
        raise errors.exceptions[0] from None


async def send_letters(running: Daemon) -> None:
    """Empty the outbox."""
    app = running.app
    await dispatch.dispatch(app.database, app.settings, app.clock)


async def remind(running: Daemon) -> None:
    """Queue what the passing of days makes due."""
    app = running.app
    queued = await asyncio.to_thread(queue_reminders, app.database, app.settings, app.clock())
    if queued:
        log.info("letters_queued", extra={"letters": queued})


async def make_month(running: Daemon) -> None:
    """Make the report of the month that has closed."""
    app = running.app
    await asyncio.to_thread(month.make_due_month, app.database, app.settings, app.clock())


async def roll_up(running: Daemon) -> None:
    """Count the last days again."""
    app = running.app
    await asyncio.to_thread(maintenance.roll_up, app.database, app.settings, app.clock())


async def forget(running: Daemon) -> None:
    """Drop what need not be kept."""
    app = running.app
    await asyncio.to_thread(maintenance.forget, app.database, app.settings, app.clock())


async def refresh_servers(running: Daemon) -> None:
    """Learn where registries answer."""
    app = running.app
    await rdap_servers.refresh_servers(
        app.settings.registry.server_list, app.database, app.net, app.clock()
    )


async def watch_registries(running: Daemon) -> None:
    """Say which registries cannot be read any more."""
    app = running.app
    await asyncio.to_thread(report_unreadable, app.database, app.settings, app.clock())


async def tell_of_outages(running: Daemon) -> None:
    """Write to the office about the sites that have been down for hours."""
    app = running.app
    await asyncio.to_thread(report_down, app.database, app.settings, app.clock())


async def beat(running: Daemon) -> None:
    """Say that we live: to the database, and to systemd only once the database has answered."""
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
    """Write the hole that a stop, a sleep or a clock that was set has left."""
    log.warning("absent", extra={"since": since.isoformat(), "until": now.isoformat()})
    add_gap(app.database, Reason.OWN_NETWORK, Period(since, now))


async def settle(
    running: Daemon, predecessor: daemon_lock.RunningDaemon | None, absent_after: timedelta
) -> None:
    """Before the first job: note the absence, and settle what a crash left uncertain or leased.

    Args:
        predecessor: the watcher that ran last on this database, if any did.
        absent_after: a longer time since its last sign of life is a gap in the history.
    """
    app, now = running.app, running.app.clock()
    await asyncio.to_thread(release_all, app.database, now)
    await asyncio.to_thread(enrol_missing, app.database, intervals(app.settings), now)
    running.last_beat = now  # whoever sleeps before the first beat is absent too
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
    except WatcherError as error:  # a full disk must not keep us from watching
        log.error("job_failed", extra={"why": str(error)})
