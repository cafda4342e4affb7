"""Build a Site and a Belief from rows of joined tables."""

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
    """Build a site from a row that holds all columns of its table."""
    values = {field: row[_SITE.c[field]] for field in _SITE_FIELDS}
    values["standing"] = MonitoringStatus(values["standing"])
    values["answer"] = OwnerAnswer(values["answer"]) if values["answer"] else None
    return Site(**values)


def belief_from(row: RowMapping) -> Belief:
    """Build a belief from a row that holds all columns of its table."""
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
