"""The table of clocks: when each job runs. Ticks may be late; what is due is in the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

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
class JobTrigger:
    """A job, and when it runs.

    Attributes:
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


CLOCKS: tuple[JobTrigger, ...] = (
    JobTrigger("availability", tasks.look_at_availability, every=timedelta(seconds=5)),
    JobTrigger("page", tasks.look_at_pages, every=timedelta(seconds=20)),
    JobTrigger("domain", tasks.look_at_domains, every=timedelta(seconds=20)),
    JobTrigger("delegation", tasks.look_at_delegations, every=timedelta(seconds=60)),
    JobTrigger("dispatch", tasks.send_letters, every=timedelta(seconds=30)),
    JobTrigger("beat", tasks.beat, every=timedelta(seconds=10)),
    JobTrigger("remind", tasks.remind, at={"hour": "*", "minute": 5}),
    JobTrigger("outages", tasks.tell_of_outages, every=timedelta(minutes=5)),
    JobTrigger("month", tasks.make_month, at={"hour": 6, "minute": 0}, grace=_LATE_IS_FINE),
    JobTrigger("roll_up", tasks.roll_up, at={"hour": 0, "minute": 20}, grace=_LATE_IS_FINE),
    JobTrigger("servers", tasks.refresh_servers, at={"hour": 2, "minute": 0}, grace=_LATE_IS_FINE),
    JobTrigger(
        "registries", tasks.watch_registries, at={"hour": 4, "minute": 0}, grace=_LATE_IS_FINE
    ),
    JobTrigger("forget", tasks.forget, at={"hour": 3, "minute": 0}, grace=_LATE_IS_FINE),
)
