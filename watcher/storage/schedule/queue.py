"""Which look is due, and which process has claimed it.

The state is in rows, not in timers. A claim leases rows and raises their fencing token: a process
that finishes after its lease was taken over finds another token and writes nothing. One index
serves due rows and expired leases alike.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Update, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.cadence import REGISTRY_LONGEST, Plan, next_slot
from watcher.core.looks.observation import Kind
from watcher.core.looks.verdict import Belief
from watcher.core.sites.site import MonitoringStatus, Site
from watcher.storage.engine import Database
from watcher.storage.joined_rows import belief_from, site_from
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.tables import BeliefRow, ScheduleRow, SiteRow

_SCHEDULE = table_of(ScheduleRow)
_BELIEF = table_of(BeliefRow)
_SITE = table_of(SiteRow)

#: Looks at a domain, made once for all of its sites.
_OF_A_DOMAIN = (Kind.DOMAIN, Kind.DELEGATION)
#: Looks that send requests to the site's own host.
_OF_A_PAGE = (Kind.AVAILABILITY, Kind.PAGE)
#: No paused site, and of the sites of one domain only the primary one for looks at the domain.
_WATCHED = (
    _SITE.c.standing == MonitoringStatus.ACTIVE,
    or_(_SCHEDULE.c.kind.not_in(_OF_A_DOMAIN), _SITE.c.keeper_id == _SITE.c.id),
)


@dataclass(frozen=True, slots=True)
class ClaimedLook:
    """A look that this process has leased.

    Attributes:
        token: the fencing token; another process that takes the look over raises it.
        attempts: how often it was claimed before without being finished.
        inconclusive_streak: inconclusive looks of this kind in a row.
    """

    site: Site
    kind: Kind
    slot_at: datetime
    token: int
    attempts: int
    inconclusive_streak: int
    belief: Belief


def claim(
    database: Database, kind: Kind, now: datetime, limit: int, lease: timedelta
) -> list[ClaimedLook]:
    """Lease due looks of one kind, the longest overdue first.

    Args:
        limit: at most this many.
        lease: how long no other process may claim them.
    """
    with database.write() as connection:
        rows = connection.execute(
            select(_SCHEDULE, _SITE, _BELIEF)
            .select_from(
                _SCHEDULE.join(_SITE, _SITE.c.id == _SCHEDULE.c.site_id).outerjoin(
                    _BELIEF,
                    and_(_BELIEF.c.site_id == _SITE.c.id, _BELIEF.c.kind == _SCHEDULE.c.kind),
                )
            )
            .where(
                _SCHEDULE.c.vantage == VANTAGE,
                _SCHEDULE.c.kind == kind,
                _SCHEDULE.c.ready_at <= now,
                *_WATCHED,
            )
            .order_by(_SCHEDULE.c.ready_at)
            .limit(limit)
        ).all()
        due = [_claimed(row._mapping) for row in rows]
        _lease(connection, due, now + lease)
    return due


def fence(connection: Connection, kind: Kind, tokens: dict[int, int]) -> set[int]:
    """Return the sites whose look has not been claimed by another process since.

    Args:
        tokens: site id -> token of our claim.
    """
    held = connection.execute(
        select(_SCHEDULE.c.site_id, _SCHEDULE.c.token).where(
            _SCHEDULE.c.vantage == VANTAGE,
            _SCHEDULE.c.kind == kind,
            _SCHEDULE.c.site_id.in_(tokens),
        )
    )
    return {site_id for site_id, token in held if tokens[site_id] == token}


def reschedule(connection: Connection, kind: Kind, plans: Sequence[tuple[int, Plan, int]]) -> None:
    """Write the next look of each site, and end its lease.

    Args:
        plans: site id, plan, inconclusive streak.
    """
    if not plans:
        return
    connection.execute(
        _key_match(kind).values(
            slot_at=bindparam("slot"),
            ready_at=bindparam("ready"),
            misses=bindparam("m"),
            token=_SCHEDULE.c.token + 1,
            attempts=0,
        ),
        [
            {"site": site_id, "slot": plan.slot_at, "ready": plan.ready_at, "m": streak}
            for site_id, plan, streak in plans
        ],
    )


def release(database: Database, due: Collection[ClaimedLook], now: datetime) -> None:
    """Make looks due again that were claimed and not finished, because the program is stopping.

    Args:
        due: our claims, all of one kind.
    """
    if not due:
        return
    with database.write() as connection:
        connection.execute(
            _key_match(next(iter(due)).kind)
            .where(_SCHEDULE.c.token == bindparam("held"))
            .values(ready_at=now, attempts=0),
            [{"site": d.site.id, "held": d.token} for d in due],
        )


def release_all(database: Database, now: datetime) -> None:
    """Make due all looks that the last daemon left claimed; called by the only daemon at start."""
    with database.write() as connection:
        connection.execute(
            update(_SCHEDULE)
            .where(_SCHEDULE.c.attempts > 0, _SCHEDULE.c.ready_at > now)
            .values(ready_at=now, attempts=0)
        )


def bring_forward(
    connection: Connection, kind: Kind, site_ids: Collection[int], now: datetime
) -> None:
    """Make looks of one kind at some sites due at once, because another look gave a reason.

    A look that is under way is left as it is: it would be made twice.

    Args:
        now: when they are due.
    """
    connection.execute(
        update(_SCHEDULE)
        .where(
            _SCHEDULE.c.vantage == VANTAGE,
            _SCHEDULE.c.kind == kind,
            _SCHEDULE.c.site_id.in_(site_ids),
            _SCHEDULE.c.ready_at > now,
            _SCHEDULE.c.attempts == 0,
        )
        .values(ready_at=now)
    )


def put_off(connection: Connection, retry_after: Mapping[int, datetime]) -> None:
    """Postpone the looks that send requests to these sites. `retry_after`: site id -> instant.

    A look that is under way is not stopped.
    """
    for site_id, until in retry_after.items():
        connection.execute(
            update(_SCHEDULE)
            .where(
                _SCHEDULE.c.site_id == site_id,
                _SCHEDULE.c.kind.in_(_OF_A_PAGE),
                _SCHEDULE.c.vantage == VANTAGE,
                _SCHEDULE.c.ready_at < until,
                _SCHEDULE.c.attempts == 0,
            )
            .values(ready_at=until)
        )


def pull_back(database: Database, intervals: Mapping[Kind, timedelta], now: datetime) -> int:
    """Make looks due that lie further ahead than any plan puts them. Return how many.

    For a clock that was set back: such looks would wait until it shows the old time again.

    Args:
        intervals: how often each kind of look is made.
    """
    longest = {**intervals, Kind.DOMAIN: REGISTRY_LONGEST}
    with database.write() as connection:
        return sum(
            connection.execute(
                update(_SCHEDULE)
                .where(_SCHEDULE.c.kind == int(kind), _SCHEDULE.c.ready_at > now + 1.1 * interval)
                .values(slot_at=now, ready_at=now)
            ).rowcount
            for kind, interval in longest.items()
        )


def enrol(
    connection: Connection, site_ids: Sequence[int], intervals: dict[Kind, timedelta], now: datetime
) -> None:
    """Put new sites on the schedule; the first look of every kind is due at once.

    Args:
        intervals: how often each kind of look is made.
    """
    rows = [
        {
            "site_id": site_id,
            "kind": int(kind),
            "vantage": VANTAGE,
            "slot_at": next_slot(site_id, kind, interval, now) - interval,
            "ready_at": now,
            "token": 0,
            "attempts": 0,
            "misses": 0,
        }
        for site_id in site_ids
        for kind, interval in intervals.items()
    ]
    if rows:
        connection.execute(insert(_SCHEDULE).on_conflict_do_nothing(), rows)


def enrol_missing(database: Database, intervals: dict[Kind, timedelta], now: datetime) -> None:
    """Schedule each site for the kinds of look that an older program did not know.

    Args:
        intervals: how often each kind of look is made.
    """
    with database.write() as connection:
        for kind, interval in intervals.items():
            known = select(_SCHEDULE.c.site_id).where(_SCHEDULE.c.kind == int(kind))
            missing = select(_SITE.c.id).where(_SITE.c.id.not_in(known))
            enrol(connection, connection.execute(missing).scalars().all(), {kind: interval}, now)


def lag(database: Database, now: datetime) -> dict[Kind, timedelta]:
    """Read how late the most overdue look of each kind is."""
    with database.read() as connection:
        rows = connection.execute(
            select(_SCHEDULE.c.kind, func.min(_SCHEDULE.c.ready_at))
            .join(_SITE, _SITE.c.id == _SCHEDULE.c.site_id)
            .where(*_WATCHED)
            .group_by(_SCHEDULE.c.kind)
        ).all()
    return {Kind(kind): max(now - ready, timedelta()) for kind, ready in rows}


def _key_match(kind: Kind) -> Update:
    return update(_SCHEDULE).where(
        _SCHEDULE.c.site_id == bindparam("site"),
        _SCHEDULE.c.kind == int(kind),
        _SCHEDULE.c.vantage == VANTAGE,
    )


def _lease(connection: Connection, due: Sequence[ClaimedLook], until: datetime) -> None:
    if not due:
        return
    connection.execute(
        _key_match(due[0].kind).values(
            ready_at=until, token=_SCHEDULE.c.token + 1, attempts=_SCHEDULE.c.attempts + 1
        ),
        [{"site": d.site.id} for d in due],
    )


def _claimed(row: RowMapping) -> ClaimedLook:
    return ClaimedLook(
        site=site_from(row),
        kind=Kind(row[_SCHEDULE.c.kind]),
        slot_at=row[_SCHEDULE.c.slot_at],
        token=row[_SCHEDULE.c.token] + 1,
        attempts=row[_SCHEDULE.c.attempts],
        inconclusive_streak=row[_SCHEDULE.c.misses],
        belief=belief_from(row) if row[_BELIEF.c.site_id] is not None else Belief(),
    )
