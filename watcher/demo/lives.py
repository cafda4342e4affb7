"""Invent the year of each site before the demo: what its page showed, and its outages.

The present pages are read by the real page reader, so that the demo's own looks find the same
content as the invented history. Earlier texts have invented fingerprints.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.looks.observation import DomainFacts, Reason
from watcher.core.pages.fingerprint import fingerprint
from watcher.core.pages.kind import Evidence, Level, PageKind, PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.core.pages.rules import judge_page
from watcher.core.period import Period, midnight
from watcher.core.sites.site_history import Incident
from watcher.demo.programme import A_YEAR, SEED, Fate, Grantee
from watcher.demo.world import page_of
from watcher.probes.page.markup import page_text, read_markup
from watcher.probes.page.phrase_file import load_rules

#: How long before the present a page of strangers, or of a host, has stood there.
_FOREIGN_SINCE = {
    Fate.SUSPENDED: (12, 60),
    Fate.GAMBLING: (20, 90),
    Fate.REDIRECTING: (15, 30),
    Fate.PARKED: (120, 120),
}
_DOWN_SINCE = {Fate.DEAD: (6, 200), Fate.LAPSED: (0, 0)}
#: When a page was strange for a while, and is the owner's again: days before the present.
_STRANGE = {Fate.CLEANED: (150, 129), Fate.SUSPECTED: (100, 70)}
_NOT_THEIRS = frozenset({*_FOREIGN_SINCE, *_DOWN_SINCE})


@dataclass(frozen=True, slots=True)
class Life:
    """The invented year of one site.

    Attributes:
        faces: what its page showed, each from an instant on, the oldest first.
        incidents: its outages; the last may not have ended.
        blocked_from: since when an internet provider blocks it; None if none does.
    """

    site_id: int
    grantee: Grantee
    faces: tuple[tuple[datetime, PageFacts], ...]
    incidents: tuple[Incident, ...]
    blocked_from: datetime | None = None

    def face_at(self, at: datetime) -> PageFacts | None:
        """What a reading at an instant finds; None where nothing is to be read."""
        down = any(one.open_at(at) for one in self.incidents)
        if down or (self.blocked_from is not None and at >= self.blocked_from):
            return None
        return next((face for since, face in reversed(self.faces) if since <= at), None)

    def registry_at(self, day: date) -> DomainFacts:
        """What the registry says on a day."""
        one = self.grantee
        if one.fate is Fate.PARKED:
            return _of_a_lost_name(one, day)
        if one.fate is Fate.LAPSED and day > one.first_ends + timedelta(days=80):
            return DomainFacts(one.host, registered=False)
        renewed = one.renewed_on is not None and day >= one.renewed_on
        return _registration(one, one.first_ends + (A_YEAR if renewed else timedelta()))


def life_of(site_id: int, grantee: Grantee, year: Period, zone: ZoneInfo) -> Life:
    """Invent the year of one site; the same for the same grantee and year."""
    draw = random.Random(SEED * 1000 + grantee.number)  # noqa: S311 - an invented history
    since = year.end - timedelta(days=_days_ago(grantee.fate, draw))
    if grantee.fate is Fate.LAPSED:  # a registrar takes a name off the DNS within days
        since = midnight(grantee.first_ends, zone) + timedelta(days=draw.randint(2, 7), hours=9)
    blocked = year.end - timedelta(days=20) if grantee.fate is Fate.BLOCKED else None
    return Life(
        site_id,
        grantee,
        tuple(_faces(grantee, year, since, zone)),
        tuple(_incidents(grantee, year, since, draw)),
        blocked,
    )


def _days_ago(fate: Fate, draw: random.Random) -> int:
    known = _FOREIGN_SINCE | _DOWN_SINCE
    return draw.randint(*known[fate]) if fate in known else 0


def _faces(
    grantee: Grantee, year: Period, since: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, PageFacts]]:
    now = _present(grantee)
    if grantee.fate is Fate.UNTOUCHED:
        yield year.start, now
        return
    yield year.start, _text(grantee, 0)
    lost = since if grantee.fate in _NOT_THEIRS else year.end
    changes = [
        (midnight(day, zone) + timedelta(hours=10), n) for n, day in enumerate(grantee.edits, 1)
    ]
    found = [(at, _text(grantee, n)) for at, n in changes if at < lost]
    if grantee.fate in _STRANGE:
        found += _strange(grantee, year, found)
    if grantee.fate in _FOREIGN_SINCE:
        found.append((since, now))
    elif grantee.fate not in _DOWN_SINCE and found:
        found[-1] = (found[-1][0], now)
    yield from sorted(found, key=lambda face: face[0])


def _strange(
    grantee: Grantee, year: Period, edits: list[tuple[datetime, PageFacts]]
) -> Iterator[tuple[datetime, PageFacts]]:
    """A stretch in which the page was strange; then the text that had been there before."""
    began, ended = (year.end - timedelta(days=days) for days in _STRANGE[grantee.fate])
    sure = grantee.fate is Fate.CLEANED
    verdict = PageVerdict(
        PageKind.GAMBLING,
        Level.CONFIRMED if sure else Level.REVIEW,
        (Evidence("gambling.strong", "slot gacor" if sure else "slot waktu"),),
    )
    title = "RIMBANAGA77" if sure else f"{grantee.business.name}: slot kelas memasak"
    yield began, PageFacts(verdict, title, "f" * 32)
    before = [face for at, face in edits if at < began]
    yield ended, before[-1] if before else _text(grantee, 0)


def _text(grantee: Grantee, edit: int) -> PageFacts:
    """The owner's page after so many edits; no date is stated on it."""
    return PageFacts(PageVerdict(PageKind.OWNER_SITE), grantee.business.name, f"{edit:032d}")


def _present(grantee: Grantee) -> PageFacts:
    """What the real reader makes of the page that stands there today."""
    if grantee.fate is Fate.REDIRECTING:
        return PageFacts(PageVerdict(PageKind.REDIRECTED, Level.REVIEW), "", "e" * 32)
    body = page_of(grantee).body
    markup = read_markup(body.encode() if isinstance(body, str) else body, "utf-8")
    verdict = judge_page(page_text(markup), load_rules(), tuple(grantee.business.name.split()))
    return PageFacts(verdict, markup.title, fingerprint(markup.lines), markup.claims)


def _incidents(
    grantee: Grantee, year: Period, since: datetime, draw: random.Random
) -> Iterator[Incident]:
    """A few short outages for anybody, and the one that has not ended for the dark."""
    dead = grantee.fate in _DOWN_SINCE
    ends = since - timedelta(days=2) if dead else year.end - timedelta(hours=8)
    at = year.start + timedelta(days=draw.randint(1, 60))
    while at < ends:
        lasted = timedelta(minutes=draw.choice((15, 30, 45, 120, 360)))
        yield Incident(at, at + lasted, draw.choice((Reason.HTTP_5XX, Reason.TIMEOUT_READ)))
        at += timedelta(days=draw.randint(20, 90), minutes=draw.randint(0, 1440))
    if dead:
        reason = Reason.CLOSED if grantee.fate is Fate.DEAD else Reason.DNS_NXDOMAIN
        yield Incident(since, None, reason)


def _of_a_lost_name(one: Grantee, day: date) -> DomainFacts:
    """It lapsed, was free for some days, and was registered by somebody who sells names."""
    if day >= one.registered_on:
        return _registration(one, one.expires)
    if day > one.first_ends + timedelta(days=72):
        return DomainFacts(one.host, registered=False)
    return _registration(one, one.first_ends, registered_on=one.granted_on)


def _registration(one: Grantee, ends: date, registered_on: date | None = None) -> DomainFacts:
    began = registered_on or one.registered_on
    return DomainFacts(
        one.host,
        registered=True,
        expires_on=ends,
        registrar="Penyedia Nama Contoh",
        registered_at=datetime.combine(began, datetime.min.time(), ZoneInfo("UTC")),
    )
