"""What was seen of a site by an instant: now, or at the end of a month that is long over."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA, LETTERS, OCTOBER, OCTOBER_PERIOD, QUARTER
from office import a_database, an_entry, grant
from sqlalchemy import insert

from watcher.core.looks.access import Access, Availability, access_at, down_for
from watcher.core.looks.cadence import Plan
from watcher.core.looks.observation import (
    AvailabilityFacts,
    Finding,
    HttpFacts,
    Kind,
    Observation,
    Outcome,
    Reason,
)
from watcher.core.looks.uptime import Strip, Tally
from watcher.core.looks.verdict import Policy, Status, judge
from watcher.core.period import midnight
from watcher.core.sites.site_history import SiteHistory
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.looks.record import Judged, record
from watcher.storage.months import month_history
from watcher.storage.row import table_of
from watcher.storage.schedule.queue import claim
from watcher.storage.tables import ObservationRow
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

END = OCTOBER_PERIOD.end
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REFUSED = Reason.CONNECT_REFUSED
DARK_AFTER = 72 * HOUR


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Two sites that were granted long ago; the second one is never looked at."""
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2), at=OCTOBER_PERIOD.start - 30 * DAY)
        yield opened


def look(database: Database, at: datetime, found: Finding) -> None:
    """Look at the first site, as the main job does."""
    lease = timedelta(minutes=2)
    due = next(one for one in claim(database, Kind.AVAILABILITY, at, 9, lease) if one.site.id == 1)
    seen = Observation(1, Kind.AVAILABILITY, at, at, finding=found)
    belief, change = judge(due.belief, seen, Policy())
    soon = at + timedelta(seconds=30)
    record(database, [Judged(due, seen, belief, change, Plan(soon, soon))], QUARTER, JAKARTA)


def looks(database: Database, story: str, first: datetime) -> datetime:
    """Look every quarter of an hour, one look a letter; a space is none. Return the last one's."""
    instants = [first + n * QUARTER for n in range(len(story))]
    for letter, at in zip(story, instants, strict=True):
        if letter != " ":
            look(database, at, LETTERS[letter])
    return instants[-1]


def now(database: Database, at: datetime) -> Availability:
    return month_history.until_now(database, JAKARTA, at, QUARTER).sites[0].availability


def october(database: Database, at: datetime = END + 9 * DAY, site: int = 1) -> SiteHistory:
    """October of a site, as it is told at an instant."""
    known = month_history.month(database, OCTOBER, JAKARTA, at, QUARTER)
    return known.sites[site - 1]


def at_the_end(database: Database) -> Availability:
    """What is believed of the end of October, long after it."""
    return october(database).availability


# Now


def test_a_site_that_was_seen_up_opens(database: Database) -> None:
    last = looks(database, "ooo", END - 9 * HOUR)
    assert now(database, last + MINUTE) == Availability(Status.UP, vouched=True, last_at=last)


@pytest.mark.parametrize("story", ["o", "x", "xx", "ox", "o?"])
def test_too_few_looks_are_not_believed(database: Database, story: str) -> None:
    last = looks(database, story, END - 9 * HOUR)
    seen = now(database, last + MINUTE)
    assert (seen.status, access_at(seen, last, DARK_AFTER)) == (Status.NEW, Access.NOT_SEEN)


@pytest.mark.parametrize(("minutes", "vouched"), [(1, True), (29, True), (31, False)])
def test_a_look_vouches_for_two_intervals_and_no_longer(
    database: Database, minutes: int, vouched: bool
) -> None:
    last = looks(database, "ooo", END - 9 * HOUR)
    assert now(database, last + minutes * MINUTE).vouched is vouched


def test_what_proves_nothing_vouches_for_nothing(database: Database) -> None:
    last = looks(database, "ooo???", END - 9 * HOUR)
    seen = now(database, last + MINUTE)
    assert (seen.status, seen.vouched, seen.last_reason) == (Status.UP, False, Reason.OK)
    assert seen.last_at == last - 3 * QUARTER


def test_a_failure_that_is_not_believed_yet_is_known_and_opens(database: Database) -> None:
    last = looks(database, "ooox", END - 9 * HOUR)
    seen = now(database, last + MINUTE)
    assert (seen.status, seen.failing, seen.last_reason) == (Status.UP, True, REFUSED)
    assert access_at(seen, last + MINUTE, DARK_AFTER) is Access.OPENS


def test_a_site_is_down_since_its_first_failure(database: Database) -> None:
    first = END - 9 * HOUR
    last = looks(database, "oooxxxx", first)
    began = first + 3 * QUARTER
    assert now(database, last + MINUTE) == Availability(
        Status.DOWN, vouched=True, down_since=began, down_reason=REFUSED, last_reason=REFUSED,
        failing=True, last_at=last,
    )  # fmt: skip


def test_a_site_that_came_back_is_down_no_more(database: Database) -> None:
    last = looks(database, "oooxxxxoo", END - 9 * HOUR)
    assert now(database, last + MINUTE) == Availability(Status.UP, vouched=True, last_at=last)


def test_a_site_that_was_never_looked_at_is_not_seen(database: Database) -> None:
    last = looks(database, "ooo", END - 9 * HOUR)
    other = month_history.until_now(database, JAKARTA, last, QUARTER).sites[1]
    assert other.availability == Availability()
    assert access_at(other.availability, last, DARK_AFTER) is Access.NOT_SEEN


def test_the_status_code_of_the_last_look_is_told(database: Database) -> None:
    http = HttpFacts(503, "https://usaha1.example/", (), 9, None, "")
    last = looks(database, "oo", END - 9 * HOUR) + QUARTER
    look(database, last, Finding(Outcome.FAILED, Reason.HTTP_5XX, AvailabilityFacts(http=http)))
    seen = now(database, last + MINUTE)
    assert (seen.http, seen.last_reason) == (503, Reason.HTTP_5XX)


# At the end of a month


def test_a_month_ends_with_a_site_that_is_up(database: Database) -> None:
    looks(database, "oooo" + "oooo", END - 4 * QUARTER)
    last = END - QUARTER
    assert at_the_end(database) == Availability(Status.UP, vouched=True, last_at=last)


def test_a_month_ends_while_a_site_is_down(database: Database) -> None:
    first = END - 6 * QUARTER
    looks(database, "ooxxxx" + "xxoooo", first)
    seen = at_the_end(database)
    assert (seen.status, seen.vouched) == (Status.DOWN, True)
    assert (seen.down_since, seen.down_reason) == (first + 2 * QUARTER, REFUSED)
    assert (seen.last_reason, seen.last_at) == (REFUSED, END - QUARTER)
    assert down_for(seen, END) == 4 * QUARTER


def test_an_outage_of_the_very_midnight_belongs_to_the_next_month(database: Database) -> None:
    looks(database, "oooo" + "xxxx", END - 4 * QUARTER)
    seen = at_the_end(database)
    assert (seen.status, seen.vouched, seen.down_since) == (Status.UP, True, None)
    assert october(database).incidents == ()
    after = month_history.until_now(database, JAKARTA, END + HOUR, QUARTER).sites[0]
    assert [one.opened_at for one in after.incidents] == [END]
    assert after.availability.down_since == END


def test_an_outage_that_ends_at_the_very_midnight_was_one_until_then(database: Database) -> None:
    looks(database, "oxxxxx" + "oooo", END - 6 * QUARTER)
    seen = at_the_end(database)
    assert (seen.status, seen.vouched, seen.down_since) == (Status.DOWN, True, END - 5 * QUARTER)


def test_a_failure_before_midnight_that_was_proven_after_it_counts_for_the_month(
    database: Database,
) -> None:
    looks(database, "oooxx" + "xx", END - 5 * QUARTER)
    seen = at_the_end(database)
    assert (seen.status, seen.down_since) == (Status.DOWN, END - 2 * QUARTER)


def test_a_failure_before_midnight_that_was_never_proven_is_no_outage(database: Database) -> None:
    looks(database, "ooox" + "oo", END - 4 * QUARTER)
    seen = at_the_end(database)
    assert (seen.status, seen.down_since, seen.vouched) == (Status.UP, None, True)
    assert october(database).blips == 1


@pytest.mark.parametrize("back_after", [0, 5])
def test_the_last_hours_of_a_month_in_which_nobody_looked_are_not_seen(
    database: Database, back_after: int
) -> None:
    """The watcher was off for the last three hours; it came back, or it did not."""
    looks(database, "oooo", END - 4 * HOUR)
    if back_after:
        looks(database, "oooo", END + back_after * HOUR)
    seen = at_the_end(database)
    assert not seen.vouched
    assert access_at(seen, END, DARK_AFTER) is Access.NOT_SEEN


def test_an_outage_is_no_longer_than_it_was_seen(database: Database) -> None:
    """Down for an hour and seen so; then the watcher was off until after the month."""
    first = END - 6 * HOUR
    last = looks(database, "ooxxxxx", first)
    seen = 4 * QUARTER
    assert down_for(now(database, END - MINUTE), END - MINUTE) == seen
    looks(database, "xxoo", END + 5 * HOUR)
    told = at_the_end(database)
    assert (told.down_since, told.vouched) == (last - seen, False)
    assert down_for(told, END) == seen


def test_a_site_that_was_first_looked_at_after_a_month_was_not_seen_in_it(
    database: Database,
) -> None:
    looks(database, "oooo", END + 5 * HOUR)
    assert at_the_end(database) == Availability()


STORIES = ["oooo", "ooox", "xxxx", "oo?o", "ooo?", "oox?", "xxoo", "    ", "o   ", "oo  "]


@pytest.mark.parametrize("story", STORIES)
def test_a_month_ends_as_it_was_told_at_its_last_second_whatever_comes_later(
    database: Database, story: str
) -> None:
    """The last hour of October by four looks; the next month brings nothing that changes it."""
    looks(database, "oo" + story, END - 6 * QUARTER)
    told = october(database, END - timedelta(seconds=1)).availability
    looks(database, "oooooo", END + QUARTER)
    assert at_the_end(database) == told


# From when on a month counts


def whole_days(first: date, last: date) -> dict[date, DayRecord]:
    day = DayRecord(Strip(Tally(up=DAY)), 96, 96)
    return {first + n * DAY: day for n in range((last - first).days + 1)}


def looked_at(database: Database, site: int, *instants: datetime) -> None:
    """Raw looks alone."""
    row = {
        "site_id": site, "kind": int(Kind.AVAILABILITY), "vantage": 1, "late_s": 0,
        "outcome": int(Outcome.OK), "reason": Reason.OK, "http": 200, "took_ms": 9,
    }  # fmt: skip
    rows: Sequence[dict[str, object]] = [row | {"slot_at": at} for at in instants]
    with database.write() as connection:
        connection.execute(insert(table_of(ObservationRow)), rows)


TWENTIETH = date(2026, 10, 20)


def test_a_site_that_was_handed_over_within_a_month_counts_from_then_on(
    database: Database,
) -> None:
    """It was looked at before, while it was still being built."""
    grant(database, an_entry(1, granted_on=TWENTIETH), at=OCTOBER_PERIOD.start)
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 10, 1), OCTOBER.last))])
    one = october(database)
    assert one.watched.start == midnight(TWENTIETH, JAKARTA)
    assert one.watched.end == END
    assert one.tally == Tally(up=12 * DAY)
    assert one.tally.coverage(one.length) == 1.0


def test_a_site_that_was_first_looked_at_within_a_month_counts_from_then_on(
    database: Database,
) -> None:
    """At ten in the morning, and its looks are kept: to the second."""
    ten = midnight(TWENTIETH, JAKARTA) + 10 * HOUR
    days = whole_days(TWENTIETH, OCTOBER.last)
    days[TWENTIETH] = DayRecord(Strip(Tally(up=14 * HOUR)), 56, 56)
    backfill(database, [BackfilledDays(1, days)])
    looked_at(database, 1, ten, ten + QUARTER)
    one = october(database)
    assert one.watched.start == ten
    assert one.tally == Tally(up=11 * DAY + 14 * HOUR)
    assert one.tally.coverage(one.length) == 1.0


def test_the_later_of_handover_and_first_look_counts(database: Database) -> None:
    grant(database, an_entry(1, granted_on=date(2026, 10, 15)), at=OCTOBER_PERIOD.start)
    backfill(database, [BackfilledDays(1, whole_days(TWENTIETH, OCTOBER.last))])
    assert october(database).watched.start == midnight(TWENTIETH, JAKARTA)


def test_a_first_look_of_which_only_the_day_is_kept_counts_from_its_midnight(
    database: Database,
) -> None:
    backfill(database, [BackfilledDays(1, whole_days(TWENTIETH, OCTOBER.last))])
    looked_at(database, 1, END - 2 * DAY)  # older ones were forgotten
    one = october(database)
    assert one.watched.start == midnight(TWENTIETH, JAKARTA)
    assert one.tally.coverage(one.length) == 1.0


def test_a_site_that_was_watched_before_the_month_counts_from_its_begin(
    database: Database,
) -> None:
    backfill(database, [BackfilledDays(1, whole_days(date(2026, 9, 1), OCTOBER.last))])
    one = october(database)
    assert one.watched == OCTOBER_PERIOD
    assert one.tally == Tally(up=OCTOBER_PERIOD.length)


def test_a_site_that_was_never_looked_at_has_no_time_to_measure(database: Database) -> None:
    one = october(database, site=2)
    assert (one.length, one.tally, one.looks) == (timedelta(), Tally(), 0)


# Why nothing is known


def blocked(reason: Reason) -> Finding:
    return Finding(Outcome.UNKNOWN, reason)


def each_quarter(database: Database, reasons: Iterable[Reason], first: datetime) -> None:
    for n, reason in enumerate(reasons):
        look(database, first + n * QUARTER, blocked(reason))


@pytest.mark.parametrize("odd", [0, 4, 9])
def test_the_most_frequent_cause_of_not_knowing_is_named(database: Database, odd: int) -> None:
    """Nine looks met the page of a block; one was lost on our own side, whenever that was."""
    reasons = [Reason.ISP_BLOCK] * 9
    reasons.insert(odd, Reason.OWN_NETWORK)
    each_quarter(database, reasons, END - 5 * HOUR)
    assert october(database).blind_reason is Reason.ISP_BLOCK
    assert month_history.until_now(database, JAKARTA, END - HOUR, QUARTER).sites[
        0
    ].blind_reason is (Reason.ISP_BLOCK)


def test_looks_that_told_something_are_no_cause_of_not_knowing(database: Database) -> None:
    looks(database, "oo", END - 5 * HOUR)
    each_quarter(database, [Reason.CHALLENGE] * 3, END - 4 * HOUR)
    assert october(database).blind_reason is Reason.CHALLENGE


def test_causes_of_earlier_days_are_not_named(database: Database) -> None:
    each_quarter(database, [Reason.OWN_NETWORK] * 6, END - 5 * DAY)
    each_quarter(database, [Reason.ISP_BLOCK] * 2, END - 5 * HOUR)
    assert october(database).blind_reason is Reason.ISP_BLOCK


def test_causes_that_came_after_the_month_are_not_named(database: Database) -> None:
    each_quarter(database, [Reason.ISP_BLOCK] * 2, END - 5 * HOUR)
    each_quarter(database, [Reason.OWN_NETWORK] * 6, END + HOUR)
    assert october(database).blind_reason is Reason.ISP_BLOCK


def test_where_no_look_was_made_it_is_said_whose_fault_that_is(database: Database) -> None:
    looks(database, "oooo", END - 9 * DAY)
    reasons = [october(database, site=site).blind_reason for site in (1, 2)]
    assert reasons == [Reason.OWN_NETWORK, Reason.NOT_LOOKED]
