"""The main job in this process, against the real servers, by a clock that a test moves."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from office import Clock
from real_office import RealOffice

from watcher.app import App, open_app
from watcher.core.looks.observation import Kind, Reason
from watcher.core.looks.verdict import Status
from watcher.jobs.looks.look import look_due
from watcher.probes.table import AVAILABILITY, Probe
from watcher.storage.columns import REASON_CODES

_REASONS = {number: reason for reason, number in REASON_CODES.items()}


@dataclass(slots=True)
class Story:
    """An office at work, and its time. It begins now, because certificates do."""

    office: RealOffice
    app: App
    clock: Clock
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.at

    async def look(self, probe: Probe = AVAILABILITY) -> int:
        """Make every look that is due now; give their number."""
        looks = 0
        app = self.app
        while swept := await look_due(probe, app.database, app.net, app.settings, self.clock):
            if not swept.looks:
                break
            looks += swept.looks
        return looks

    async def look_until(self, minutes: float) -> None:
        """Go from one due look to the next, up to so many minutes into the story."""
        end = self.began + timedelta(minutes=minutes)
        while (due := self.next_due()) <= end:
            self.clock.at = max(self.clock.at, due)
            await self.look()
        self.clock.at = end

    async def look_together(self) -> int:
        """Let every site be due at once, and look."""
        self.office.make_due(int(Kind.AVAILABILITY), int(self.clock.at.timestamp()))
        return await self.look()

    def next_due(self, site_id: int | None = None) -> datetime:
        """When the next availability look, of one site or any, may be made."""
        where = f"and site_id = {site_id}" if site_id else ""
        query = f"select min(ready_at) from probe_schedule where kind = ? {where}"  # noqa: S608 - ours
        return datetime.fromtimestamp(self.office.one(query, int(Kind.AVAILABILITY)), UTC)

    def status(self, site_id: int) -> Status:
        """What is believed about a site."""
        query = "select status from belief where site_id = ? and kind = ?"
        return Status(self.office.one(query, site_id, int(Kind.AVAILABILITY)))

    def reasons(self, site_id: int) -> list[Reason]:
        """The reasons of all availability looks of a site, in their order."""
        query = "select reason from observation where site_id = ? and kind = ? order by slot_at"
        rows = self.office.rows(query, site_id, int(Kind.AVAILABILITY))
        return [_REASONS[reason] for (reason,) in rows]

    def last_look_at(self, site_id: int) -> datetime:
        """When a site was looked at last."""
        query = "select seen_at from belief where site_id = ? and kind = ?"
        at = self.office.one(query, site_id, int(Kind.AVAILABILITY))
        return datetime.fromtimestamp(at, UTC)

    def incidents(self) -> list[tuple[Any, ...]]:
        """Site, opened, resolved: every incident there is, in seconds of UTC."""
        return self.office.rows(
            "select site_id, opened_at, resolved_at from incident order by opened_at"
        )

    def gaps(self) -> list[tuple[Any, ...]]:
        """From, to, reason: every stretch of our own blindness."""
        rows = self.office.rows("select from_at, to_at, reason from gap order by from_at")
        return [(since, until, _REASONS[reason]) for since, until, reason in rows]


@contextlib.asynccontextmanager
async def a_story(office: RealOffice) -> AsyncIterator[Story]:
    """Open the office for a story."""
    clock = Clock(datetime.now(UTC).replace(microsecond=0))
    async with open_app(office.settings, clock) as app:
        yield Story(office, app, clock)
