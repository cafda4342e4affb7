"""The one place where the simulator touches the product: its jobs, its acts, its report."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from office import a_database, settings_for

from simulation.days import on
from simulation.truth import Deed, Scenario
from watcher.core.domains.expiry import ExpiryKind
from watcher.core.looks.observation import Kind, Reason
from watcher.core.period import Period
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.state import State
from watcher.jobs import acts, maintenance
from watcher.jobs.acts import Person
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.outage_digest import report_down
from watcher.jobs.letters.remind import remind
from watcher.jobs.looks.look import batch_size, look_due
from watcher.jobs.months.month import make_due_month
from watcher.net.client import Client
from watcher.probes.table import Probe
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import add_gap
from watcher.storage.register import register
from watcher.storage.register.register_intake import CommunityEntry, OwnerEntry, SiteEntry, take_in

__all__ = ["Database", "Kind", "Office", "Settings", "a_database", "settings_of"]

COMMUNITY = CommunityEntry("Melati", "Ibu Ana", "ana@melati.example", quota=100)
_OFFICER = "Pak Arif"
Document = Mapping[str, Any]


def settings_of(folder: Path, zone: str, minutes: int) -> Settings:
    """The settings of an office in a zone that looks every so many minutes."""
    return settings_for(
        folder,
        programme={"zone": zone},
        looks={"availability_minutes": minutes, "at_once": 100},
        reports={"formats": ["json"]},
    )


class Office:
    """An office at work, driven by hand."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings

    def list_site(self, scenario: Scenario, number: int, now: datetime) -> int:
        """Take a site into the register. Return the number that it got."""
        before = {site.id for site in register.sites(self.database)}
        every = intervals(self.settings)
        entry = _entry(scenario, number)
        take_in(self.database, [entry], [COMMUNITY], every, now, dry_run=False)
        return next(s.id for s in register.sites(self.database) if s.id not in before)

    async def look(self, probe: Probe, net: Client, now: datetime) -> None:
        """Make every look of one kind that is due."""
        size = looks = batch_size(probe.kind, self.settings)
        while looks == size:
            swept = await look_due(probe, self.database, net, self.settings, lambda: now)
            looks = swept.looks

    def remind(self, now: datetime) -> None:
        """Queue the letters that the day makes due."""
        remind(self.database, self.settings, now)

    def tell_of_outages(self, now: datetime) -> None:
        """Queue the digest of outages."""
        report_down(self.database, self.settings, now)

    async def dispatch(self, now: datetime) -> None:
        """Send what may go out."""
        await dispatch(self.database, self.settings, lambda: now)

    def roll_up(self, now: datetime) -> None:
        """Count the last days again."""
        maintenance.roll_up(self.database, self.settings, now)

    def note_absence(self, since: datetime, now: datetime) -> None:
        """Own up to a stretch in which the watcher did not run, as the daemon does."""
        add_gap(self.database, Reason.OWN_NETWORK, Period(since, now))

    def close_month(self, now: datetime) -> list[Document]:
        """Make the report of the month that is over, and give the JSON that was written."""
        paths = make_due_month(self.database, self.settings, now)
        return [json.loads(path.read_text("utf-8")) for path in paths if path.suffix == ".json"]

    def do(self, site_id: int, deed: Deed, now: datetime) -> None:
        """Let a person do something."""
        person = Person(_OFFICER, now, reason=str(deed.word))
        DEEDS[deed.verb](self, site_id, deed, person)

    def _answer(self, site_id: int, deed: Deed, person: Person) -> None:
        word = OwnerAnswer(str(deed.word))
        acts.answered(self.database, self.settings, site_id, word, person)

    def _pay(self, clock: ExpiryKind, site_id: int, deed: Deed, person: Person) -> None:
        until = _day(int(deed.word))
        assert until is not None
        acts.confirm_payment(self.database, self.settings, site_id, clock, until, person)

    def _pause(self, standing: MonitoringStatus, site_id: int, _deed: Deed, person: Person) -> None:
        acts.pause(self.database, self.settings, site_id, standing, person)

    def _resume(self, site_id: int, _deed: Deed, person: Person) -> None:
        acts.resume(self.database, site_id, person)

    def _override(self, site_id: int, deed: Deed, person: Person) -> None:
        acts.override(self.database, self.settings, site_id, State(str(deed.word)), person)

    def _safe(self, site_id: int, _deed: Deed, person: Person) -> None:
        acts.mark_safe(self.database, self.settings, site_id, person)

    def _confirmed(self, site_id: int, _deed: Deed, person: Person) -> None:
        acts.mark_confirmed(self.database, self.settings, site_id, person)


_Doing = Callable[[Office, int, Deed, Person], None]
DEEDS: dict[str, _Doing] = {
    "answer": Office._answer,
    "paid_domain": lambda office, *how: office._pay(ExpiryKind.DOMAIN, *how),
    "paid_hosting": lambda office, *how: office._pay(ExpiryKind.HOSTING, *how),
    "paused": lambda office, *how: office._pause(MonitoringStatus.PAUSED, *how),
    "closed": lambda office, *how: office._pause(MonitoringStatus.CLOSED, *how),
    "withdrawn": lambda office, *how: office._pause(MonitoringStatus.WITHDRAWN, *how),
    "resumed": Office._resume,
    "override": Office._override,
    "safe": Office._safe,
    "confirmed": Office._confirmed,
}


def _entry(scenario: Scenario, number: int) -> SiteEntry:
    """The row of the register that a scenario makes; each site has an owner of its own."""
    host, address = f"usaha{number}.example", f"pemilik{number}@usaha.example"
    return SiteEntry(
        row=number + 1,
        identity=host,
        url=f"https://{host}/",
        domain=host if scenario.registry else None,
        business=scenario.name,
        community=COMMUNITY.name,
        owner=OwnerEntry(address, f"Pemilik {number}", address),
        granted_on=on(scenario.granted),
        domain_expires=_day(scenario.typed),
        hosting_expires=_day(scenario.hosting),
    )


def _day(day: int | None) -> date | None:
    return None if day is None else on(day)
