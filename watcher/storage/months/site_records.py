"""Read what reports show of single sites: their last ninety days, and the letters about them."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from watcher.core.looks.uptime import Tally
from watcher.core.pages.page_history import own_texts
from watcher.core.period import Period, midnight
from watcher.core.sites.site_history import LetterRecord, SiteRecord
from watcher.storage.engine import Database
from watcher.storage.looks import fact_reader
from watcher.storage.looks.beliefs import incidents_of
from watcher.storage.looks.gaps import gaps_in
from watcher.storage.looks.strips import day_tallies
from watcher.storage.row import table_of
from watcher.storage.tables import LetterState, OutboxRow

DAYS = 90
Days = tuple[float | None, ...]
_OUTBOX = table_of(OutboxRow)


def last_days(database: Database, site_ids: Sequence[int], last: date) -> dict[int, Days]:
    """Read ninety days of some sites.

    Args:
        last: the last one of the days.

    Returns:
        Site id -> a value per day, see `SiteRecord.days`.
    """
    with database.read() as connection:
        return _days(connection, site_ids, last)


def read_record(database: Database, site_id: int, reported: Period, zone: ZoneInfo) -> SiteRecord:
    """Read the record of one site as it was at the end of a reported period.

    Args:
        reported: the period of the report; the record covers the ninety days up to its end.
        zone: the office's time zone, in which days are counted.
    """
    last = reported.last_day(zone)
    period = Period(midnight(last - timedelta(days=DAYS - 1), zone), reported.end)
    with database.read() as connection:
        texts = fact_reader.contents_until(connection, period.end)
        pages = fact_reader.pages_until(connection, period.end)
        return SiteRecord(
            period=period,
            days=_days(connection, [site_id], last)[site_id],
            incidents=tuple(incidents_of(connection, [site_id], period).get(site_id, ())),
            gaps=tuple(gaps_in(connection, period)),
            contents=own_texts(texts.get(site_id, ()), pages.get(site_id, ())),
            letters=tuple(_letters(connection, site_id, period)),
        )


def _days(connection: Connection, site_ids: Sequence[int], last: date) -> dict[int, Days]:
    days = [last - timedelta(days=n) for n in reversed(range(DAYS))]
    measured = day_tallies(connection, site_ids, days[0], last)
    return {
        site_id: tuple(measured.get(site_id, {}).get(day, Tally()).share_down() for day in days)
        for site_id in site_ids
    }


def _letters(connection: Connection, site_id: int, period: Period) -> list[LetterRecord]:
    settled_at = func.coalesce(_OUTBOX.c.sent_at, _OUTBOX.c.created_at)
    rows = connection.execute(
        select(_OUTBOX)
        .where(
            settled_at >= period.start,
            settled_at < period.end,
            _OUTBOX.c.state.in_((int(LetterState.SENT), int(LetterState.REFUSED))),
        )
        .order_by(settled_at, _OUTBOX.c.id)
    )
    return [
        LetterRecord(row.kind, row.role, row.created_at, row.sent_at)
        for row in rows
        if site_id in json.loads(row.site_ids)
    ]
