"""Twelve invented months before the demo begins: as if the watcher had been there all along.

Only what looking would have written: day strips, outages, and the facts of a few page looks.
The texts are read by the real reader, so that the demo's own looks find what the past saw.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.fingerprint import fingerprint
from watcher.core.history import Incident
from watcher.core.observation import (
    DomainFacts,
    Finding,
    Kind,
    Observation,
    Outcome,
    PageFacts,
    Reason,
)
from watcher.core.page_kind import PageKind, PageVerdict
from watcher.core.page_rules import judge_page
from watcher.core.period import Period, local_day, midnight
from watcher.core.uptime import Strip, split_by_incident
from watcher.core.verdict import Belief, Status
from watcher.demo.programme import SEED, Fate, Grantee
from watcher.demo.world import page_of
from watcher.probes.markup import page_text, read_markup
from watcher.probes.page_rules import load_rules
from watcher.storage.backfill import Past

LOOKS_A_DAY = 96
#: A day on which the watcher itself was off, for the report to own up to.
BLIND_DAYS_AGO = 19

_DOWN_FOR = {
    Fate.DEAD: (6, 200),
    Fate.LAPSED: (4, 30),
    Fate.SUSPENDED: (12, 60),
}
_REASONS = {
    Fate.DEAD: Reason.CLOSED,
    Fate.LAPSED: Reason.DNS_NXDOMAIN,
    Fate.SUSPENDED: Reason.HOSTING_SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch to invent: it ends where the demo's own looks begin."""

    period: Period
    zone: ZoneInfo


def past_of(site_id: int, grantee: Grantee, span: Span) -> Past:
    """Invent the past of one site; the same for the same grantee and span."""
    draw = random.Random(SEED * 1000 + grantee.number)  # noqa: S311 - an invented history
    incidents = tuple(_incidents(grantee, span, draw))
    return Past(
        site_id=site_id,
        days=dict(_days(grantee, span, incidents)),
        incidents=incidents,
        seen=(_registry_look(site_id, grantee, span), *_page_looks(site_id, grantee, span)),
        belief=_belief(incidents, span),
    )


def _incidents(grantee: Grantee, span: Span, draw: random.Random) -> Iterator[Incident]:
    """A few short outages for anybody, and the one that has not ended for the dark."""
    started = span.period.end - timedelta(days=_days_down(grantee, draw))
    at = span.period.start + timedelta(days=draw.randint(1, 60))
    while at < started - timedelta(days=2):
        lasted = timedelta(minutes=draw.choice((15, 30, 45, 120, 360)))
        yield Incident(at, at + lasted, draw.choice((Reason.HTTP_5XX, Reason.TIMEOUT_READ)))
        at += timedelta(days=draw.randint(20, 90), minutes=draw.randint(0, 1440))
    if grantee.fate in _DOWN_FOR:
        yield Incident(started, None, _REASONS[grantee.fate])


def _days_down(grantee: Grantee, draw: random.Random) -> int:
    if grantee.fate not in _DOWN_FOR:
        return 0
    return draw.randint(*_DOWN_FOR[grantee.fate])


def _days(
    grantee: Grantee, span: Span, incidents: tuple[Incident, ...]
) -> Iterator[tuple[date, tuple[Strip, int, int]]]:
    """Every day as the looks of that day would have rolled up."""
    stretches = [Period(i.opened_at, i.resolved_at or span.period.end) for i in incidents]
    last = local_day(span.period.end, span.zone)
    blind = last - timedelta(days=BLIND_DAYS_AGO)
    day = local_day(span.period.start, span.zone)
    while day <= last:
        whole = Period(midnight(day, span.zone), midnight(day + timedelta(days=1), span.zone))
        watched = Period(*_watched(whole, day == blind)).overlap(span.period)
        looks = round(watched.length / whole.length * LOOKS_A_DAY)
        told = 0 if grantee.fate is Fate.BLOCKED else looks
        yield day, (_strip(watched if told else None, stretches, whole.start), looks, told)
        day += timedelta(days=1)


def _watched(whole: Period, blind: bool) -> tuple[datetime, datetime]:
    """All of a day, or only the morning before the watcher was off."""
    return whole.start, whole.start + timedelta(hours=10) if blind else whole.end


def _strip(watched: Period | None, stretches: list[Period], day_starts: datetime) -> Strip:
    strip = Strip()
    if watched is None or not watched.length:
        return strip
    for piece, down in split_by_incident(watched, stretches):
        strip = strip.add(piece, down, day_starts)
    return strip


def _belief(incidents: tuple[Incident, ...], span: Span) -> Belief:
    open_now = incidents[-1] if incidents and incidents[-1].resolved_at is None else None
    since = open_now.opened_at if open_now else span.period.start
    return Belief(
        status=Status.DOWN if open_now else Status.UP,
        since=since,
        reason=open_now.reason if open_now else Reason.OK,
        outcome=Outcome.FAILED if open_now else Outcome.OK,
        streak=3,
        streak_began=since,
        decided_at=span.period.end,
        seen_at=span.period.end,
    )


def _page_looks(site_id: int, grantee: Grantee, span: Span) -> Iterator[Observation]:
    """The first look, the one that saw the last change, and the last one of the past."""
    if grantee.fate in (Fate.DEAD, Fate.LAPSED, Fate.BLOCKED, Fate.EXPIRED_CERTIFICATE):
        own = PageFacts(PageVerdict(PageKind.OWNER_SITE), grantee.business.name, "0" * 32)
        yield _look(site_id, own, span.period.start)
        return
    facts = _facts(grantee)
    if grantee.fate not in (Fate.UNTOUCHED, Fate.STALE):
        before = PageFacts(PageVerdict(PageKind.OWNER_SITE), grantee.business.name, "0" * 32)
        yield _look(site_id, before, span.period.start)
    changed = _changed_at(grantee, span)
    yield _look(site_id, facts, changed)
    yield _look(site_id, facts, span.period.end - timedelta(hours=2))


def _registry_look(site_id: int, grantee: Grantee, span: Span) -> Observation:
    """What the registry said when the watching began."""
    facts = DomainFacts(grantee.host, registered=True, expires_on=grantee.expires)
    found = Finding(Outcome.OK, Reason.OK, facts)
    return Observation(site_id, Kind.DOMAIN, span.period.start, span.period.start, finding=found)


def _changed_at(grantee: Grantee, span: Span) -> datetime:
    if grantee.changed is None or grantee.fate is Fate.STALE:
        return span.period.start
    return max(midnight(grantee.changed, span.zone), span.period.start + timedelta(days=1))


def _facts(grantee: Grantee) -> PageFacts:
    body = page_of(grantee).body
    markup = read_markup(body.encode() if isinstance(body, str) else body, "utf-8")
    verdict = judge_page(page_text(markup), load_rules(), tuple(grantee.business.name.split()))
    return PageFacts(verdict, markup.title, fingerprint(markup.lines), markup.claims)


def _look(site_id: int, facts: PageFacts, at: datetime) -> Observation:
    return Observation(site_id, Kind.PAGE, at, at, finding=Finding(Outcome.OK, Reason.OK, facts))
