"""Write the demo's history: a year, month by month, with the real jobs on a simulated clock.

Only the looks are invented. Reminders, sending, acts of staff and the closing of each month are
the jobs that an office runs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.looks.observation import Reason
from watcher.core.period import Month, Period, local_day, midnight
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.state import State
from watcher.demo.lives import Life, life_of
from watcher.demo.past import past_of
from watcher.demo.programme import A_YEAR, COMMUNITIES, Fate, Grantee
from watcher.jobs import acts
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.remind import remind
from watcher.jobs.months.month import read_report
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.gaps import add_gap
from watcher.storage.register import register
from watcher.storage.upkeep.backfill import backfill

#: A day on which the watcher itself was off, so that the report shows a gap.
BLIND_DAYS_AGO = 19
OFFICER = "Petugas Contoh"
#: When letters are written and sent: Mondays and Thursdays, at nine.
_POST_DAYS, _MORNING = (0, 3), timedelta(hours=9)
#: When a month is closed: at six on the first day after it.
_CLOSED_AFTER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of staff to be made at an instant; `verb` says which."""

    at: datetime
    site_id: int
    grantee: Grantee
    verb: str


async def live_through(
    database: Database, settings: Settings, grantees: Sequence[Grantee], year: Period, letters: Path
) -> None:
    """Invent what was seen, do what people did, write what was due, close each month that ended.

    Args:
        year: the stretch to live through; its last month may still run at its end.
        letters: the folder that gets the year's letters.
    """
    zone = settings.programme.zoneinfo
    by_name = {site.business: site.id for site in register.sites(database)}
    lives = [life_of(by_name[one.business.name], one, year, zone) for one in grantees]
    blind = local_day(year.end, zone) - timedelta(days=BLIND_DAYS_AGO)
    deeds = sorted(_deeds(lives, year, zone), key=lambda deed: deed.at)
    quiet = _with_folder(settings, letters)
    for month in _months(year, zone):
        stretch = month.period(zone).overlap(year)
        backfill(database, [past_of(life, stretch, blind, zone) for life in lives])
        if stretch.start <= midnight(blind, zone) < stretch.end:
            off = Period(
                midnight(blind, zone) + timedelta(hours=10),
                midnight(blind, zone) + timedelta(days=1),
            )
            add_gap(database, Reason.OWN_NETWORK, off)
        await _work(database, quiet, stretch, [d for d in deeds if _falls_in(d, stretch)])
        if stretch.end == month.period(zone).end and stretch.end < year.end:
            read_report(database, settings, month, stretch.end + _CLOSED_AFTER)


async def _work(
    database: Database, settings: Settings, stretch: Period, deeds: Iterable[Deed]
) -> None:
    """What the office does in a month, in the order of the days."""
    mornings = list(_mornings(stretch, settings.programme.zoneinfo))
    for at, deed in sorted(
        [(deed.at, deed) for deed in deeds] + [(at, None) for at in mornings],
        key=lambda one: (one[0], one[1] is None),
    ):
        if deed is not None:
            _do(database, settings, deed)
            continue
        remind(database, settings, at)
        await dispatch(database, settings, lambda at=at: at)  # type: ignore[misc]  # bound


def _mornings(stretch: Period, zone: ZoneInfo) -> Iterator[datetime]:
    day = local_day(stretch.start, zone)
    while midnight(day, zone) + _MORNING < stretch.end:
        if day.weekday() in _POST_DAYS and midnight(day, zone) >= stretch.start:
            yield midnight(day, zone) + _MORNING
        day += timedelta(days=1)


def _deeds(lives: Sequence[Life], year: Period, zone: ZoneInfo) -> Iterator[Deed]:
    """What people did: answers, receipts, and a word about what looked strange."""
    by_fate = {fate: [one for one in lives if one.grantee.fate is fate] for fate in Fate}
    for life in lives:
        one = life.grantee
        if one.answered_on is not None:
            yield _on(one.answered_on, life, "renewed", zone)
        if one.renewed_on is not None and one.number % 4 == 0:
            yield _on(one.renewed_on + timedelta(days=1), life, "paid", zone)
        if one.fate is Fate.PAST_END:
            yield Deed(year.end - timedelta(days=2, hours=13), life.site_id, one, "help")
    for fate, verb in ((Fate.CLEANED, "confirm"), (Fate.SUSPECTED, "safe")):
        for life in by_fate[fate]:
            strange = next(at for at, face in life.faces if face.verdict.evidence)
            yield Deed(strange + timedelta(hours=9), life.site_id, life.grantee, verb)
    given_up, withdrawn = by_fate[Fate.DEAD][0], by_fate[Fate.DEAD][1]
    yield Deed(year.end - timedelta(days=5, hours=13), given_up.site_id, given_up.grantee, "close")
    yield Deed(year.end - timedelta(days=65), withdrawn.site_id, withdrawn.grantee, "withdraw")
    by_hand = by_fate[Fate.UNTOUCHED][3]
    yield Deed(year.end - timedelta(days=40), by_hand.site_id, by_hand.grantee, "override")


def _on(day: date, life: Life, verb: str, zone: ZoneInfo) -> Deed:
    return Deed(midnight(day, zone) + timedelta(hours=14), life.site_id, life.grantee, verb)


def _do(database: Database, settings: Settings, deed: Deed) -> None:
    """Do it by the verb that the office would use."""
    one, site = deed.grantee, deed.site_id
    coordinator = next(g.coordinator for g in COMMUNITIES if g.name == one.community)
    person, officer = acts.Person(coordinator, deed.at), acts.Person(OFFICER, deed.at)
    if deed.verb in ("renewed", "help", "close"):
        said = {"renewed": OwnerAnswer.DONE, "help": OwnerAnswer.HELP, "close": OwnerAnswer.CLOSE}
        acts.answered(database, settings, site, said[deed.verb], person)
    elif deed.verb == "paid":
        until = one.first_ends + A_YEAR
        acts.confirm_payment(database, settings, site, ExpiryKind.DOMAIN, until, officer)
    elif deed.verb == "confirm":
        acts.mark_confirmed(database, settings, site, officer)
    elif deed.verb == "safe":
        acts.mark_safe(database, settings, site, officer)
    elif deed.verb == "withdraw":
        acts.pause(database, settings, site, MonitoringStatus.WITHDRAWN, officer)
    elif deed.verb == "override":
        why = acts.Person(OFFICER, deed.at, reason="katalog contoh ini memang dipakai di toko")
        acts.override(database, settings, site, State.IN_USE, why)


def _falls_in(deed: Deed, stretch: Period) -> bool:
    return stretch.start <= deed.at < stretch.end


def _months(year: Period, zone: ZoneInfo) -> Iterator[Month]:
    month = Month.of(year.start, zone)
    while month.period(zone).start < year.end:
        yield month
        month = month.next()


def _with_folder(settings: Settings, letters: Path) -> Settings:
    """The office's settings, with letters that go into a folder."""
    mail = settings.mail.model_copy(update={"channel": "folder", "folder": letters})
    return settings.model_copy(update={"mail": mail})
