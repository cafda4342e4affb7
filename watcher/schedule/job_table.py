"""The table of jobs and of when each runs. A late run loses nothing: rows say what is due."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from watcher.probes.table import AVAILABILITY, DELEGATION, DOMAIN, PAGE
from watcher.schedule import tasks
from watcher.schedule.tasks import Daemon

#: A nightly job that was missed is still run this many seconds late.
_GRACE = 6 * 3600


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires at an interval; however much time was missed, it fires once.

    APScheduler's own interval trigger iterates over every missed run and blocks the event loop
    meanwhile: after a year of sleep for a minute, and systemd's watchdog would kill the process.
    """

    def __init__(self, length: timedelta) -> None:
        self.length = length

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the time after `previous`, or after `now` where that has passed."""
        following = (previous or now) + self.length
        return following if following > now else now + self.length


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """A job, and when it runs: at an interval, or at times of day in the office's zone.

    Attributes:
        every: the interval.
        at: fields of APScheduler's CronTrigger.
        grace: seconds by which it may run late; None for any number.
    """

    name: str
    job: Callable[[Daemon], Awaitable[None]]
    every: timedelta | None = None
    at: dict[str, Any] | None = None
    grace: int | None = None

    def trigger(self, zone: ZoneInfo) -> BaseTrigger:
        """Return APScheduler's trigger, with times of day in `zone`."""
        if self.every is not None:
            return Every(self.every)
        return CronTrigger(**(self.at or {}), timezone=zone)

    def is_due(self, since: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
        """Return whether a time of day at which it runs lies between `since` and `now`.

        Args:
            since: when watcher last ran; None if it never did: then every job is due.
            now: the current time.
            zone: of the times of day.
        """
        if self.every is not None or since is None:
            return True
        following: datetime | None = self.trigger(zone).get_next_fire_time(None, since)
        return following is not None and following <= now


#: All jobs, in the order in which `watcher run --once` runs them: looks, then the letters that
#: follow from them, then maintenance.
JOBS: tuple[ScheduledJob, ...] = (
    ScheduledJob("beat", tasks.beat, every=timedelta(seconds=10)),
    ScheduledJob("availability", tasks.sweep(AVAILABILITY), every=timedelta(seconds=5)),
    ScheduledJob("delegation", tasks.sweep(DELEGATION), every=timedelta(seconds=60)),
    ScheduledJob("page", tasks.sweep(PAGE), every=timedelta(seconds=20)),
    ScheduledJob("domain", tasks.sweep(DOMAIN), every=timedelta(seconds=20)),
    ScheduledJob("remind", tasks.remind, at={"hour": "*", "minute": 5}),
    ScheduledJob("outages", tasks.tell_of_outages, every=timedelta(minutes=5)),
    ScheduledJob("registries", tasks.watch_registries, at={"hour": 4, "minute": 0}, grace=_GRACE),
    ScheduledJob("month", tasks.make_month, at={"hour": 6, "minute": 0}, grace=_GRACE),
    ScheduledJob("dispatch", tasks.send_letters, every=timedelta(seconds=30)),
    ScheduledJob("roll_up", tasks.roll_up, at={"hour": 0, "minute": 20}, grace=_GRACE),
    ScheduledJob("servers", tasks.refresh_servers, at={"hour": 2, "minute": 0}, grace=_GRACE),
    ScheduledJob("forget", tasks.forget, at={"hour": 3, "minute": 0}, grace=_GRACE),
)
