"""Which registries were asked, and which answers were conclusive."""

from datetime import datetime

from sqlalchemy import BigInteger, func, select, type_coerce

from watcher.core.domains.silent_tlds import DomainAnswered
from watcher.core.looks.observation import Kind, Outcome
from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import ObservationRow, SiteRow

_LOOK, _SITE = table_of(ObservationRow), table_of(SiteRow)


def asked_within(database: Database, start: datetime, end: datetime) -> list[DomainAnswered]:
    """Read which domains were looked up in a period, and whether any answer was conclusive.

    Args:
        start: the period is [start, end), by the time of the look: its slot may lie a day earlier.
        end: its end.
    """
    asked_at = type_coerce(_LOOK.c.slot_at, BigInteger) + _LOOK.c.late_s
    conclusive = func.max(_LOOK.c.outcome != int(Outcome.UNKNOWN))
    with database.read() as connection:
        rows = connection.execute(
            select(_SITE.c.domain, conclusive)
            .join(_SITE, _SITE.c.id == _LOOK.c.site_id)
            .where(
                _LOOK.c.kind == int(Kind.DOMAIN),
                asked_at >= int(start.timestamp()),
                asked_at < int(end.timestamp()),
                _SITE.c.domain.is_not(None),
            )
            .group_by(_SITE.c.id)
        ).all()
    return [DomainAnswered(domain.rpartition(".")[2], bool(answered)) for domain, answered in rows]
