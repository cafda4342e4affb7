"""Facts: written when they change, touched while they do not, dated to the first look."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import T0
from office import a_database, an_entry, grant, registered

from watcher.core.looks.observation import (
    AvailabilityFacts,
    Certificate,
    DomainFacts,
    Finding,
    Kind,
    Observation,
    Outcome,
    Reason,
)
from watcher.core.pages.freshness import Interval
from watcher.core.pages.kind import Evidence, Level, PageKind, PageVerdict
from watcher.core.pages.page_facts import Claim, PageFacts
from watcher.storage.engine import Database
from watcher.storage.looks import fact_reader, facts

HOUR = timedelta(hours=1)
LATER = T0 + timedelta(days=99)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        grant(opened, an_entry(1), an_entry(2))
        yield opened


def keep(database: Database, finding: Finding, at: datetime, kind: Kind = Kind.PAGE) -> None:
    with database.write() as connection:
        facts.keep_facts(connection, [Observation(1, kind, at, at, finding=finding)])


def a_page(fingerprint: str = "f1", kind: PageKind = PageKind.OWNER_SITE, **more: Claim) -> Finding:
    verdict = PageVerdict(kind, Level.NONE, (Evidence("rule", "kata"),))
    return Finding(
        Outcome.OK, Reason.OK, PageFacts(verdict, "Toko", fingerprint, tuple(more.values()))
    )


def contents(database: Database, at: datetime = LATER) -> list[Interval]:
    with database.read() as connection:
        return fact_reader.contents_until(connection, at).get(1, [])


def test_the_first_look_writes_its_fact(database: Database) -> None:
    keep(database, a_page(), T0)
    assert contents(database) == [Interval("f1", T0, T0)]


def test_what_every_quarter_finds_is_touched_after_six_hours_and_not_before(
    database: Database,
) -> None:
    glimpse = Finding(
        Outcome.OK,
        Reason.OK,
        AvailabilityFacts(page=PageVerdict(PageKind.OWNER_SITE)),
    )
    for hours, touched in ((0, 0), (5, 0), (6, 6), (11, 6)):
        keep(database, glimpse, T0 + hours * HOUR, Kind.AVAILABILITY)
        with database.read() as connection:
            assert fact_reader.glimpses_until(connection, LATER)[1].last_at == T0 + touched * HOUR


def test_a_reading_is_touched_whenever_it_is_made(database: Database) -> None:
    """The newest reading decides what is said of a glimpse before it."""
    keep(database, a_page(), T0)
    keep(database, a_page(), T0 + HOUR)
    assert contents(database) == [Interval("f1", T0, T0 + HOUR)]


def test_touching_keeps_the_first_day(database: Database) -> None:
    for n in range(10):
        keep(database, a_page(), T0 + n * 24 * HOUR)
    assert contents(database) == [Interval("f1", T0, T0 + 9 * 24 * HOUR)]


def test_a_change_begins_a_new_fact_and_ends_the_old_one(database: Database) -> None:
    for hours, fingerprint in ((0, "f1"), (24, "f2"), (48, "f2"), (72, "f1")):
        keep(database, a_page(fingerprint), T0 + hours * HOUR)
    assert contents(database) == [
        Interval("f1", T0, T0),
        Interval("f2", T0 + 24 * HOUR, T0 + 48 * HOUR),
        Interval("f1", T0 + 72 * HOUR, T0 + 72 * HOUR),
    ]


def test_the_past_is_read_as_it_was(database: Database) -> None:
    for hours, fingerprint in ((0, "f1"), (24, "f1"), (48, "f2")):
        keep(database, a_page(fingerprint), T0 + hours * HOUR)
    assert contents(database, T0 + 12 * HOUR) == [Interval("f1", T0, T0 + 12 * HOUR)]


def test_what_a_page_is_taken_for_comes_back_with_its_evidence(database: Database) -> None:
    keep(database, a_page(kind=PageKind.GAMBLING), T0)
    with database.read() as connection:
        (page,) = fact_reader.pages_until(connection, LATER)[1]
    assert (page.kind, page.level, page.title) == (PageKind.GAMBLING, Level.NONE, "Toko")
    assert page.evidence == ("kata",)


def test_claims_come_back(database: Database) -> None:
    claim = Claim(datetime(2026, 9, 1, tzinfo=UTC), "json-ld", True)
    keep(database, a_page(stated=claim), T0)
    with database.read() as connection:
        assert fact_reader.claims_until(connection, LATER)[1].value == (claim,)


def test_a_registration_comes_back_whole(database: Database) -> None:
    more = {"registrar": "Penyedia", "statuses": ("ok",), "source": "whois"}
    found = registered("usaha1.example", date(2027, 1, 31), **more)
    keep(database, found, T0, Kind.DOMAIN)
    with database.read() as connection:
        assert fact_reader.answers_until(connection, LATER)[1][-1].value == found.facts


@pytest.mark.parametrize(
    "failure",
    [
        Finding(Outcome.UNKNOWN, Reason.RATE_LIMITED, DomainFacts("usaha1.example")),
        Finding(Outcome.UNKNOWN, Reason.TIMEOUT_TOTAL, None),
    ],
)
def test_a_failure_never_overwrites_the_last_good_date(
    database: Database, failure: Finding
) -> None:
    good = registered("usaha1.example", date(2027, 1, 31))
    keep(database, good, T0, Kind.DOMAIN)
    keep(database, failure, T0 + 24 * HOUR, Kind.DOMAIN)
    with database.read() as connection:
        kept = fact_reader.answers_until(connection, LATER)[1][-1]
    assert kept.value == good.facts
    assert kept.last_at == T0  # checked at the last look that told something


NOT_FOUND = Finding(
    Outcome.FAILED, Reason.NOT_FOUND, DomainFacts("usaha1.example", registered=False)
)


@pytest.mark.parametrize(("hours", "believed"), [((0,), False), ((0, 6), False), ((0, 24), True)])
def test_no_such_name_is_believed_when_it_is_said_twice_a_day_apart(
    database: Database, hours: tuple[int, ...], believed: bool
) -> None:
    """A registry's slip must not end the warnings about a name that is there."""
    good = registered("usaha1.example", date(2027, 1, 31))
    keep(database, good, T0 - 24 * HOUR, Kind.DOMAIN)
    for hour in hours:
        keep(database, NOT_FOUND, T0 + hour * HOUR, Kind.DOMAIN)
    with database.read() as connection:
        kept = fact_reader.answers_until(connection, LATER)[1][-1]
    assert kept.value == (NOT_FOUND.facts if believed else good.facts)


def test_an_answer_that_hid_the_page_is_kept_and_is_no_content(database: Database) -> None:
    """The last reading decides what is said: a challenge proves nothing of the owner."""
    keep(database, a_page(), T0)
    hidden = PageFacts(PageVerdict(PageKind.CHALLENGE), "Just a moment")
    keep(database, Finding(Outcome.UNKNOWN, Reason.CHALLENGE, hidden), T0 + 24 * HOUR)
    assert contents(database) == [Interval("f1", T0, T0)]
    with database.read() as connection:
        pages = fact_reader.pages_until(connection, LATER)[1]
    assert [page.kind for page in pages] == [PageKind.OWNER_SITE, PageKind.CHALLENGE]


def test_what_the_first_bytes_show_is_no_reading_of_the_page(database: Database) -> None:
    glimpse = AvailabilityFacts(page=PageVerdict(PageKind.PARKED))
    keep(database, a_page(), T0)
    keep(database, Finding(Outcome.OK, Reason.OK, glimpse), T0 + HOUR, Kind.AVAILABILITY)
    with database.read() as connection:
        assert [p.kind for p in fact_reader.pages_until(connection, LATER)[1]] == [
            PageKind.OWNER_SITE
        ]
        assert fact_reader.glimpses_until(connection, LATER)[1].kind is PageKind.PARKED
        assert fact_reader.glimpses_until(connection, T0) == {}


def test_a_new_certificate_takes_the_place_of_the_old_one(database: Database) -> None:
    for n in (1, 2):
        ends = T0 + timedelta(days=90 * n)
        certificate = Certificate(T0, ends, "Contoh CA", ("usaha1.example",))
        found = Finding(Outcome.OK, Reason.OK, AvailabilityFacts(certificate=certificate))
        keep(database, found, T0 + n * HOUR, Kind.AVAILABILITY)
    with database.read() as connection:
        newest = fact_reader.certificates_until(connection, LATER)[1].value
        first = fact_reader.certificates_until(connection, T0 + 2 * HOUR)[1].value
    assert newest.not_after == T0 + timedelta(days=180)
    assert first.not_after == T0 + timedelta(days=90)
