"""The availability of each site at an instant, and the part of a period that counts for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from watcher.core.looks.access import Availability
from watcher.core.looks.observation import Kind, Outcome, Reason
from watcher.core.looks.uptime import VOUCHES_FOR_INTERVALS, Tally
from watcher.core.looks.verdict import Belief, Status
from watcher.core.period import Period, local_day, midnight
from watcher.core.sites.site import Site
from watcher.core.sites.site_history import Incident
from watcher.storage.looks.beliefs import beliefs_of, incidents_of
from watcher.storage.looks.strips import day_tallies, first_days, measured_sites, tallies
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import ObservationRow, SiteRow

_LOOK = table_of(ObservationRow)
_SITE = table_of(SiteRow)
_AVAILABILITY = (_LOOK.c.kind == int(Kind.AVAILABILITY), _LOOK.c.vantage == VANTAGE)
#: A period is half-open: its state at the end is that of its last second.
_LAST_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _LastLook:
    """The last conclusive look before an instant."""

    at: datetime
    reason: Reason
    http: int
    failed: bool


def availability_at(
    connection: Connection, period: Period, zone: ZoneInfo, interval: timedelta
) -> dict[int, Availability]:
    """Read what was believed of each site at the end of a period.

    It is derived from the rows of looks, so that a month reads the same whatever came after it.
    Where those were pruned, the day strip says whether the last quarter hour was measured.

    Args:
        period: half-open.
        zone: the office's time zone, in which the days of strips are counted.
        interval: how often availability is looked at: a look vouches for two intervals.

    Returns:
        Site id -> availability, for each site that has a belief.
    """
    at, reach = period.end - _LAST_SECOND, period.end - VOUCHES_FOR_INTERVALS * interval
    incidents = incidents_of(connection, None, period)
    measured = measured_sites(connection, at, zone)
    looks = _last_looks(connection, period.end)
    by_site = {}
    for site_id, belief in beliefs_of(connection, Kind.AVAILABILITY).items():
        down = next((i for i in reversed(incidents.get(site_id, ())) if i.open_at(at)), None)
        look = looks.get(site_id) or _from_belief(belief, at)
        vouched = look.at >= reach if look else site_id in measured
        status = _status(belief, down, seen=look is not None or vouched, at=at)
        by_site[site_id] = _availability(status, down, look, vouched=vouched)
    return by_site


def _from_belief(belief: Belief, at: datetime) -> _LastLook | None:
    """Return the last decisive look that the belief holds, if it was made by then."""
    if belief.decided_at is None or belief.decided_at > at:
        return None
    failed = belief.outcome is Outcome.FAILED
    return _LastLook(belief.decided_at, belief.reason, 0, failed)


def _status(belief: Belief, down: Incident | None, *, seen: bool, at: datetime) -> Status:
    """Derive the status at an instant.

    A status that began later was UP before, since an incident open at the instant gives `down`.
    """
    if down is not None:
        return Status.DOWN
    began = belief.since is not None and belief.since <= at
    later = belief.since is not None and belief.since > at
    return Status.UP if seen and (began or later) else Status.NEW


def _availability(
    status: Status, down: Incident | None, look: _LastLook | None, *, vouched: bool
) -> Availability:
    return Availability(
        status=status,
        vouched=vouched,
        down_since=down.opened_at if down else None,
        down_reason=down.reason if down else Reason.OK,
        last_reason=look.reason if look else Reason.OK,
        failing=look.failed if look else False,
        last_at=look.at if look else None,
        http=look.http if look else 0,
    )


def _last_looks(connection: Connection, at: datetime) -> dict[int, _LastLook]:
    """Read the last conclusive look at each site before an instant; one index seek per site."""
    other = _LOOK.alias("other")
    last = (
        select(other.c.slot_at)
        .where(
            other.c.site_id == _SITE.c.id,
            other.c.kind == int(Kind.AVAILABILITY),
            other.c.vantage == VANTAGE,
            other.c.outcome != int(Outcome.UNKNOWN),
            other.c.slot_at < at,
        )
        .order_by(other.c.slot_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(_LOOK.c.site_id, _LOOK.c.slot_at, _LOOK.c.late_s, _LOOK.c.reason, _LOOK.c.http,
               _LOOK.c.outcome)
        .select_from(_SITE.join(_LOOK, _LOOK.c.site_id == _SITE.c.id))
        .where(*_AVAILABILITY, _LOOK.c.slot_at == last)
    )  # fmt: skip
    by_site = {}
    for row in rows:
        made_at = row.slot_at + timedelta(seconds=row.late_s)
        if made_at < at:
            failed = row.outcome == Outcome.FAILED
            by_site[row.site_id] = _LastLook(made_at, row.reason, row.http, failed)
    return by_site


def blind_reasons(
    connection: Connection, counts: Mapping[int, tuple[int, int]], period: Period, days: timedelta
) -> dict[int, Reason]:
    """Read why most looks of a site were inconclusive: the most frequent reason.

    Args:
        counts: site id -> number of looks, and of conclusive ones, in the last `days`.
        period: the looks before its end are read.
        days: how far back.

    Returns:
        Site id -> reason, for sites where fewer than half of the looks were conclusive.
    """
    blind = [site for site, (looks, conclusive) in counts.items() if 2 * conclusive < looks]
    rows = connection.execute(
        select(_LOOK.c.site_id, _LOOK.c.reason, func.count().label("looks"))
        .where(
            *_AVAILABILITY,
            _LOOK.c.site_id.in_(blind),
            _LOOK.c.outcome == int(Outcome.UNKNOWN),
            _LOOK.c.slot_at >= period.end - days - timedelta(days=1),
            _LOOK.c.slot_at < period.end,
        )
        .group_by(_LOOK.c.site_id, _LOOK.c.reason)
        .order_by("looks")
    )
    return {row.site_id: row.reason for row in rows}  # the most frequent of each site wins


def first_looks(connection: Connection, period: Period, zone: ZoneInfo) -> dict[int, datetime]:
    """Read when each site was looked at first.

    Args:
        period: the instant is exact to the second where it lies within this period and the row of
            the look is kept, else it is the midnight that begins the day.
        zone: the office's time zone.
    """
    days = first_days(connection)
    began = {site: midnight(day, zone) for site, day in days.items()}
    recent = [site for site, at in began.items() if at >= period.start - timedelta(days=1)]
    rows = connection.execute(
        select(_LOOK.c.site_id, func.min(_LOOK.c.slot_at + _LOOK.c.late_s).label("at"))
        .where(*_AVAILABILITY, _LOOK.c.site_id.in_(recent))
        .group_by(_LOOK.c.site_id)
    )
    exact = {row.site_id: datetime.fromtimestamp(row.at, UTC) for row in rows}
    kept = {site: at for site, at in exact.items() if local_day(at, zone) == days[site]}
    return began | kept


def watched_periods(
    sites: Sequence[Site], looked: Mapping[int, datetime], period: Period, zone: ZoneInfo
) -> dict[int, Period]:
    """Cut a period to the part that counts for each site.

    It begins at the hand-over or at the first look, whichever is later; for a site without a look
    it is empty.

    Args:
        sites: the sites wanted.
        looked: site id -> the first look at it.
        period: half-open.
        zone: the office's time zone, in which the day of the hand-over begins.
    """
    by_site = {}
    for site in sites:
        granted = midnight(site.granted_on, zone) if site.granted_on else period.start
        begins = max(period.start, granted, looked.get(site.id, period.end))
        by_site[site.id] = Period(min(begins, period.end), period.end)
    return by_site


def tallies_since(
    connection: Connection, watched: Mapping[int, Period], period: Period, zone: ZoneInfo
) -> dict[int, Tally]:
    """Sum the measured time of every site within its own part of a period, in whole days.

    Args:
        watched: site id -> the part of the period that counts for it.
        period: half-open; for sites without such a part it counts whole.
        zone: the office's time zone, in which days are counted.
    """
    first = local_day(period.start, zone)
    last = local_day(max(period.end - _LAST_SECOND, period.start), zone)
    by_site = tallies(connection, first, last)
    begins = {site: local_day(part.start, zone) for site, part in watched.items()}
    late = {site: day for site, day in begins.items() if day > first}
    for site, days in day_tallies(connection, list(late), first, last).items():
        by_site[site] = sum((tally for day, tally in days.items() if day >= late[site]), Tally())
    return by_site
