"""Read and write the rows of beliefs and incidents."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.observation import Kind
from watcher.core.looks.verdict import Belief, Opened, Resolved
from watcher.core.period import Period
from watcher.core.sites.site_history import Incident
from watcher.storage.joined_rows import belief_from
from watcher.storage.row import table_of
from watcher.storage.tables import BeliefRow, IncidentRow

_BELIEF = table_of(BeliefRow)
_INCIDENT = table_of(IncidentRow)


def beliefs_of(connection: Connection, kind: Kind) -> dict[int, Belief]:
    """Read what is believed now of every site, by one kind of look."""
    rows = connection.execute(select(_BELIEF).where(_BELIEF.c.kind == int(kind))).mappings()
    return {row["site_id"]: belief_from(row) for row in rows}


def keep_beliefs(connection: Connection, kind: Kind, beliefs: Sequence[tuple[int, Belief]]) -> None:
    """Write what is now believed of each site.

    Args:
        kind: the kind of look that the beliefs come from.
        beliefs: site id and belief.
    """
    if not beliefs:
        return
    fields = [field for field in BeliefRow.model_fields if field not in ("site_id", "kind")]
    rows = [
        {"site_id": site_id, "kind": int(kind), **{f: getattr(belief, f) for f in fields}}
        for site_id, belief in beliefs
    ]
    statement = insert(_BELIEF)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["site_id", "kind"],
            set_={field: statement.excluded[field] for field in fields},
        ),
        rows,
    )


def open_incident(connection: Connection, site_id: int, change: Opened, address: str) -> None:
    """Write the beginning of an outage; one that is stored already is left as it is.

    Args:
        change: when it began, and why.
        address: the IP address that was dialled; "" where none is known.
    """
    connection.execute(
        insert(_INCIDENT)
        .values(site_id=site_id, opened_at=change.at, reason=change.reason, address=address)
        .on_conflict_do_nothing()
    )


def resolve_incident(connection: Connection, site_id: int, change: Resolved) -> None:
    """Write the end of the site's open outage.

    Args:
        change: when it ended; an end before the beginning is stored as the beginning.
    """
    opened = _INCIDENT.c.opened_at
    connection.execute(
        update(_INCIDENT)
        .where(_INCIDENT.c.site_id == site_id, _INCIDENT.c.resolved_at.is_(None))
        .values(resolved_at=func.max(opened, literal(change.at, opened.type)))
    )


def incidents_of(
    connection: Connection, site_ids: Sequence[int] | None, period: Period
) -> dict[int, list[Incident]]:
    """Read the outages that overlap a period.

    Args:
        site_ids: the sites wanted; None for all.
        period: half-open.

    Returns:
        Site id -> its outages, the oldest first.
    """
    query = (
        select(_INCIDENT)
        .where(
            _INCIDENT.c.opened_at < period.end,
            _INCIDENT.c.resolved_at.is_(None) | (_INCIDENT.c.resolved_at > period.start),
        )
        .order_by(_INCIDENT.c.site_id, _INCIDENT.c.opened_at)
    )
    if site_ids is not None:
        query = query.where(_INCIDENT.c.site_id.in_(site_ids))
    by_site: dict[int, list[Incident]] = {}
    for row in connection.execute(query):
        incident = Incident(row.opened_at, row.resolved_at, row.reason, row.address)
        by_site.setdefault(row.site_id, []).append(incident)
    return by_site


def as_periods(incidents: Sequence[Incident], until: datetime) -> list[Period]:
    """Return the period that each incident covers; an open one ends at `until`."""
    return [Period(i.opened_at, i.resolved_at or until) for i in incidents]
