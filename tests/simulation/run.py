"""The loop: a clock that steps from one thing that is due to the next, and the jobs at their hours.

Looks are made on ticks of the availability interval, as one batch; looks that follow a failure
come at their own minute. What happens in the office (acts, letters, the month) has its hour.
"""

import asyncio
import heapq
import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from simulation.days import Calendar, month_of
from simulation.product import Document, Kind, Office, a_database, settings_of
from simulation.scenarios import Ill, Programme
from simulation.truth import Deed, Scenario
from simulation.world import World, doors

_SHARED_MEMORY = Path("/dev/shm")
#: Pages and names are asked about every few hours, which is often enough for daily questions.
_ASKED_EVERY = {
    Kind.PAGE: timedelta(hours=8),
    Kind.DELEGATION: timedelta(hours=24),
    Kind.DOMAIN: timedelta(hours=24),
}
#: Days between two nights in which the last days are counted again.
_ROLLED_EVERY = 14
#: The next look, in kind 1, and the next at a site whose failure is not believed yet.
_NEXT = """
SELECT min(s.ready_at),
       min(CASE WHEN b.outcome = 2 AND b.status <> 2 THEN s.ready_at END)
FROM probe_schedule s JOIN site ON site.id = s.site_id
LEFT JOIN belief b ON b.site_id = s.site_id AND b.kind = s.kind
WHERE s.kind = 1 AND site.standing = 'active'
"""
Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: a programme, where, how closely, and for how long."""

    programme: Programme
    zone: str
    minutes: int
    months: int

    @property
    def calendar(self) -> Calendar:
        """The days of the simulation."""
        return Calendar(ZoneInfo(self.zone))


@dataclass(slots=True)
class Told:
    """What the product told: the documents of its months, and the file that it kept.

    Attributes:
        folder: where the database lies.
        sites: scenario by the number of its site.
        closed: when each month was closed.
    """

    plan: Plan
    folder: Path
    sites: dict[int, Scenario] = field(default_factory=dict)
    months: dict[int, Document] = field(default_factory=dict)
    closed: dict[int, datetime] = field(default_factory=dict)

    @property
    def rows(self) -> Path:
        """The database."""
        return self.folder / "watcher.db"


@dataclass(frozen=True, slots=True, order=True)
class _Event:
    """Something that has its time.

    Attributes:
        number: of the scenario that it is about; 0 for an hour of the office.
    """

    at: datetime
    number: int
    verb: str
    deed: Deed | None = field(default=None, compare=False)


@contextmanager
def a_folder(otherwise: Path | None = None) -> Iterator[Path]:
    """A folder for a database: in memory, where the machine has that."""
    shared = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() else otherwise
    with tempfile.TemporaryDirectory(dir=shared) as name:
        yield Path(name)


def simulate(plan: Plan, folder: Path, say: Said = lambda _: None) -> Told:
    """Let an office work through a programme."""
    told = Told(plan, folder)
    with a_database(folder) as database, _silence():
        office = Office(database, settings_of(folder, plan.zone, plan.minutes))
        with closing(sqlite3.connect(told.rows)) as rows:
            asyncio.run(_Loop(told, office, rows, say).run())
    return told


@contextmanager
def _silence() -> Iterator[None]:
    """Let the product log nothing: hundreds of faults are simulated, and all are meant."""
    log = logging.getLogger("watcher")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


class _Loop:
    """One simulation under way."""

    def __init__(self, told: Told, office: Office, rows: sqlite3.Connection, say: Said) -> None:
        self.told, self.office, self.rows, self.say = told, office, rows, say
        self.plan, self.calendar = told.plan, told.plan.calendar
        self.world = World(self.plan.programme, self.calendar, told.sites)
        self.probes, self.doors = self.world.probes(), doors()
        self.began = self.now = self.calendar.midnight(0)
        self.ends = self.calendar.midnight(self.calendar.month(self.plan.months)[1])
        self.ends += timedelta(hours=7)  # the last month is closed at six
        self.tick = timedelta(minutes=self.plan.minutes)
        self.months = {f"{month_of(n):%Y-%m}": n for n in range(1, self.plan.months + 1)}
        self.suspect: datetime | None = None
        self.events = list(self._events())
        heapq.heapify(self.events)

    async def run(self) -> None:
        """Step until the end."""
        while self.now < self.ends:
            ill = self._ill()
            if ill is Ill.OFF:
                await self._sleep()
                continue
            while self.events and self.events[0].at <= self.now:
                await self._happen(heapq.heappop(self.events))
            await self._look(ill)
            self.now = self._next()

    async def _sleep(self) -> None:
        """Skip a stretch in which the watcher is off; what was missed is made up for after it."""
        day = self.calendar.day(self.now)
        fault = next(f for f in self.plan.programme.faults if f.start <= day < f.end)
        since, self.now = self.now, self.calendar.at(fault.end)
        self.office.note_absence(since, self.now)
        missed = [event for event in self.events if event.at < self.now]
        self.events = [event for event in self.events if event.at >= self.now]
        heapq.heapify(self.events)
        if any(event.verb == "month" for event in missed):
            self._close_month(self.now)

    async def _look(self, ill: Ill | None) -> None:
        """Make the looks that are due, each kind at its hours."""
        since = self.now - self.began
        kinds = [kind for kind, every in _ASKED_EVERY.items() if since % every == timedelta()]
        if since % self.tick == timedelta() or self.now == self.suspect:
            kinds.insert(0, Kind.AVAILABILITY)
        for kind in kinds:
            await self.office.look(self.probes[kind], self.doors[ill], self.now)

    def _next(self) -> datetime:
        """The next instant at which there is something to do."""
        ready, suspect = self.rows.execute(_NEXT).fetchone()
        after = self.now + timedelta(seconds=1)
        wanted = [self._on_tick(max(_instant(ready or 0), after))]
        self.suspect = max(_instant(suspect), after) if suspect is not None else None
        if self.suspect is not None:
            wanted.append(self.suspect)
        if self.events:
            wanted.append(max(self.events[0].at, after))
        return min(wanted)

    def _on_tick(self, at: datetime) -> datetime:
        ticks = -((self.began - at) // self.tick)
        return self.began + ticks * self.tick

    def _ill(self) -> Ill | None:
        return self.plan.programme.fault_at(self.calendar.day(self.now))

    def _events(self) -> Iterator[_Event]:
        """All that has its time: deeds of people, and the hours of the office."""
        for number, scenario in enumerate(self.plan.programme.scenarios, 1):
            yield _Event(self.calendar.at(scenario.enters), number, "list")
            for deed in scenario.deeds:
                yield _Event(self.calendar.at(deed.day), number, "deed", deed)
        closes = {self.calendar.month(n)[1] for n in range(1, self.plan.months + 1)}
        for day in range(self.calendar.month(self.plan.months)[1] + 1):
            yield _Event(self.calendar.hour(day, 6, 30), 0, "remind")
            yield _Event(self.calendar.hour(day, 9, 45), 0, "letters")
            if day in closes:
                yield _Event(self.calendar.hour(day, 6), 0, "month")
            if day % _ROLLED_EVERY == 6:
                yield _Event(self.calendar.hour(day, 0, 20), 0, "roll_up")

    async def _happen(self, event: _Event) -> None:
        doing = {
            "remind": self.office.remind,
            "roll_up": self.office.roll_up,
            "month": self._close_month,
        }
        if event.verb in doing:
            doing[event.verb](self.now)
        elif event.verb == "letters":
            self.office.tell_of_outages(self.now)
            await self.office.dispatch(self.now)
        else:
            self._concern(self.plan.programme.scenarios[event.number - 1], event)

    def _concern(self, scenario: Scenario, event: _Event) -> None:
        """Let something happen to one site."""
        if event.deed is None:
            site_id = self.office.list_site(scenario, event.number, self.now)
            self.told.sites[site_id] = scenario
            return
        site_id = next(n for n, one in self.told.sites.items() if one is scenario)
        self.office.do(site_id, event.deed, self.now)

    def _close_month(self, now: datetime) -> None:
        for document in self.office.close_month(now):
            month = self.months[document["period"]]
            self.told.months[month], self.told.closed[month] = document, now
            self.say(f"{self.plan.zone}, {self.plan.programme.name}: month {month}")


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
