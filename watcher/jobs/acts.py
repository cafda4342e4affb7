"""What staff can do about a site: every function writes one act, with who and what it changed.

`site_id` is the id of a known site, `person` says who acts, when and why.
"""

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
    """Who acts, when, through which interface, and why.

    Attributes:
        by: the person's name; "" for the program itself.
        way: "cli", "mail", "web" or "timer".
        reason: as the person wrote it.
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
        """Return an act of this person.

        Args:
            site_id: what it is about.
            kind: what was done.
            after: name -> value that it set.
            before: name -> value that was in force before; None where nothing was.
        """
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
    """Record an owner's answer.

    Args:
        answer: what the owner will do.
        on: the day of the answer; None for today.
        clock: which term it is about: an answer about hosting stops no letter about the domain.
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
    """Record that staff have seen proof that a term is paid.

    Args:
        clock: which term, domain or hosting.
        until: the day until which it is paid.
    """
    site = _site(database, site_id)
    known = site.paid_until if clock is ExpiryKind.DOMAIN else site.hosting_expires
    today = _today(settings, person)
    after = {"clock": clock.value, "until": until.isoformat(), "on": today.isoformat()}
    before = {"until": known.isoformat()} if known else {}
    act = person.act(site_id, ActKind.PAYMENT, after, before)
    rows.keep_payment(database, act, clock, until)


def contacted(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Record that staff have spoken with the owner, on the day of `person.now`."""
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
    """Stop watching a site: no looks, no letters, in no percentage.

    Args:
        standing: paused or withdrawn.
        until: the last day of the pause; None where a person has to resume the site.
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
    """Resume the sites whose pause was planned to end by now. Return how many."""
    ending = rows.pauses_that_end(database, now)
    for site_id, until in ending:  # it ends at the planned time, not when this job ran
        resume(database, site_id, Person("", until, way="timer"))
    return len(ending)


def override(
    database: Database, settings: Settings, site_id: int, state: State | None, person: Person
) -> None:
    """Set a site's state by hand, in force until the evidence changes.

    Args:
        state: the state; None removes one that was set.
        person: who sets it, and why.
    """
    assessed = state_of(_view(database, settings, site_id, person.now), settings.looks.thresholds)
    after = {"evidence": evidence_of(assessed), "on": _today(settings, person).isoformat()}
    if state is not None:
        after["state"] = state.value
    before = {"state": assessed.state.value}
    rows.keep_act(database, person.act(site_id, ActKind.OVERRIDE, after, before))


def mark_safe(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Record that suspected content is the owner's own: "aman".

    Raises:
        RegisterError: nothing about the site is suspected.
    """
    _judge(database, settings, site_id, ActKind.SAFE, person)


def mark_confirmed(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Record that suspected content is indeed somebody else's: "benar".

    Raises:
        RegisterError: nothing about the site is suspected.
    """
    _judge(database, settings, site_id, ActKind.CONFIRMED, person)


def keep_baseline(database: Database, settings: Settings, site_id: int, person: Person) -> None:
    """Record the present content as that of the hand-over.

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
    evidence = _evidence(_history(database, settings, site_id, person.now))
    if not evidence:
        raise RegisterError("nothing about this site is suspected: there is nothing to judge")
    rows.keep_act(database, person.act(site_id, kind, {"evidence": evidence}))


def _evidence(known: SiteHistory) -> str:
    """Return the key of what is suspected: the newest accused page, else a new registration."""
    seen: list[SeenPage] = [*known.pages[-1:], *([known.glimpse] if known.glimpse else [])]
    accused = [page for page in seen if page.accused]
    if accused:
        return max(accused, key=lambda page: page.last_at).evidence_key
    return registration_key(known.reregistered_at) if known.reregistered_at else ""


def _view(database: Database, settings: Settings, site_id: int, now: datetime) -> View:
    known = _history(database, settings, site_id, now)
    life = settings.registry.ending(known.site.domain).life
    return view_at(known, now, settings.programme.zoneinfo, life)


def _history(database: Database, settings: Settings, site_id: int, now: datetime) -> SiteHistory:
    known = known_now(database, settings, now)
    return next(one for one in known.sites if one.site.id == site_id)


def _site(database: Database, site_id: int) -> Site:
    return next(site for site in sites(database) if site.id == site_id)


def _today(settings: Settings, person: Person) -> date:
    return local_day(person.now, settings.programme.zoneinfo)
