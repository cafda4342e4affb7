"""What follows from a registry look or a page look: when to ask again, and whom to write."""

from datetime import date, datetime, timedelta

import pytest
from factories import T0
from office import (
    Clock,
    a_net,
    a_person,
    a_probe,
    an_entry,
    grant,
    registered,
    run,
)
from sqlalchemy import select

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.looks.observation import DomainFacts, Finding, Kind, Outcome, Reason
from watcher.core.pages.kind import Level, PageKind, PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.jobs import acts
from watcher.jobs.looks.look import look_due
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.register import register
from watcher.storage.row import table_of
from watcher.storage.tables import ScheduleRow

pytest_plugins = ("office_fixtures",)

TODAY = date(2026, 10, 5)
HOUR = timedelta(hours=1)


def ask(
    database: Database, settings: Settings, *findings: Finding, kind: Kind = Kind.DOMAIN
) -> timedelta:
    """Let site 1 be asked about, once a finding. Return how long it is left alone then."""
    table = table_of(ScheduleRow)
    mine = (table.c.site_id == 1, table.c.kind == kind)
    at = T0
    for finding in findings:
        run(look_due(a_probe({1: [finding]}, kind), database, a_net(), settings, Clock(at)))
        with database.read() as connection:
            ready: datetime = connection.execute(select(table.c.ready_at).where(*mine)).scalar_one()
        before, at = at, ready
    return at - before


def promised(wait: timedelta) -> int:
    """The days that a wait keeps: it may be shorter by a fifth, so that names drift apart."""
    return next(days for days in (1, 2, 7, 14) if 0.8 * days <= wait / timedelta(days=1) <= days)


def lasts(days: int) -> Finding:
    return registered("usaha1.example", TODAY + timedelta(days=days))


SILENT = Finding(Outcome.UNKNOWN, Reason.TIMEOUT_TOTAL, DomainFacts("usaha1.example"))


@pytest.mark.parametrize(
    ("days", "again"),
    [(365, 14), (91, 14), (90, 7), (31, 7), (30, 2), (8, 2), (7, 1), (0, 1), (-80, 1), (-81, 14)],
)
def test_the_registry_is_asked_the_more_often_the_nearer_the_end(
    database: Database, settings: Settings, days: int, again: int
) -> None:
    grant(database, an_entry(1))
    assert promised(ask(database, settings, lasts(days))) == again


@pytest.mark.parametrize(("misses", "hours"), [(1, 1), (2, 6), (3, 24), (5, 24)])
def test_a_registry_that_tells_nothing_is_left_alone_longer_each_time(
    database: Database, settings: Settings, misses: int, hours: int
) -> None:
    grant(database, an_entry(1))
    assert ask(database, settings, *[SILENT] * misses) / HOUR == hours


def test_an_answer_ends_the_waiting(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    assert promised(ask(database, settings, SILENT, SILENT, lasts(200))) == 14


@pytest.mark.parametrize("typed", [5, 900])
def test_the_registrys_date_counts_and_not_the_one_in_the_list(
    database: Database, settings: Settings, typed: int
) -> None:
    grant(database, an_entry(1, domain_expires=TODAY + timedelta(days=typed)))
    assert promised(ask(database, settings, lasts(60))) == 7


def test_the_date_in_the_list_counts_where_the_registry_tells_none(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1, domain_expires=TODAY + timedelta(days=5)))
    dateless = registered("usaha1.example", None)
    assert promised(ask(database, settings, dateless)) == 1


def test_a_payment_that_was_seen_is_the_newest_date_where_the_registry_tells_none(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1, domain_expires=TODAY + timedelta(days=5)))
    until = TODAY + timedelta(days=370)
    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, until, a_person(T0))
    assert promised(ask(database, settings, registered("usaha1.example", None))) == 14


def letters(database: Database) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.letter.kind, s.letter.site_ids) for s in outbox.all_letters(database)]


def test_a_date_that_makes_a_warning_due_writes_it_at_once(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1))
    ask(database, settings, lasts(14))
    assert letters(database) == [("expiry_h14", (1,))]
    (stored,) = outbox.all_letters(database)
    assert stored.letter.rcpt_to == "pemilik1@usaha.example"
    assert b"usaha1.example" in stored.letter.mime


def test_the_same_answer_twice_writes_once(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    ask(database, settings, lasts(14), lasts(14))
    assert letters(database) == [("expiry_h14", (1,))]


def test_all_sites_of_a_domain_are_in_one_letter(database: Database, settings: Settings) -> None:
    owner = an_entry(1).owner
    both = [
        an_entry(n, identity=f"{name}.usaha1.example", domain="usaha1.example", owner=owner)
        for n, name in enumerate(("batik", "kopi"), 1)
    ]
    grant(database, *both)
    ask(database, settings, lasts(7))
    assert letters(database) == [("expiry_h7", (1, 2))]


@pytest.mark.parametrize(
    "finding",
    [
        SILENT,
        lasts(200),
        Finding(Outcome.OK, Reason.NO_DATE, DomainFacts("usaha1.example", True)),
        Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER, lasts(3).facts),
    ],
)
def test_what_proves_no_end_writes_to_nobody(
    database: Database, settings: Settings, finding: Finding
) -> None:
    grant(database, an_entry(1))
    ask(database, settings, finding)
    assert letters(database) == []


def a_page(kind: PageKind = PageKind.OWNER_SITE, level: Level = Level.NONE) -> Finding:
    return Finding(Outcome.OK, Reason.OK, PageFacts(PageVerdict(kind, level), "Toko", "f1"))


def test_a_page_is_read_daily(database: Database, settings: Settings) -> None:
    grant(database, an_entry(1))
    assert ask(database, settings, a_page(), kind=Kind.PAGE) <= 25 * HOUR


@pytest.mark.parametrize("level", [Level.REVIEW, Level.CONFIRMED])
def test_a_suspicion_is_looked_at_again_as_soon_as_it_can_be_confirmed(
    database: Database, settings: Settings, level: Level
) -> None:
    grant(database, an_entry(1))
    again = ask(database, settings, a_page(PageKind.GAMBLING, level), kind=Kind.PAGE)
    assert 6 * HOUR <= again <= 7 * HOUR


@pytest.mark.parametrize(
    ("granted", "kept"),
    [(TODAY, "f1"), (TODAY - timedelta(days=7), "f1"), (TODAY - timedelta(days=8), None),
     (TODAY + timedelta(days=1), None), (None, None)],
)  # fmt: skip
def test_the_content_of_the_handover_is_what_was_seen_within_its_first_week(
    database: Database, settings: Settings, granted: date | None, kept: str | None
) -> None:
    grant(database, an_entry(1, granted_on=granted))
    ask(database, settings, a_page(), kind=Kind.PAGE)
    assert register.sites(database)[0].baseline == kept


@pytest.mark.parametrize("kind", [Kind.AVAILABILITY, Kind.PAGE])
@pytest.mark.parametrize("outcome", Outcome)
def test_who_asks_to_be_left_alone_is_looked_at_after_that_and_soon_after(
    database: Database, settings: Settings, kind: Kind, outcome: Outcome
) -> None:
    grant(database, an_entry(1))
    retry_after = Finding(outcome, Reason.RATE_LIMITED, retry_after=5 * HOUR)
    every = 24 * HOUR if kind is Kind.PAGE else HOUR / 4
    assert 5 * HOUR <= ask(database, settings, retry_after, kind=kind) <= 5 * HOUR + 1.1 * every
