"""Write a past that was not watched by this program: the demo's history, and a bench's.

The same rows that looking writes, a day strip a day instead of a look a quarter of an hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.dialects.sqlite import insert

from watcher.core.history import Incident
from watcher.core.observation import Kind, Observation
from watcher.core.uptime import Strip
from watcher.core.verdict import Belief
from watcher.storage.beliefs import keep_beliefs
from watcher.storage.engine import Database
from watcher.storage.facts import keep_facts
from watcher.storage.strips import write_days
from watcher.storage.tables import IncidentRow, table_of

_INCIDENT = table_of(IncidentRow)


@dataclass(frozen=True, slots=True)
class Past:
    """What is to be remembered of one site.

    Attributes:
        days: each day's strip, looks, and looks that told something.
        seen: looks whose facts are kept, the oldest first.
        belief: what was held true of its availability at the end.
    """

    site_id: int
    days: Mapping[date, tuple[Strip, int, int]]
    incidents: Sequence[Incident] = ()
    seen: Sequence[Observation] = ()
    belief: Belief = field(default_factory=Belief)


def backfill(database: Database, pasts: Sequence[Past]) -> None:
    """Write the pasts of sites that have none, in one transaction."""
    with database.write() as connection:
        for past in pasts:
            write_days(connection, past.site_id, past.days)
            for seen in past.seen:
                keep_facts(connection, [seen])
        incidents = [_incident(past.site_id, one) for past in pasts for one in past.incidents]
        if incidents:
            connection.execute(insert(_INCIDENT), incidents)
        keep_beliefs(connection, Kind.AVAILABILITY, [(p.site_id, p.belief) for p in pasts])


def _incident(site_id: int, one: Incident) -> dict[str, object]:
    return {
        "site_id": site_id,
        "opened_at": one.opened_at,
        "resolved_at": one.resolved_at,
        "reason": one.reason,
        "address": one.address,
    }
