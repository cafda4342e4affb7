"""Convert a month of a site's invented year to the rows that looks would have written."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.looks.observation import (
    AvailabilityFacts,
    Finding,
    Kind,
    Observation,
    Outcome,
    Reason,
)
from watcher.core.looks.uptime import Strip, split_by_incident
from watcher.core.looks.verdict import Belief, Status
from watcher.core.period import Period, local_day, midnight
from watcher.demo.lives import Life
from watcher.demo.programme import Fate
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.upkeep.backfill import BackfilledDays

LOOKS_A_DAY = 96
#: How often the past reads a page: often enough that a reading always proves something.
_READ_EVERY = timedelta(days=5)
#: How often the past asks a registry.
_ASKED_EVERY = timedelta(days=5)
_MINUTE = timedelta(minutes=1)


def past_of(life: Life, month: Period, blind: date | None, zone: ZoneInfo) -> BackfilledDays:
    """What is remembered of one site over one stretch of time.

    Args:
        blind: a day on which the watcher itself was off from ten in the morning.
    """
    return BackfilledDays(
        site_id=life.site_id,
        days=dict(_days(life, month, blind, zone)),
        incidents=tuple(i for i in life.incidents if month.start <= i.opened_at < month.end),
        resolved=tuple(
            i.resolved_at
            for i in life.incidents
            if i.resolved_at is not None
            and i.opened_at < month.start
            and i.resolved_at < month.end
            and i.resolved_at >= month.start
        ),
        seen=(*_registry_looks(life, month, zone), *_page_looks(life, month)),
        last_look=_last_look(life, month.end - _MINUTE),
        belief=_belief(life, month.end - _MINUTE),
        until=month.end,
    )


def _days(
    life: Life, month: Period, blind: date | None, zone: ZoneInfo
) -> Iterator[tuple[date, DayRecord]]:
    """Every day as the looks of that day would have rolled up."""
    stretches = [Period(i.opened_at, i.resolved_at or month.end) for i in life.incidents]
    day = local_day(month.start, zone)
    while midnight(day, zone) < month.end:
        whole = Period(midnight(day, zone), midnight(day + timedelta(days=1), zone))
        ends = whole.start + timedelta(hours=10) if day == blind else whole.end
        watched = Period(whole.start, ends).overlap(month)
        looks = round(watched.length / whole.length * LOOKS_A_DAY)
        hidden = life.blocked_from is not None and whole.start >= life.blocked_from
        strip = Strip() if hidden else _strip(watched, stretches, whole.start)
        yield day, DayRecord(strip, looks, 0 if hidden else looks, _blips(life, day))
        day += timedelta(days=1)


def _strip(watched: Period, stretches: list[Period], day_starts: datetime) -> Strip:
    strip = Strip()
    if not watched.length:
        return strip
    for piece, down in split_by_incident(watched, stretches):
        strip = strip.add(piece, down, day_starts)
    return strip


def _blips(life: Life, day: date) -> int:
    """Some hosts stumble now and then."""
    stumbles = life.grantee.fate in (Fate.SLOW, Fate.GOOD) and life.grantee.number % 7 == 1
    return int(stumbles and (day.toordinal() + life.grantee.number) % 5 == 0)


def _last_look(life: Life, at: datetime) -> Observation:
    down = next((i for i in life.incidents if i.open_at(at)), None)
    if life.blocked_from is not None and at >= life.blocked_from:
        found = Finding(Outcome.UNKNOWN, Reason.ISP_BLOCK)
    elif down is not None:
        found = Finding(Outcome.FAILED, down.reason, AvailabilityFacts())
    else:
        found = Finding(Outcome.OK, Reason.OK, AvailabilityFacts())
    return Observation(life.site_id, Kind.AVAILABILITY, at, at, finding=found)


def _belief(life: Life, at: datetime) -> Belief:
    seen = _last_look(life, at).finding
    down = next((i for i in life.incidents if i.open_at(at)), None)
    decided_at = min(at, life.blocked_from) if life.blocked_from else at
    since = down.opened_at if down else life.faces[0][0]
    return Belief(
        status=Status.DOWN if down else Status.UP,
        since=since,
        reason=down.reason if down else Reason.OK,
        outcome=Outcome.FAILED if seen.outcome is Outcome.FAILED else Outcome.OK,
        streak=3,
        streak_began=since,
        decided_at=decided_at,
        seen_at=at,
    )


def _page_looks(life: Life, month: Period) -> Iterator[Observation]:
    """Regular readings, and one at each change, so that a change is dated to its day."""
    times = {since for since, _ in life.faces if month.start <= since < month.end}
    at = month.start + timedelta(hours=3, minutes=life.site_id)
    while at < month.end:
        times.add(at)
        at += _READ_EVERY
    times.add(month.end - timedelta(hours=4))
    for at in sorted(times):
        face = life.face_at(at)
        if face is not None and at < month.end:
            found = Finding(Outcome.OK, Reason.OK, face)
            yield Observation(life.site_id, Kind.PAGE, at, at, finding=found)


def _registry_looks(life: Life, month: Period, zone: ZoneInfo) -> Iterator[Observation]:
    at = month.start + timedelta(hours=2, minutes=life.site_id)
    while at < month.end:
        facts = life.registry_at(local_day(at, zone))
        reason = Reason.OK if facts.registered else Reason.NOT_FOUND
        yield Observation(
            life.site_id, Kind.DOMAIN, at, at, finding=Finding(Outcome.OK, reason, facts)
        )
        at += _ASKED_EVERY
