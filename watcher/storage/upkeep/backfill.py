"""Write a past that was not watched by this program: the demo's history, and a bench's.

The same rows that looking writes, a day strip a day instead of a look a quarter of an hour.
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
class Past:
    """What is to be remembered of one site.

    Attributes:
        days: each day as its looks would have rolled up.
        incidents: outages that began; `until`: an end that comes after it is not known yet.
        resolved: ends of outages that were open before.
        seen: looks whose facts are kept, the oldest first.
        last_look: one availability look to keep as a row; None for none.
        belief: what was held true of its availability at the end.
    """

    site_id: int
    days: Mapping[date, DayRecord]
    incidents: Sequence[Incident] = ()
    seen: Sequence[Observation] = ()
    belief: Belief = field(default_factory=Belief)
    resolved: Sequence[datetime] = ()
    last_look: Observation | None = None
    until: datetime | None = None


def backfill(database: Database, pasts: Sequence[Past]) -> None:
    """Write the pasts of sites, in one transaction."""
    with database.write() as connection:
        for past in pasts:
            write_days(connection, past.site_id, past.days)
        for batch in zip_longest(*(past.seen for past in pasts)):
            keep_facts(connection, [seen for seen in batch if seen is not None])
        for past in pasts:
            for at in past.resolved:
                resolve_incident(connection, past.site_id, Resolved(at))
        rows = [_incident(past, one) for past in pasts for one in past.incidents]
        if rows:
            connection.execute(insert(_INCIDENT), rows)
        keep_looks(connection, [past.last_look for past in pasts if past.last_look is not None])
        keep_beliefs(connection, Kind.AVAILABILITY, [(p.site_id, p.belief) for p in pasts])


def _incident(past: Past, one: Incident) -> dict[str, object]:
    ended = one.resolved_at
    known = ended is not None and (past.until is None or ended < past.until)
    return {
        "site_id": past.site_id,
        "opened_at": one.opened_at,
        "resolved_at": ended if known else None,
        "reason": one.reason,
        "address": one.address,
    }
