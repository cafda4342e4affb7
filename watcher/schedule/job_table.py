"""The table of jobs: when each runs. A tick may be late: what is due stands in the database."""

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

#: A report or a nightly job that was missed is still made, for so many seconds.
_LATE_IS_FINE = 6 * 3600


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires every so often. Time that was slept through, or skipped by a clock, is one tick.

    APScheduler's own trigger counts every missed tick, one by one, with all else standing still:
    a minute of that for a year, and systemd would kill us for it.
    """

    def __init__(self, length: timedelta) -> None:
        self.length = length

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """The next tick after `previous`, if that is still to come; else one from now on."""
        again = (previous or now) + self.length
        return again if again > now else now + self.length


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """A job, and when it runs: either `every` so often or `at` times of day in the office's zone.

    Attributes:
        at: fields of APScheduler's CronTrigger.
        grace: seconds by which it may be late; None for any, as for a tick.
    """

    name: str
    job: Callable[[Daemon], Awaitable[None]]
    every: timedelta | None = None
    at: dict[str, Any] | None = None
    grace: int | None = None

    def trigger(self, zone: ZoneInfo) -> BaseTrigger:
        """APScheduler's trigger, in the programme's zone."""
        if self.every is not None:
            return Every(self.every)
        return CronTrigger(**(self.at or {}), timezone=zone)

    def is_due(self, since: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a time of day at which it runs has passed.

        Args:
            since: when watcher last ran; None if it never did, and everything is due.
        """
        if self.every is not None or since is None:
            return True
        following: datetime | None = self.trigger(zone).get_next_fire_time(None, since)
        return following is not None and following <= now


#: All jobs, in the order in which `watcher run --once` does them: first what is seen, then what
#: follows from it, then the letters about it, then the upkeep.
JOBS: tuple[ScheduledJob, ...] = (
    ScheduledJob("beat", tasks.beat, every=timedelta(seconds=10)),
    ScheduledJob("availability", tasks.sweep(AVAILABILITY), every=timedelta(seconds=5)),
    ScheduledJob("delegation", tasks.sweep(DELEGATION), every=timedelta(seconds=60)),
    ScheduledJob("page", tasks.sweep(PAGE), every=timedelta(seconds=20)),
    ScheduledJob("domain", tasks.sweep(DOMAIN), every=timedelta(seconds=20)),
    ScheduledJob("remind", tasks.remind, at={"hour": "*", "minute": 5}),
    ScheduledJob("outages", tasks.tell_of_outages, every=timedelta(minutes=5)),
    ScheduledJob(
        "registries", tasks.watch_registries, at={"hour": 4, "minute": 0}, grace=_LATE_IS_FINE
    ),
    ScheduledJob("month", tasks.make_month, at={"hour": 6, "minute": 0}, grace=_LATE_IS_FINE),
    ScheduledJob("dispatch", tasks.send_letters, every=timedelta(seconds=30)),
    ScheduledJob("roll_up", tasks.roll_up, at={"hour": 0, "minute": 20}, grace=_LATE_IS_FINE),
    ScheduledJob(
        "servers", tasks.refresh_servers, at={"hour": 2, "minute": 0}, grace=_LATE_IS_FINE
    ),
    ScheduledJob("forget", tasks.forget, at={"hour": 3, "minute": 0}, grace=_LATE_IS_FINE),
)
