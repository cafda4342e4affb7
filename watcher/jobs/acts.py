"""What people do about a site: every verb writes one act, with who did it and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.errors import RegisterError
from watcher.core.pages.page_history import SeenPage
from watcher.core.period import local_day, midnight
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.assessment import evidence_of
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer, Site
from watcher.core.sites.site_history import SiteHistory, registration_key
from watcher.core.sites.state import State, state_of
from watcher.core.sites.view import View
from watcher.core.sites.viewing import view_at
from watcher.jobs.months.standing_now import known_now
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.register import act_rows as rows
from watcher.storage.register.register import sites


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something, when, by which way, and why in that person's own words.

    Attributes:
        way: "cli", "mail" or "web".
    """

    by: str
    now: datetime
    way: str = "cli"
    reason: str = ""

    def act(
        self,
        site_id: int,
        kind: ActKind,
        after: Mapping[str, str],
        before: Mapping[str, str] | None = None,
    ) -> Act:
        """The row of one act of this person."""
        return Act(self.now, site_id, kind, self.by, self.way, self.reason, before or {}, after)


def answered(
    database: Database,
    settings: Settings,
    site_id: int,
    answer: OwnerAnswer,
    person: Person,
    on: date | None = None,
    clock: ExpiryKind = ExpiryKind.DOMAIN,
) -> None:
    """Note what an owner said.

    Args:
        on: the day it was said; today where it is not given.
        clock: what it is about: an answer about the hosting stops no letter about the domain.
    """
    site, day = _site(database, site_id), on or _today(settings, person)
    before = {"answer": site.answer.value} if site.answer else {}
    after = {"answer": answer.value, "on": day.isoformat(), "clock": clock.value}
    act = person.act(site_id, ActKind.ANSWERED, after, before)
    rows.keep_answer(database, act, answer, day)


def confirm_payment(
    database: Database,
    settings: Settings,
    site_id: int,
    clock: ExpiryKind,
    until: date,
    person: Person,
) -> None:
    """Note that somebody has seen a term paid."""
    site = _site(database, site_id)
    known = site.paid_until if clock is ExpiryKind.DOMAIN else site.hosting_expires
    today = _today(settings, person)
    after = {"clock": clock.value, "until": until.isoformat(), "on": today.isoformat()}
    before = {"until": known.isoformat()} if known else {}
    act = person.act(site_id, ActKind.PAYMENT, after, before)
    rows.keep_payment(database, act, clock, until)


def contacted(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Note that somebody has spoken with the owner."""
    after = {"on": _today(settings, person).isoformat()}
    rows.keep_act(database, person.act(site_id, ActKind.CONTACTED, after))


def pause(
    database: Database,
    settings: Settings,
    site_id: int,
    standing: MonitoringStatus,
    person: Person,
    until: date | None = None,
) -> None:
    """Leave a site in peace: no looks, no letters, in no percentage.

    Args:
        until: its last day; where none is given, somebody has to resume it.
    """
    before = {"standing": _site(database, site_id).standing.value}
    after = {"standing": standing.value} | ({"until": until.isoformat()} if until else {})
    act = person.act(site_id, ActKind.PAUSED, after, before)
    zone = settings.programme.zoneinfo
    ends = midnight(date.fromordinal(until.toordinal() + 1), zone) if until else None
    rows.keep_pause(database, act, standing, ends)


def resume(database: Database, site_id: int, person: Person) -> bool:
    """Watch a site again. Return whether it had been paused."""
    before = {"standing": _site(database, site_id).standing.value}
    after = {"standing": MonitoringStatus.ACTIVE.value}
    return rows.keep_resumption(database, person.act(site_id, ActKind.RESUMED, after, before))


def resume_due(database: Database, now: datetime) -> int:
    """Watch the sites again whose pause has ended. Return how many."""
    ending = rows.pauses_that_end(database, now)
    for site_id, until in ending:  # a pause is no longer than it was meant to be
        resume(database, site_id, Person("", until, way="timer"))
    return len(ending)


def override(
    database: Database, settings: Settings, site_id: int, state: State | None, person: Person
) -> None:
    """Set a state by hand, until the evidence changes; None takes it back."""
    found = state_of(_view(database, settings, site_id, person.now), settings.looks.thresholds)
    after = {"evidence": evidence_of(found), "on": _today(settings, person).isoformat()}
    if state is not None:
        after["state"] = state.value
    before = {"state": found.state.value}
    rows.keep_act(database, person.act(site_id, ActKind.OVERRIDE, after, before))


def mark_safe(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Say that what looks like somebody else's work is the owner's: "aman".

    Raises:
        RegisterError: nothing about the site is suspected.
    """
    _judge(database, settings, site_id, ActKind.SAFE, person)


def mark_confirmed(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Say that what looks like somebody else's work is just that: "benar".

    Raises:
        RegisterError: nothing about the site is suspected.
    """
    _judge(database, settings, site_id, ActKind.CONFIRMED, person)


def keep_baseline(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Say that the present content is the one that was handed over.

    Raises:
        RegisterError: the page of the site has not been read.
    """
    view = _view(database, settings, site_id, person.now)
    if not view.contents:
        raise RegisterError("the page of this site has not been read yet")
    fingerprint, known = view.contents[-1].key, _site(database, site_id).baseline
    before = {"fingerprint": known} if known else {}
    act = person.act(site_id, ActKind.BASELINE, {"fingerprint": fingerprint}, before)
    rows.keep_baseline(database, act, fingerprint)


def _judge(
    database: Database, settings: Settings, site_id: int, kind: ActKind, person: Person
) -> None:
    one = _history(database, settings, site_id, person.now)
    evidence = _evidence(one)
    if not evidence:
        raise RegisterError("nothing about this site is suspected: there is nothing to judge")
    rows.keep_act(database, person.act(site_id, kind, {"evidence": evidence}))


def _evidence(one: SiteHistory) -> str:
    """What a person's word is about: an accused page, else a name that was registered anew."""
    seen: list[SeenPage] = [*one.pages[-1:], *([one.glimpse] if one.glimpse else [])]
    accused = [page for page in seen if page.accused]
    if accused:
        return max(accused, key=lambda page: page.last_at).evidence_key
    return registration_key(one.reregistered_at) if one.reregistered_at else ""


def _view(database: Database, settings: Settings, site_id: int, now: datetime) -> View:
    one = _history(database, settings, site_id, now)
    life = settings.registry.ending(one.site.domain).life
    return view_at(one, now, settings.programme.zoneinfo, life)


def _history(database: Database, settings: Settings, site_id: int, now: datetime) -> SiteHistory:
    known = known_now(database, settings, now)
    return next(one for one in known.sites if one.site.id == site_id)


def _site(database: Database, site_id: int) -> Site:
    return next(site for site in sites(database) if site.id == site_id)


def _today(settings: Settings, person: Person) -> date:
    return local_day(person.now, settings.programme.zoneinfo)
