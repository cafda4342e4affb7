"""Acts of staff, each written in one transaction with the rows of the register that it changes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.period import Period
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.site_history import Pause
from watcher.storage.engine import Database
from watcher.storage.register.register import assign_primary_sites
from watcher.storage.row import table_of
from watcher.storage.tables import ActRow, PauseRow, SiteRow

_ACT = table_of(ActRow)
_SITE = table_of(SiteRow)
_PAUSE = table_of(PauseRow)

_FAR_FUTURE = datetime(9000, 1, 1, tzinfo=UTC)


def keep_act(database: Database, act: Act) -> None:
    """Write an act that changes no row of the register."""
    with database.write() as connection:
        append_act(connection, act)


def keep_answer(database: Database, act: Act, answer: OwnerAnswer, on: date) -> None:
    """Write an owner's answer; in the register it replaces the one before.

    Args:
        answer: what the owner said.
        on: the day of the answer.
    """
    _keep(database, act, {"answer": answer.value, "answered_on": on})


def keep_payment(database: Database, act: Act, clock: ExpiryKind, until: date) -> None:
    """Write that a term was seen paid.

    Args:
        clock: which term, domain or hosting.
        until: the day until which it is paid; for hosting it becomes its expiry date.
    """
    column = "paid_until" if clock is ExpiryKind.DOMAIN else "hosting_expires"
    _keep(database, act, {column: until})


def keep_baseline(database: Database, act: Act, fingerprint: str) -> None:
    """Write which content a site was handed over with.

    Args:
        fingerprint: of that content.
    """
    _keep(database, act, {"baseline": fingerprint})


def keep_pause(
    database: Database, act: Act, standing: MonitoringStatus, until: datetime | None
) -> None:
    """Stop watching a site: no looks, no letters, in no percentage.

    Args:
        standing: paused or withdrawn.
        until: when it is resumed without an act; None where a person has to resume it.
    """
    with database.write() as connection:
        _set_standing(connection, act.site_id, standing)
        values = {"standing": standing.value, "reason": act.reason, "until": until}
        if _paused_since(connection, act.site_id) is None:
            row = {"site_id": act.site_id, "from_at": act.at, **values}
            connection.execute(insert(_PAUSE).prefix_with("OR IGNORE").values(**row))
        else:
            connection.execute(update(_PAUSE).where(*_is_open(act.site_id)).values(**values))
        append_act(connection, act)


def keep_resumption(database: Database, act: Act) -> bool:
    """Watch a site again. Return whether it had been paused."""
    with database.write() as connection:
        paused = _paused_since(connection, act.site_id) is not None
        _set_standing(connection, act.site_id, MonitoringStatus.ACTIVE)
        connection.execute(update(_PAUSE).where(*_is_open(act.site_id)).values(to_at=act.at))
        append_act(connection, act)
    return paused


def pauses_that_end(database: Database, now: datetime) -> list[tuple[int, datetime]]:
    """Read the sites whose pause was planned to end by now, and when."""
    query = select(_PAUSE.c.site_id, _PAUSE.c.until).where(
        _PAUSE.c.to_at.is_(None), _PAUSE.c.until <= now
    )
    with database.read() as connection:
        return [(row.site_id, row.until) for row in connection.execute(query)]


def pauses(connection: Connection) -> dict[int, list[Pause]]:
    """Read the pauses of all sites, by site, the oldest first."""
    by_site: dict[int, list[Pause]] = {}
    for row in connection.execute(select(_PAUSE).order_by(_PAUSE.c.from_at)):
        pause = Pause(row.from_at, row.to_at, MonitoringStatus(row.standing))
        by_site.setdefault(row.site_id, []).append(pause)
    return by_site


def paused_stretches(connection: Connection) -> dict[int, list[Period]]:
    """Read the pauses of each site as periods; an open one ends in the year 9000."""
    return {
        site_id: [Period(pause.start, pause.end or _FAR_FUTURE) for pause in of_site]
        for site_id, of_site in pauses(connection).items()
    }


def all_acts(connection: Connection) -> dict[int, list[Act]]:
    """Read all acts, by site, the oldest first."""
    by_site: dict[int, list[Act]] = {}
    for row in connection.execute(select(_ACT).order_by(_ACT.c.at, _ACT.c.id)).mappings():
        by_site.setdefault(row["site_id"], []).append(_act(row))
    return by_site


def acts_of(database: Database, site_id: int) -> list[Act]:
    """Read all acts about one site, the oldest first."""
    query = select(_ACT).where(_ACT.c.site_id == site_id).order_by(_ACT.c.at, _ACT.c.id)
    with database.read() as connection:
        return [_act(row) for row in connection.execute(query).mappings()]


def _keep(database: Database, act: Act, values: Mapping[str, object]) -> None:
    with database.write() as connection:
        connection.execute(update(_SITE).where(_SITE.c.id == act.site_id).values(**values))
        append_act(connection, act)


def append_act(connection: Connection, act: Act) -> None:
    """Insert an act, within the caller's transaction."""
    connection.execute(
        insert(_ACT).values(
            at=act.at,
            site_id=act.site_id,
            kind=act.kind.value,
            by=act.by,
            way=act.way,
            reason=act.reason,
            before=json.dumps(dict(act.before), ensure_ascii=False),
            after=json.dumps(dict(act.after), ensure_ascii=False),
        )
    )


def _act(row: RowMapping) -> Act:
    return Act(
        at=row["at"],
        site_id=row["site_id"],
        kind=ActKind(row["kind"]),
        by=row["by"],
        way=row["way"],
        reason=row["reason"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
    )


def _paused_since(connection: Connection, site_id: int) -> datetime | None:
    return connection.execute(select(_PAUSE.c.from_at).where(*_is_open(site_id))).scalar()


def _is_open(site_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _PAUSE.c.site_id == site_id, _PAUSE.c.to_at.is_(None)


def _set_standing(connection: Connection, site_id: int, standing: MonitoringStatus) -> None:
    connection.execute(update(_SITE).where(_SITE.c.id == site_id).values(standing=standing))
    assign_primary_sites(connection)
