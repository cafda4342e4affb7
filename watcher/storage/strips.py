"""Day strips: kept up with every look, and rolled again from raw looks when a change is dated back.

Both ways count by core/uptime's rules, and a test holds their sums equal.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from watcher.core.observation import Kind, Observation, Outcome
from watcher.core.period import Period, local_day, midnight, split_by_day
from watcher.core.uptime import Strip, Tally, strips, vouched
from watcher.core.verdict import Belief, Status
from watcher.storage.beliefs import as_periods, incidents_of
from watcher.storage.tables import VANTAGE, DayStripRow, ObservationRow, table_of

_STRIP = table_of(DayStripRow)
_LOOK = table_of(ObservationRow)
_ONE_DAY = timedelta(days=1)
_PART = 20_000

Day = tuple[int, date]


def count_in(
    connection: Connection,
    judged: Iterable[tuple[Observation, Belief]],
    interval: timedelta,
    zone: ZoneInfo,
) -> None:
    """Add availability looks to their days.

    Args:
        judged: each look with the belief that was held *before* it.
        interval: how often availability is looked at: what a look vouches for.
    """
    pieces: dict[Day, list[tuple[Period, bool]]] = defaultdict(list)
    counts: dict[Day, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for seen, before in judged:
        conclusive = seen.finding.outcome is not Outcome.UNKNOWN
        looks, told = counts[seen.site_id, local_day(seen.at, zone)]
        counts[seen.site_id, local_day(seen.at, zone)] = (looks + 1, told + conclusive)
        if conclusive and before.decided_at is not None:
            # looks are kept in whole seconds: what is counted now must equal what is rolled later
            span = vouched(before.decided_at, seen.at.replace(microsecond=0), interval)
            for day, part in split_by_day(span, zone):
                pieces[seen.site_id, day].append((part, before.status is Status.DOWN))
    _add(connection, pieces, counts, zone)


def _add(
    connection: Connection,
    pieces: dict[Day, list[tuple[Period, bool]]],
    counts: dict[Day, tuple[int, int]],
    zone: ZoneInfo,
) -> None:
    touched = set(pieces) | set(counts)
    known = _load(connection, touched)
    rows = []
    for site_id, day in touched:
        strip, looks, told = known.get((site_id, day), (Strip(), 0, 0))
        for part, down in pieces.get((site_id, day), ()):
            strip = strip.add(part, down, midnight(day, zone))
        more_looks, more_told = counts.get((site_id, day), (0, 0))
        rows.append(_row(site_id, day, strip, looks + more_looks, told + more_told))
    _write(connection, rows)


def roll_again(
    connection: Connection, site_id: int, since: datetime, until: datetime, zone: ZoneInfo,
    interval: timedelta,
) -> None:  # fmt: skip
    """Count the days from `since` to `until` of one site anew, from its raw looks."""
    first, last = local_day(since, zone), local_day(until, zone)
    window = Period(midnight(first, zone), midnight(last + _ONE_DAY, zone))
    looks = _conclusive_looks(connection, site_id, window, interval)
    incidents = as_periods(incidents_of(connection, [site_id], window).get(site_id, []), window.end)
    rolled = strips(looks, incidents, interval, zone)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    known = _load(connection, {(site_id, day) for day in days})
    _write(
        connection,
        [
            _row(site_id, day, rolled.get(day, Strip()), looks, told)
            for day in days
            for _, looks, told in [known.get((site_id, day), (Strip(), 0, 0))]
        ],
    )


def _conclusive_looks(
    connection: Connection, site_id: int, window: Period, interval: timedelta
) -> list[datetime]:
    """The conclusive looks of a window, with the one before it that may reach into it."""
    mine = (
        _LOOK.c.site_id == site_id,
        _LOOK.c.kind == int(Kind.AVAILABILITY),
        _LOOK.c.vantage == VANTAGE,
        _LOOK.c.outcome != int(Outcome.UNKNOWN),
    )
    reach = window.start - 2 * interval
    # a look may be made long after its slot, when the daemon was off: the last slot before the
    # reach is the only one whose look can lie within it
    before = select(func.max(_LOOK.c.slot_at)).where(*mine, _LOOK.c.slot_at < reach)
    begins = connection.execute(before).scalar() or reach
    rows = connection.execute(
        select(_LOOK.c.slot_at, _LOOK.c.late_s).where(
            *mine, _LOOK.c.slot_at >= begins, _LOOK.c.slot_at < window.end
        )
    )
    return sorted(slot + timedelta(seconds=late) for slot, late in rows)


def write_days(
    connection: Connection, site_id: int, days: Mapping[date, tuple[Strip, int, int]]
) -> None:
    """Write whole days as they are given: strip, looks, and looks that told something."""
    _write(
        connection,
        [_row(site_id, day, strip, looks, told) for day, (strip, looks, told) in days.items()],
    )


def tallies(connection: Connection, first: date, last: date) -> dict[int, Tally]:
    """Measured time of every site over whole days, both ends included."""
    rows = connection.execute(
        select(_STRIP.c.site_id, func.sum(_STRIP.c.up_s), func.sum(_STRIP.c.down_s))
        .where(_STRIP.c.day.between(first, last))
        .group_by(_STRIP.c.site_id)
    )
    return {
        site_id: Tally(timedelta(seconds=up), timedelta(seconds=down)) for site_id, up, down in rows
    }


def day_tallies(
    connection: Connection, site_ids: Sequence[int], first: date, last: date
) -> dict[int, dict[date, Tally]]:
    """Measured time of some sites day by day, both ends included; unmeasured days are left out."""
    rows = connection.execute(
        select(_STRIP.c.site_id, _STRIP.c.day, _STRIP.c.up_s, _STRIP.c.down_s).where(
            _STRIP.c.site_id.in_(site_ids), _STRIP.c.day.between(first, last)
        )
    )
    found: dict[int, dict[date, Tally]] = {}
    for site_id, day, up, down in rows:
        tally = Tally(timedelta(seconds=up), timedelta(seconds=down))
        found.setdefault(site_id, {})[day] = tally
    return found


def days_of_all(
    connection: Connection, first: date | None, last: date
) -> Iterator[Sequence[tuple[int, date, int, int, int, int]]]:
    """Every day of every site: site, day, seconds up and down, looks, looks that told something.

    A part at a time, so that ten years of ten thousand sites fit into little memory.
    """
    query = select(
        _STRIP.c.site_id, _STRIP.c.day, _STRIP.c.up_s, _STRIP.c.down_s,
        _STRIP.c.looks, _STRIP.c.conclusive,
    ).where(_STRIP.c.day <= last)  # fmt: skip
    if first is not None:
        query = query.where(_STRIP.c.day >= first)
    found = connection.execution_options(yield_per=_PART).execute(query)
    for part in found.partitions():
        yield [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in part]


def look_counts(connection: Connection, first: date, last: date) -> dict[int, tuple[int, int]]:
    """Looks, and those that told something, of every site over whole days."""
    rows = connection.execute(
        select(_STRIP.c.site_id, func.sum(_STRIP.c.looks), func.sum(_STRIP.c.conclusive))
        .where(_STRIP.c.day.between(first, last))
        .group_by(_STRIP.c.site_id)
    )
    return {site_id: (looks, told) for site_id, looks, told in rows}


def any_look(connection: Connection, first: date, last: date) -> bool:
    """Whether anything was looked at on these days, both ends included."""
    query = select(_STRIP.c.site_id).where(_STRIP.c.day.between(first, last), _STRIP.c.looks > 0)
    return connection.execute(query.limit(1)).first() is not None


def _load(connection: Connection, days: set[Day]) -> dict[Day, tuple[Strip, int, int]]:
    if not days:
        return {}
    rows = connection.execute(
        select(_STRIP).where(
            _STRIP.c.site_id.in_({site_id for site_id, _ in days}),
            _STRIP.c.day.between(min(d for _, d in days), max(d for _, d in days)),
        )
    )
    return {
        (r.site_id, r.day): (_strip(r.up_s, r.down_s, r.strip), r.looks, r.conclusive) for r in rows
    }


def _strip(up_s: int, down_s: int, slots: bytes) -> Strip:
    return Strip(Tally(timedelta(seconds=up_s), timedelta(seconds=down_s)), slots)


def _row(site_id: int, day: date, strip: Strip, looks: int, conclusive: int) -> dict[str, object]:
    return {
        "site_id": site_id,
        "day": day,
        "up_s": round(strip.tally.up.total_seconds()),
        "down_s": round(strip.tally.down.total_seconds()),
        "looks": looks,
        "conclusive": conclusive,
        "strip": strip.slots,
    }


def _write(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    if not rows:
        return
    statement = insert(_STRIP)
    changed = ("up_s", "down_s", "looks", "conclusive", "strip")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["site_id", "day"],
            set_={name: statement.excluded[name] for name in changed},
        ),
        list(rows),
    )
