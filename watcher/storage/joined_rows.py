"""Read a site and a belief out of rows that may be joined with others."""

from sqlalchemy import RowMapping

from watcher.core.looks.observation import Outcome
from watcher.core.looks.verdict import Belief, Status
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer, Site
from watcher.storage.row import table_of
from watcher.storage.tables import BeliefRow, SiteRow

_BELIEF = table_of(BeliefRow)
_SITE = table_of(SiteRow)
_SITE_FIELDS = tuple(Site.__dataclass_fields__)


def site_from(row: RowMapping) -> Site:
    """Read a site out of a row that may be joined with others."""
    values = {field: row[_SITE.c[field]] for field in _SITE_FIELDS}
    values["standing"] = MonitoringStatus(values["standing"])
    values["answer"] = OwnerAnswer(values["answer"]) if values["answer"] else None
    return Site(**values)


def belief_from(row: RowMapping) -> Belief:
    """Read a belief out of a joined row."""
    outcome = row[_BELIEF.c.outcome]
    return Belief(
        status=Status(row[_BELIEF.c.status]),
        since=row[_BELIEF.c.since],
        reason=row[_BELIEF.c.reason],
        outcome=None if outcome is None else Outcome(outcome),
        streak=row[_BELIEF.c.streak],
        streak_began=row[_BELIEF.c.streak_began],
        decided_at=row[_BELIEF.c.decided_at],
        seen_at=row[_BELIEF.c.seen_at],
    )
