"""One transaction a batch: written whole, once, and by who holds the lease."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import JAKARTA, LETTERS, QUARTER, T0, minute
from office import a_database, an_entry, grant
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from watcher.core.looks.cadence import Plan
from watcher.core.looks.observation import (
    AvailabilityFacts,
    Finding,
    Kind,
    Observation,
    Outcome,
    Reason,
)
from watcher.core.looks.verdict import Opened, Policy, Resolved, judge
from watcher.core.pages.kind import PageKind, PageVerdict
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import LetterToSend, all_letters
from watcher.storage.looks.beliefs import resolve_incident
from watcher.storage.looks.record import Judged, record
from watcher.storage.looks.strips import look_counts
from watcher.storage.row import table_of
from watcher.storage.schedule.queue import ClaimedLook, claim
from watcher.storage.tables import (
    BeliefRow,
    DayStripRow,
    IncidentRow,
    ObservationRow,
    OutboxRow,
    ScheduleRow,
)

LEASE = timedelta(minutes=5)
LOOK = Kind.AVAILABILITY
WRITTEN = (ObservationRow, BeliefRow, DayStripRow, IncidentRow, OutboxRow, ScheduleRow)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2))
        yield opened


def a_letter(key: str = "k", mime: Any = b"bytes") -> LetterToSend:
    return LetterToSend(
        dedup_key=key, occasion=key, kind="expiry_h14", role="owner", recipient="o1", site_ids=(1,),
        urgent=False, message_id=f"<{key}@dinas.example>", mail_from="a@dinas.example",
        rcpt_to="b@usaha.example", mime=mime, created_at=T0, not_before=T0,
    )  # fmt: skip


def judged(due: ClaimedLook, letter: str, at: datetime) -> Judged:
    seen = Observation(due.site.id, due.kind, due.slot_at, at, finding=LETTERS[letter])
    belief, change = judge(due.belief, seen, Policy())
    return Judged(due, seen, belief, change, Plan(at + QUARTER, at + QUARTER))


def write(database: Database, batch: Sequence[Judged], *letters: LetterToSend) -> list[Judged]:
    return record(database, batch, QUARTER, JAKARTA, letters)


def tell(database: Database, story: str, every: float = 15) -> None:
    """Let site 1 be looked at, one look a letter."""
    tell_from(database, 0, story, every)


def tell_from(database: Database, start: float, story: str, every: float = 15) -> None:
    """Go on with its story from a minute."""
    for n, letter in enumerate(story):
        at = minute(start + n * every)
        due = next(d for d in claim(database, LOOK, at, 9, LEASE) if d.site.id == 1)
        write(database, [judged(due, letter, at)])


def everything(database: Database) -> list[object]:
    with database.read() as connection:
        return [connection.execute(select(table_of(row))).all() for row in WRITTEN]


def incidents(database: Database) -> list[tuple[datetime, datetime | None, Reason]]:
    table = table_of(IncidentRow)
    with database.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.opened_at))
        return [(row.opened_at, row.resolved_at, row.reason) for row in rows]


def looks(database: Database) -> int:
    with database.read() as connection:
        count = select(func.count()).select_from(table_of(ObservationRow))
        return connection.execute(count).scalar_one()


def test_a_look_is_written_and_the_next_one_planned(database: Database) -> None:
    due = claim(database, LOOK, T0, 9, LEASE)
    assert write(database, [judged(d, "o", T0) for d in due])
    assert looks(database) == 2
    again = claim(database, LOOK, T0 + QUARTER, 9, LEASE)
    assert [(d.belief.outcome, d.belief.streak) for d in again] == [(Outcome.OK, 1)] * 2


def test_a_letter_that_cannot_be_kept_undoes_the_whole_batch(database: Database) -> None:
    """The change and its letter are written together, or neither is."""
    tell(database, "oox")
    at = minute(45)
    due = claim(database, LOOK, at, 9, LEASE)
    before = everything(database)
    good, broken = a_letter("good"), a_letter("broken", mime=None)
    with pytest.raises(IntegrityError):
        write(database, [judged(one, "x", at) for one in due], good, broken)
    assert everything(database) == before
    write(database, [judged(one, "x", at) for one in due], a_letter("one"), a_letter("two"))
    assert len(all_letters(database)) == 2


def test_the_results_of_a_zombie_are_not_written(database: Database) -> None:
    zombie = claim(database, LOOK, T0, 9, LEASE)
    heir = claim(database, LOOK, T0 + LEASE, 1, LEASE)
    lost = heir[0].site.id
    written = write(database, [judged(d, "x", minute(6)) for d in zombie])
    assert [j.due.site.id for j in written] == [d.site.id for d in zombie if d.site.id != lost]
    assert looks(database) == 1
    write(database, [judged(heir[0], "o", minute(6))])
    assert looks(database) == 2


@pytest.mark.parametrize("who_is_first", ["zombie", "heir"])
def test_a_doubled_look_of_one_slot_counts_once(database: Database, who_is_first: str) -> None:
    zombie = claim(database, LOOK, T0, 9, LEASE)
    heir = claim(database, LOOK, T0 + LEASE, 9, LEASE)
    both = [zombie, heir] if who_is_first == "zombie" else [heir, zombie]
    for due in both:
        write(database, [judged(d, "o", minute(6)) for d in due])
    day = T0.astimezone(JAKARTA).date()
    with database.read() as connection:
        assert look_counts(connection, day, day) == {1: (1, 1), 2: (1, 1)}
    assert looks(database) == 2


def test_a_result_cannot_be_written_twice(database: Database) -> None:
    """The lease ends with the first writing: the same batch again is a zombie's."""
    due = claim(database, LOOK, T0, 9, LEASE)
    batch = [judged(d, "o", T0) for d in due]
    write(database, batch)
    before = everything(database)
    write(database, batch)
    assert everything(database) == before


STORIES: dict[str, list[tuple[int, int | None]]] = {
    "oooo": [],
    "ooxo": [],
    "oo????": [],
    "ooxx?xo": [(2, None)],
    "oox?xxxoo": [(2, 7)],
    "ooxxxoxoo": [(2, 7)],
}


@pytest.mark.parametrize("story", STORIES)
def test_an_incident_lies_where_its_story_says(database: Database, story: str) -> None:
    tell(database, story)
    wanted = [
        (minute(first * 15), None if ended is None else minute(ended * 15), Reason.CONNECT_REFUSED)
        for first, ended in STORIES[story]
    ]
    assert incidents(database) == wanted


def test_the_same_change_twice_is_one_incident(database: Database) -> None:
    due = claim(database, LOOK, T0, 9, LEASE)[0]
    opened = replace(judged(due, "x", T0), change=Opened(T0, Reason.RESET))
    write(database, [opened])
    again = claim(database, LOOK, minute(20), 9, LEASE)
    mine = next(d for d in again if d.site.id == due.site.id)
    write(database, [replace(judged(mine, "x", minute(20)), change=Opened(T0, Reason.CLOSED))])
    assert incidents(database) == [(T0, None, Reason.RESET)]
    last = next(d for d in claim(database, LOOK, minute(40), 9, LEASE) if d.site.id == due.site.id)
    write(database, [replace(judged(last, "o", minute(40)), change=Resolved(minute(30)))])
    assert incidents(database) == [(T0, minute(30), Reason.RESET)]


def test_the_first_baseline_stays(database: Database) -> None:
    for n, fingerprint in enumerate(("first", "second")):
        (due, *_) = [d for d in claim(database, LOOK, minute(20 * n), 9, LEASE) if d.site.id == 1]
        write(database, [replace(judged(due, "o", minute(20 * n)), baseline=fingerprint)])
    (again,) = [d for d in claim(database, LOOK, minute(60), 9, LEASE) if d.site.id == 1]
    assert again.site.baseline == "first"


def test_an_empty_batch_writes_nothing(database: Database) -> None:
    assert write(database, []) == []


def test_a_site_that_dies_has_its_registry_asked_at_once(database: Database) -> None:
    asked = claim(database, Kind.DOMAIN, T0, 9, LEASE)
    later = Plan(minute(9999), minute(9999))
    told = [replace(judged(one, "o", T0), plan=later) for one in asked]
    record(database, told, QUARTER, JAKARTA)
    tell(database, "oxx")
    assert claim(database, Kind.DOMAIN, minute(44), 9, LEASE) == []
    tell_from(database, 45, "x")
    (due,) = claim(database, Kind.DOMAIN, minute(45), 9, LEASE)
    assert due.site.id == 1


def test_a_death_among_the_sites_of_one_domain_is_asked_of_whichever_asks_for_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with a_database(folder) as database:
        shared = [
            an_entry(n, identity=f"{name}.usaha.example", domain="usaha.example")
            for n, name in enumerate(("batik", "kopi"), 1)
        ]
        grant(database, *shared)
        (keeper,) = claim(database, Kind.DOMAIN, T0, 9, LEASE)
        later = Plan(minute(9999), minute(9999))
        write(database, [replace(judged(keeper, "o", T0), plan=later)])
        for n in range(4):
            at = minute(n * 15)
            due = claim(database, LOOK, at, 9, LEASE)
            told = {keeper.site.id: "o"}
            write(database, [judged(one, told.get(one.site.id, "x"), at) for one in due])
        (again,) = claim(database, Kind.DOMAIN, minute(45), 9, LEASE)
        assert again.site.id == keeper.site.id


def glimpsed(
    due: ClaimedLook,
    kind: PageKind,
    at: datetime,
    *,
    shown: bool = True,
    retry_after: timedelta = timedelta(),
) -> Judged:
    """A look at the site whose first bytes are taken for something."""
    look = judged(due, "o", at)
    facts = AvailabilityFacts(page=PageVerdict(kind) if shown else None)
    seen = replace(
        look.seen, finding=replace(look.seen.finding, facts=facts, retry_after=retry_after)
    )
    return replace(look, seen=seen, plan=Plan(at + QUARTER, at + QUARTER))


@pytest.mark.parametrize(
    ("kinds", "read"),
    [
        ((PageKind.OWNER_SITE, PageKind.PARKED), "..!"),
        ((PageKind.GAMBLING,), ".!"),
        ((PageKind.PARKED, PageKind.PARKED, PageKind.PARKED), ".!.."),
        ((PageKind.OWNER_SITE, PageKind.UNKNOWN_CONTENT, PageKind.CHALLENGE), "...."),
        ((PageKind.PARKED, PageKind.OWNER_SITE, PageKind.PARKED), ".!.!"),
    ],
)
def test_a_page_that_looks_like_somebody_elses_is_read_whole_at_once_and_once(
    database: Database, kinds: Sequence[PageKind], read: str
) -> None:
    found = []
    for n, kind in enumerate((None, *kinds)):
        at = minute(n * 15)
        if kind is not None:
            looking = [d for d in claim(database, LOOK, at, 9, LEASE) if d.site.id == 1]
            write(database, [glimpsed(due, kind, at) for due in looking])
        reading = claim(database, Kind.PAGE, at, 9, LEASE)
        tomorrow = Plan(at + timedelta(days=1), at + timedelta(days=1))
        told = [replace(judged(due, "o", at), plan=tomorrow) for due in reading]
        record(database, told, QUARTER, JAKARTA)
        found.append(n > 0 and [due.site.id for due in reading] == [1])
    assert found == [mark == "!" for mark in read]


@pytest.mark.parametrize(
    "look",
    [{"shown": False}, {"retry_after": timedelta(hours=1)}],
    ids=["an error's words", "a wish"],
)
def test_neither_an_errors_words_nor_a_host_that_wants_peace_has_the_page_read(
    database: Database, look: dict[str, Any]
) -> None:
    for due in claim(database, Kind.PAGE, T0, 9, LEASE):
        tomorrow = Plan(T0 + timedelta(days=1), T0 + timedelta(days=1))
        record(database, [replace(judged(due, "o", T0), plan=tomorrow)], QUARTER, JAKARTA)
    (due, *_) = claim(database, LOOK, minute(15), 9, LEASE)
    write(database, [glimpsed(due, PageKind.PARKED, minute(15), **look)])
    assert claim(database, Kind.PAGE, minute(15), 9, LEASE) == []


def test_a_site_that_wants_peace_is_asked_for_no_other_page_of_its_own_meanwhile(
    database: Database,
) -> None:
    wish = timedelta(hours=5)
    for due in claim(database, LOOK, T0, 9, LEASE):
        peace = wish if due.site.id == 1 else timedelta()
        write(database, [glimpsed(due, PageKind.OWNER_SITE, T0, retry_after=peace)])
    assert [due.site.id for due in claim(database, Kind.PAGE, T0, 9, LEASE)] == [2]
    assert claim(database, Kind.PAGE, T0 + wish - LEASE, 9, LEASE)[0].site.id == 2
    ready = {due.site.id for due in claim(database, Kind.PAGE, T0 + wish, 9, LEASE)}
    assert ready == {1, 2}


def test_whoever_was_fenced_off_writes_no_letter(database: Database) -> None:
    """The heir of its looks decides anew: one death must not be told of twice."""
    zombie = claim(database, LOOK, T0, 9, LEASE)
    heir = claim(database, LOOK, T0 + LEASE, 9, LEASE)
    assert write(database, [judged(due, "x", minute(6)) for due in zombie], a_letter("one")) == []
    assert all_letters(database) == []
    write(database, [judged(due, "x", minute(6)) for due in heir], a_letter("two"))
    assert [stored.letter.dedup_key for stored in all_letters(database)] == ["two"]


def test_an_outage_that_is_over_keeps_its_end_whatever_follows(database: Database) -> None:
    tell(database, "oxxxoo")
    first = incidents(database)
    tell_from(database, 90, "xxxoo")
    both = incidents(database)
    assert both[:1] == first == [(minute(15), minute(60), Reason.CONNECT_REFUSED)]
    assert both[1:] == [(minute(90), minute(135), Reason.CONNECT_REFUSED)]


def test_an_outage_never_ends_before_it_began(database: Database) -> None:
    """The clock was set back meanwhile: what is dated by it lies before the beginning."""
    tell_from(database, 60, "oxxx")
    with database.write() as connection:
        resolve_incident(connection, 1, Resolved(minute(10)))
    assert incidents(database) == [(minute(75), minute(75), Reason.CONNECT_REFUSED)]


def ask_the_dns(database: Database, story: str) -> list[bool]:
    """Look at a name's delegation day by day; say after which looks its registry is asked."""
    outcomes = {"o": Outcome.OK, "x": Outcome.FAILED, "?": Outcome.UNKNOWN}
    asked = []
    for day, letter in enumerate(story, start=1):
        at = T0 + timedelta(days=day)
        for due in claim(database, Kind.DOMAIN, at, 9, LEASE):  # the registry says: all is well
            write(database, [planned(due, Outcome.OK, at, at + timedelta(days=90))])
        for due in claim(database, Kind.DELEGATION, at, 9, LEASE):
            write(database, [planned(due, outcomes[letter], at, at + timedelta(days=1))])
        asked.append(bool(claim(database, Kind.DOMAIN, at, 9, timedelta())))
    return asked


@pytest.mark.parametrize("order", [("192.0.2.1", "192.0.2.9"), ("192.0.2.9", "192.0.2.1")])
def test_sites_of_one_host_are_known_by_one_address_in_whatever_order_it_is_told(
    database: Database, order: tuple[str, ...]
) -> None:
    facts = AvailabilityFacts(addresses=order)
    for n in (0, 5, 10):
        for due in claim(database, LOOK, minute(n), 9, LEASE):
            look = judged(due, "x", minute(n))
            failed = replace(look.seen.finding, facts=facts)
            plan = Plan(minute(n + 5), minute(n + 5))
            seen = replace(look.seen, finding=failed)
            write(database, [replace(look, seen=seen, plan=plan)])
    with database.read() as connection:
        known = connection.execute(select(table_of(IncidentRow).c.address)).scalars().all()
    assert known == ["192.0.2.1"] * 2


def planned(due: ClaimedLook, outcome: Outcome, at: datetime, again: datetime) -> Judged:
    seen = Observation(due.site.id, due.kind, due.slot_at, at, finding=Finding(outcome))
    belief, change = judge(due.belief, seen, Policy())
    return Judged(due, seen, belief, change, Plan(again, again))


@pytest.mark.parametrize(
    ("story", "asked"),
    [("ooo", "..."), ("oxxx", ".!.."), ("xoxx", "!.!."), ("x?x", "!.."), ("o??", "...")],
)
def test_a_name_that_falls_out_of_the_dns_has_its_registry_asked_once(
    database: Database, story: str, asked: str
) -> None:
    assert ask_the_dns(database, story) == [mark == "!" for mark in asked]
