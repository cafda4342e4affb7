"""Compare the system clock with CLOCK_BOOTTIME, which cannot be set, and repair after a jump."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from watcher.app import App
from watcher.core.errors import WatcherError
from watcher.core.looks.clock_monitor import ClockMonitor, ClockReading
from watcher.jobs.maintenance import mend_after_set_back as mend

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Timekeeper:
    """Decides whether the system clock is sound, that is whether jobs may act on its time."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._trust = ClockMonitor(self._tick())
        self._mended = True

    def sound(self) -> bool:
        """Read the clocks, log a jump, and return whether the time is sound."""
        before, self._trust = self._trust, self._trust.then(self._tick())
        if self._trust.set_by:
            seconds = round(self._trust.set_by.total_seconds())
            log.warning("clock_jump", extra={"seconds": seconds, "doubted": not self._trust.sound})
            self._mended = self._mended and self._trust.set_by > timedelta()
        if self._trust.sound and not before.sound:
            log.info("clock_believed")
        return self._trust.sound

    async def keep(self, reset_timers: Callable[[], None]) -> None:
        """Watch the clocks until cancelled; after one was set back, repair the schedule.

        Args:
            reset_timers: computes the next run of every job from now: timers would else wait
                until the clock shows the old time again.
        """
        while True:
            await asyncio.sleep(EVERY)
            self.sound()
            if self._mended:
                continue
            try:
                await asyncio.to_thread(
                    mend, self._app.database, self._app.settings, self._app.clock()
                )
            except WatcherError as error:  # such as a locked database: tried again in EVERY seconds
                log.error("job_failed", extra={"why": str(error)})
                continue
            self._mended = True
            reset_timers()

    def _tick(self) -> ClockReading:
        return ClockReading(self._app.clock(), self._app.steady())
