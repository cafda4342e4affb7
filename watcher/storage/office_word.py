"""What the office itself says of a site: paused, resumed, paid."""

from datetime import date, datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.site import Answer, Standing
from watcher.storage.engine import Database
from watcher.storage.register import assign_keepers
from watcher.storage.tables import PauseRow, SiteRow, table_of

_SITE = table_of(SiteRow)
_PAUSE = table_of(PauseRow)


def pause(database: Database, site_id: int, standing: Standing, now: datetime, why: str) -> None:
    """Leave a site in peace from now on: no looks, no letters, in no percentage."""
    with database.write() as connection:
        _stand(connection, site_id, standing)
        if _paused_since(connection, site_id) is None:
            values = {"site_id": site_id, "from_at": now, "reason": why}
            connection.execute(insert(_PAUSE).values(**values).on_conflict_do_nothing())


def resume(database: Database, site_id: int, now: datetime) -> bool:
    """Watch a site again. Return whether it had been paused."""
    with database.write() as connection:
        paused = _paused_since(connection, site_id) is not None
        _stand(connection, site_id, Standing.ACTIVE)
        connection.execute(
            update(_PAUSE)
            .where(_PAUSE.c.site_id == site_id, _PAUSE.c.to_at.is_(None))
            .values(to_at=now)
        )
    return paused


def confirm_domain(database: Database, site_id: int, paid_until: date) -> None:
    """Write that a person has seen a domain's term paid."""
    _set(database, site_id, paid_until=paid_until)


def confirm_hosting(database: Database, site_id: int, paid_until: date) -> None:
    """Write the new end of a hosting term; no public record knows it."""
    _set(database, site_id, hosting_expires=paid_until)


def note_answer(database: Database, site_id: int, answer: Answer, on: date) -> None:
    """Write down what an owner said; the last word counts."""
    _set(database, site_id, answer=answer.value, answered_on=on)


def pauses(connection: Connection) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """The stretches in which sites were paused."""
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for row in connection.execute(select(_PAUSE)):
        found.setdefault(row.site_id, []).append((row.from_at, row.to_at))
    return found


def _paused_since(connection: Connection, site_id: int) -> datetime | None:
    query = select(_PAUSE.c.from_at).where(_PAUSE.c.site_id == site_id, _PAUSE.c.to_at.is_(None))
    return connection.execute(query).scalar()


def _stand(connection: Connection, site_id: int, standing: Standing) -> None:
    connection.execute(update(_SITE).where(_SITE.c.id == site_id).values(standing=standing))
    assign_keepers(connection)


def _set(database: Database, site_id: int, **values: object) -> None:
    with database.write() as connection:
        connection.execute(update(_SITE).where(_SITE.c.id == site_id).values(**values))
