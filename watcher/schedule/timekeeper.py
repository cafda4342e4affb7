"""Hold the clock on the wall against one that nobody can set, and mend what a jump has done."""

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
    """Knows whether the time may be acted upon."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._trust = ClockMonitor(self._tick())
        self._mended = True

    def sound(self) -> bool:
        """Look at the clocks: whether the time may be acted upon."""
        before, self._trust = self._trust, self._trust.then(self._tick())
        if self._trust.set_by:
            seconds = round(self._trust.set_by.total_seconds())
            log.warning("clock_jump", extra={"seconds": seconds, "doubted": not self._trust.sound})
            self._mended = self._mended and self._trust.set_by > timedelta()
        if self._trust.sound and not before.sound:
            log.info("clock_believed")
        return self._trust.sound

    async def keep(self, start_timers_anew: Callable[[], None]) -> None:
        """Watch the clocks for as long as we run. Timers wait for a time that was set back."""
        while True:
            await asyncio.sleep(EVERY)
            self.sound()
            if self._mended:
                continue
            try:
                await asyncio.to_thread(
                    mend, self._app.database, self._app.settings, self._app.clock()
                )
            except WatcherError as error:  # a database that is held: tried again in a moment
                log.error("job_failed", extra={"why": str(error)})
                continue
            self._mended = True
            start_timers_anew()

    def _tick(self) -> ClockReading:
        return ClockReading(self._app.clock(), self._app.steady())
