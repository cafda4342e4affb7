"""What is told of one site: ninety days up to a day, and nothing of what came later."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA, OCTOBER, OCTOBER_PERIOD, T0
from office import a_database, an_entry, grant
from test_outbox import a_letter

from watcher.core.looks.observation import Reason
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.period import Period, midnight
from watcher.core.sites.site_history import Incident
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.looks.gaps import add_gap, open_gap
from watcher.storage.looks.strips import days_of_all
from watcher.storage.months.site_records import DAYS, last_days, read_record
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

END, DAY, HOUR = OCTOBER_PERIOD.end, timedelta(days=1), timedelta(hours=1)
LAST = OCTOBER.last
QUARTER_DOWN = Strip(Tally(up=18 * HOUR, down=6 * HOUR))
UP = Strip(Tally(up=DAY))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=datetime(2026, 1, 1, tzinfo=UTC))
        yield opened


def lived(database: Database, site: int, days: dict[date, Strip], *incidents: Incident) -> None:
    kept = {day: DayRecord(strip, 96, 90) for day, strip in days.items()}
    backfill(database, [BackfilledDays(site, kept, incidents)])


def test_ninety_days_end_with_the_last_one_and_what_was_not_measured_is_none(
    database: Database,
) -> None:
    first = LAST - timedelta(days=DAYS - 1)
    lived(
        database,
        1,
        {
            first - DAY: QUARTER_DOWN,
            first: QUARTER_DOWN,
            LAST - DAY: Strip(),
            LAST: UP,
            LAST + DAY: QUARTER_DOWN,
        },
    )
    days = last_days(database, [1, 2], LAST)
    assert len(days[1]) == len(days[2]) == DAYS == 90
    assert (days[1][0], days[1][-1]) == (0.25, 0.0)
    assert set(days[1][1:-1]) == set(days[2]) == {None}


def test_a_record_spans_whole_days_of_the_office(database: Database) -> None:
    record = read_record(database, 1, OCTOBER_PERIOD, JAKARTA)
    assert record.period == Period(midnight(date(2026, 8, 3), JAKARTA), END)
    assert record.days == last_days(database, [1], LAST)[1]


def test_a_running_month_is_told_until_now_and_not_until_its_end(database: Database) -> None:
    """On the tenth, an outage of two days has not lasted until the thirty-first."""
    now = midnight(date(2026, 10, 10), JAKARTA) + 9 * HOUR
    lived(database, 1, {date(2026, 10, 10): UP}, Incident(now - 2 * DAY, None, Reason.CLOSED))
    open_gap(database, Reason.OWN_DNS, now - HOUR)
    record = read_record(database, 1, Period(OCTOBER_PERIOD.start, now), JAKARTA)
    assert record.period.end == now
    assert (len(record.days), record.days[-1]) == (90, 0.0)
    assert [gap.period for gap in record.gaps] == [Period(now - HOUR, now)]
    assert record.incidents[0].open_at(now)


def test_outages_are_the_sites_own_and_those_that_touch_the_days(database: Database) -> None:
    inside = Incident(END - DAY, END - HOUR, Reason.CLOSED)
    before = Incident(END - 200 * DAY, END - 199 * DAY, Reason.CLOSED)
    reaching_in = Incident(END - 95 * DAY, END - 89 * DAY, Reason.CLOSED)
    after = Incident(END + HOUR, None, Reason.CLOSED)
    lived(database, 1, {}, before, reaching_in, inside, after)
    lived(database, 2, {}, Incident(END - 3 * DAY, None, Reason.CLOSED))
    record = read_record(database, 1, OCTOBER_PERIOD, JAKARTA)
    assert record.incidents == (reaching_in, inside)


def test_blindness_is_everybodys_and_cut_to_the_days(database: Database) -> None:
    first = midnight(date(2026, 8, 3), JAKARTA)
    add_gap(database, Reason.OWN_DNS, Period(first - DAY, first + HOUR))
    add_gap(database, Reason.OWN_DNS, Period(END, END + HOUR))
    for site in (1, 2):
        record = read_record(database, site, OCTOBER_PERIOD, JAKARTA)
        assert [gap.period for gap in record.gaps] == [Period(first, first + HOUR)]


def written(database: Database, key: str, at: datetime, **known: object) -> int:
    """A letter that was decided on at an instant. Returns its number."""
    outbox.queue(database, [a_letter(key, created_at=at, **{"site_ids": (1,)} | known)])
    return next(one.id for one in outbox.all_letters(database) if one.letter.dedup_key == key)


def test_letters_are_those_that_were_settled_in_these_days(database: Database) -> None:
    first = midnight(date(2026, 8, 3), JAKARTA)
    sent = written(database, "sent", END - 3 * DAY)
    sending.mark_sent(database, sent, END - 2 * DAY, "250 OK")
    refused = written(database, "refused", END - 5 * DAY, kind="hosting_h30", role="coordinator")
    sending.give_up(database, refused, "550 no such user")
    written(database, "waiting", END - DAY)
    early = written(database, "decided before, sent within", first - DAY)
    sending.mark_sent(database, early, first, "250 OK")
    late = written(database, "decided within, sent after", END - HOUR)
    sending.mark_sent(database, late, END, "250 OK")
    others = written(database, "of another site", END - DAY, site_ids=(2, 11))
    sending.mark_sent(database, others, END - DAY, "250 OK")
    told = read_record(database, 1, OCTOBER_PERIOD, JAKARTA).letters
    assert [(one.kind, one.role, one.sent_at) for one in told] == [
        ("expiry_h14", "owner", first),
        ("hosting_h30", "coordinator", None),
        ("expiry_h14", "owner", END - 2 * DAY),
    ]
    assert told[1].decided_at == END - 5 * DAY


def test_a_letter_about_several_sites_is_told_on_each_page(database: Database) -> None:
    number = written(database, "both", T0, site_ids=(1, 2))
    sending.mark_sent(database, number, T0, "250 OK")
    for site in (1, 2):
        assert len(read_record(database, site, OCTOBER_PERIOD, JAKARTA).letters) == 1


# all days of all sites


def exported(database: Database, first: date | None, last: date) -> list[tuple[int, date]]:
    with database.read() as connection:
        parts = list(days_of_all(connection, first, last))
    assert all(parts)
    return sorted((row[0], row[1]) for part in parts for row in part)


def test_all_days_of_all_sites_are_read_within_both_bounds(database: Database) -> None:
    for site in (1, 2):
        lived(database, site, {LAST - n * DAY: UP for n in range(3)})
    everything = [(site, LAST - n * DAY) for site in (1, 2) for n in (2, 1, 0)]
    assert exported(database, None, LAST) == everything
    assert exported(database, LAST - DAY, LAST - DAY) == [(1, LAST - DAY), (2, LAST - DAY)]
    assert exported(database, LAST + DAY, LAST + DAY) == []


def test_a_day_is_told_in_seconds_and_looks(database: Database) -> None:
    lived(database, 1, {LAST: QUARTER_DOWN})
    with database.read() as connection:
        ((row,),) = days_of_all(connection, None, LAST)
    assert tuple(row) == (1, LAST, 18 * 3600, 6 * 3600, 96, 90)


def test_many_days_come_in_parts_and_none_is_lost(database: Database) -> None:
    entries = [an_entry(n) for n in range(3, 41)]
    sites = grant(database, *entries, at=datetime(2026, 1, 1, tzinfo=UTC))
    days = {LAST - n * DAY: DayRecord(UP, 96, 90) for n in range(600)}
    backfill(database, [BackfilledDays(site.id, days) for site in sites])
    with database.read() as connection:
        sizes = [len(part) for part in days_of_all(connection, None, LAST)]
    assert sum(sizes) == 600 * len(sites) == 24_000
    assert len(sizes) > 1
