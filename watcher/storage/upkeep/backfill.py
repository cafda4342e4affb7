"""Write a history without having made its looks: for the demo, tests and `make bench`.

The rows are those that looks write, but a day strip per day instead of a look per quarter hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.observation import Kind, Observation
from watcher.core.looks.verdict import Belief, Resolved
from watcher.core.sites.site_history import Incident
from watcher.storage.engine import Database
from watcher.storage.looks.beliefs import keep_beliefs, resolve_incident
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.looks.facts import keep_facts
from watcher.storage.looks.record import keep_looks
from watcher.storage.looks.strips import write_days
from watcher.storage.row import table_of
from watcher.storage.tables import IncidentRow

_INCIDENT = table_of(IncidentRow)


@dataclass(frozen=True, slots=True)
class BackfilledDays:
    """The history to write of one site.

    Attributes:
        days: each day as its looks would have been summed up.
        incidents: outages to insert.
        seen: looks whose facts are written, the oldest first.
        belief: what is believed of its availability at the end.
        resolved: ends of outages that are stored as open.
        last_look: one availability look to insert; None for none.
        until: an incident that ends at or after it is written as open; None writes all ends.
    """

    site_id: int
    days: Mapping[date, DayRecord]
    incidents: Sequence[Incident] = ()
    seen: Sequence[Observation] = ()
    belief: Belief = field(default_factory=Belief)
    resolved: Sequence[datetime] = ()
    last_look: Observation | None = None
    until: datetime | None = None


def backfill(database: Database, pasts: Sequence[BackfilledDays]) -> None:
    """Write the histories of sites, in one transaction."""
    with database.write() as connection:
        for past in pasts:
            write_days(connection, past.site_id, past.days)
        for batch in zip_longest(*(past.seen for past in pasts)):
            keep_facts(connection, [seen for seen in batch if seen is not None])
        for past in pasts:
            for at in past.resolved:
                resolve_incident(connection, past.site_id, Resolved(at))
        rows = [_row(past, incident) for past in pasts for incident in past.incidents]
        if rows:
            connection.execute(insert(_INCIDENT), rows)
        keep_looks(connection, [past.last_look for past in pasts if past.last_look is not None])
        keep_beliefs(connection, Kind.AVAILABILITY, [(p.site_id, p.belief) for p in pasts])


def _row(past: BackfilledDays, incident: Incident) -> dict[str, object]:
    ended = incident.resolved_at
    known = ended is not None and (past.until is None or ended < past.until)
    return {
        "site_id": past.site_id,
        "opened_at": incident.opened_at,
        "resolved_at": ended if known else None,
        "reason": incident.reason,
        "address": incident.address,
    }
