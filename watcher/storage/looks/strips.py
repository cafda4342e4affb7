"""Day strips: extended at every look, rebuilt from raw looks when a change is dated back.

Both count by the rules of core/looks/uptime.py; a test compares their sums.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from watcher.core.looks.observation import Kind, Observation, Outcome
from watcher.core.looks.uptime import (
    SLOT,
    SLOTS,
    UNMEASURED,
    VOUCHES_FOR_INTERVALS,
    Strip,
    Tally,
    blips,
    outside,
    strips,
    vouched,
)
from watcher.core.looks.verdict import Belief, Status
from watcher.core.period import Period, local_day, midnight, split_by_day
from watcher.storage.looks.beliefs import as_periods, incidents_of
from watcher.storage.looks.day_records import Day, DayRecord, load_days, save_days
from watcher.storage.register.act_rows import paused_stretches
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import DayStripRow, ObservationRow, SiteRow

_STRIP = table_of(DayStripRow)
_LOOK = table_of(ObservationRow)
_SITE = table_of(SiteRow)
_ONE_DAY = timedelta(days=1)
_ROWS_AT_ONCE = 20_000


def add_looks(
    connection: Connection,
    judged: Iterable[tuple[Observation, Belief]],
    interval: timedelta,
    zone: ZoneInfo,
) -> None:
    """Add availability looks to their days.

    Args:
        judged: each look with the belief that was held *before* it.
        interval: how often availability is looked at: what a look vouches for.
        zone: the office's time zone, in which days are counted.
    """
    pieces: list[tuple[Day, Period, bool]] = []
    judged, paused = list(judged), paused_stretches(connection)
    days = {(seen.site_id, local_day(seen.at, zone)) for seen, _ in judged}
    for seen, before in judged:
        if _is_conclusive(seen) and before.decided_at is not None:
            # rows hold whole seconds: rebuild() must come to the same sums as this
            span = vouched(before.decided_at, seen.at.replace(microsecond=0), interval)
            down = before.status is Status.DOWN
            pieces += [
                ((seen.site_id, day), part, down)
                for watched in outside(span, paused.get(seen.site_id, ()))
                for day, part in split_by_day(watched, zone)
            ]
    records = load_days(connection, days | {day for day, _, _ in pieces})
    for seen, before in judged:
        day = seen.site_id, local_day(seen.at, zone)
        records[day] = records.get(day, DayRecord()).with_look(
            conclusive=_is_conclusive(seen), blip=_begins_blip(seen, before)
        )
    for day, part, down in pieces:
        record = records.get(day, DayRecord())
        strip = record.strip.add(part, down, midnight(day[1], zone))
        records[day] = replace(record, strip=strip)
    save_days(connection, records)


def _is_conclusive(seen: Observation) -> bool:
    return seen.finding.outcome is not Outcome.UNKNOWN


def _begins_blip(seen: Observation, before: Belief) -> bool:
    """Return whether the look begins a failure; rebuild() takes it back once it is confirmed."""
    failed = seen.finding.outcome is Outcome.FAILED
    return failed and before.outcome is not Outcome.FAILED and before.status is not Status.DOWN


def rebuild(
    connection: Connection, site_id: int, since: datetime, until: datetime, zone: ZoneInfo,
    interval: timedelta,
) -> None:  # fmt: skip
    """Count the days from `since` to `until` of one site anew, from its raw looks.

    Args:
        zone: the office's time zone, in which days are counted.
        interval: how often availability is looked at: what a look vouches for.
    """
    first, last = local_day(since, zone), local_day(until, zone)
    window = Period(midnight(first, zone), midnight(last + _ONE_DAY, zone))
    looks = _conclusive_looks(connection, site_id, window, interval)
    incidents = as_periods(incidents_of(connection, [site_id], window).get(site_id, []), window.end)
    paused = paused_stretches(connection).get(site_id, ())
    counted = strips([at for at, _ in looks], incidents, interval, zone, paused)
    failures = Counter(local_day(at, zone) for at in blips(looks, incidents))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    known = load_days(connection, {(site_id, day) for day in days})
    save_days(
        connection,
        {
            (site_id, day): replace(
                known.get((site_id, day), DayRecord()),
                strip=counted.get(day, Strip()),
                blips=failures[day],
            )
            for day in days
        },
    )


def _conclusive_looks(
    connection: Connection, site_id: int, window: Period, interval: timedelta
) -> list[tuple[datetime, bool]]:
    """Read when the conclusive looks of a window were made, and whether each failed.

    With those before the window that vouch for its beginning.
    """
    conclusive = (
        _LOOK.c.site_id == site_id,
        _LOOK.c.kind == int(Kind.AVAILABILITY),
        _LOOK.c.vantage == VANTAGE,
        _LOOK.c.outcome != int(Outcome.UNKNOWN),
    )
    reach = window.start - VOUCHES_FOR_INTERVALS * interval
    # when the daemon was off, a look is made long after its slot: of the slots before `reach`
    # only the last one can have a look after it. The look before that one shows whether a
    # failure in the window begins there or goes on.
    before = select(_LOOK.c.slot_at).where(*conclusive, _LOOK.c.slot_at < reach)
    last_two = before.order_by(_LOOK.c.slot_at.desc()).limit(2)
    begins = min(connection.execute(last_two).scalars(), default=reach)
    rows = connection.execute(
        select(_LOOK.c.slot_at, _LOOK.c.late_s, _LOOK.c.outcome).where(
            *conclusive, _LOOK.c.slot_at >= begins, _LOOK.c.slot_at < window.end
        )
    )
    return sorted(
        (slot + timedelta(seconds=late), outcome == Outcome.FAILED) for slot, late, outcome in rows
    )


def write_days(connection: Connection, site_id: int, days: Mapping[date, DayRecord]) -> None:
    """Write days of one site; existing rows of the same days are replaced.

    Args:
        days: day -> its record.
    """
    save_days(connection, {(site_id, day): record for day, record in days.items()})


def tallies(connection: Connection, first: date, last: date) -> dict[int, Tally]:
    """Sum the measured time of every site from `first` to `last`, both days included."""
    rows = connection.execute(
        select(_STRIP.c.site_id, func.sum(_STRIP.c.up_s), func.sum(_STRIP.c.down_s))
        .where(_STRIP.c.day.between(first, last))
        .group_by(_STRIP.c.site_id)
    )
    return {
        site_id: Tally(timedelta(seconds=up), timedelta(seconds=down)) for site_id, up, down in rows
    }


def blip_counts(connection: Connection, first: date, last: date) -> dict[int, int]:
    """Count the blips of every site from `first` to `last`, both days included; 0 is left out."""
    rows = connection.execute(
        select(_STRIP.c.site_id, func.sum(_STRIP.c.blips))
        .where(_STRIP.c.day.between(first, last))
        .group_by(_STRIP.c.site_id)
    )
    return {site_id: count for site_id, count in rows if count}


def first_days(connection: Connection) -> dict[int, date]:
    """Read the first day on which each site was looked at; one index seek per site."""
    first = select(_STRIP.c.day).where(_STRIP.c.site_id == _SITE.c.id, _STRIP.c.looks > 0)
    day = first.order_by(_STRIP.c.day).limit(1).scalar_subquery()
    rows = connection.execute(select(_SITE.c.id, day.label("day")))
    return {row.id: row.day for row in rows if row.day is not None}


def measured_sites(connection: Connection, at: datetime, zone: ZoneInfo) -> set[int]:
    """Return the sites whose quarter hour around an instant was measured.

    Args:
        at: the quarter hour that contains it; at the end of a day, the last one of that day.
        zone: the office's time zone, in which days are counted.
    """
    day = local_day(at, zone)
    slot = min(int((at - midnight(day, zone)) / SLOT), SLOTS - 1)
    rows = connection.execute(
        select(_STRIP.c.site_id, _STRIP.c.strip).where(_STRIP.c.day == day, _STRIP.c.looks > 0)
    )
    return {site_id for site_id, slots in rows if Strip(slots=slots)[slot] != UNMEASURED}


def day_tallies(
    connection: Connection, site_ids: Sequence[int], first: date, last: date
) -> dict[int, dict[date, Tally]]:
    """Read the measured time of some sites by day, both ends included; days without are left out.

    Args:
        site_ids: the sites wanted.
        first: the first day; `last` the last one.

    Returns:
        Site id -> day -> seconds up and down.
    """
    rows = connection.execute(
        select(_STRIP.c.site_id, _STRIP.c.day, _STRIP.c.up_s, _STRIP.c.down_s).where(
            _STRIP.c.site_id.in_(site_ids), _STRIP.c.day.between(first, last)
        )
    )
    by_site: dict[int, dict[date, Tally]] = {}
    for site_id, day, up, down in rows:
        tally = Tally(timedelta(seconds=up), timedelta(seconds=down))
        by_site.setdefault(site_id, {})[day] = tally
    return by_site


def days_of_all(
    connection: Connection, first: date | None, last: date
) -> Iterator[Sequence[tuple[int, date, int, int, int, int]]]:
    """Read every day of every site, a part at a time: ten years of ten thousand sites fit.

    Args:
        first: the first day; None for the oldest.
        last: the last day.

    Yields:
        Rows of site id, day, seconds up, seconds down, looks, conclusive looks.
    """
    query = select(
        _STRIP.c.site_id, _STRIP.c.day, _STRIP.c.up_s, _STRIP.c.down_s,
        _STRIP.c.looks, _STRIP.c.conclusive,
    ).where(_STRIP.c.day <= last)  # fmt: skip
    if first is not None:
        query = query.where(_STRIP.c.day >= first)
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
    for part in rows.partitions():
        yield [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in part]


def look_counts(connection: Connection, first: date, last: date) -> dict[int, tuple[int, int]]:
    """Count the looks, and the conclusive ones, of every site from `first` to `last` inclusive."""
    rows = connection.execute(
        select(_STRIP.c.site_id, func.sum(_STRIP.c.looks), func.sum(_STRIP.c.conclusive))
        .where(_STRIP.c.day.between(first, last))
        .group_by(_STRIP.c.site_id)
    )
    return {site_id: (looks, conclusive) for site_id, looks, conclusive in rows}


def any_look(connection: Connection, first: date, last: date) -> bool:
    """Return whether any site was looked at from `first` to `last`, both days included."""
    query = select(_STRIP.c.site_id).where(_STRIP.c.day.between(first, last), _STRIP.c.looks > 0)
    return connection.execute(query.limit(1)).first() is not None
