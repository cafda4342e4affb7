"""An owner without an e-mail address is called: the coordinator is asked to, else the officer."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from factories import JAKARTA
from office import Clock, a_database, an_entry, grant, run, settings_for, words_of

from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.reminder_schedule import FOR_OFFICER, Stage
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.calls import MOST_LINES, QUESTIONS
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.remind import due_notices, remind
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.register.register_intake import CommunityEntry, OwnerEntry, take_in
from watcher.wording.terms import ASKS

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
ENDS = date(2026, 10, 19)
SITI = OwnerEntry("6281200000001", "Siti", None, "6281200000001", "Ibu")
UMAR = OwnerEntry("07113555", "Umar", None, "627113555")
NOBODY = OwnerEntry("nobody", "Dewi")
RINA = CommunityEntry("Melati", coordinator="Ibu Rina", email="rina@melati.example")
ALONE = CommunityEntry("Melati")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        yield opened


def register(database: Database, community: CommunityEntry, *owners: OwnerEntry | None) -> None:
    sites = [an_entry(n, domain_expires=ENDS, owner=one) for n, one in enumerate(owners, 1)]
    every = intervals(Settings())
    take_in(database, sites, [community], every, MONDAY - timedelta(days=99), dry_run=False)


def written(database: Database, settings: Settings, at: datetime = MONDAY) -> list[LetterToSend]:
    remind(database, settings, at)
    return [stored.letter for stored in outbox.all_letters(database)]


def links(letter: LetterToSend) -> list[str]:
    return [unquote(link) for link in re.findall(r"https://wa\.me/\S+", words_of(letter.mime))]


def test_the_coordinator_gets_one_letter_about_all_of_them(
    tmp_path: Path, database: Database
) -> None:
    register(database, RINA, SITI, UMAR, NOBODY)
    (letter,) = written(database, settings_for(tmp_path))
    assert (letter.role, letter.rcpt_to) == ("coordinator", "rina@melati.example")
    assert letter.site_ids == (1, 2, 3)


def test_the_message_to_the_owner_is_ready(tmp_path: Path, database: Database) -> None:
    register(database, RINA, SITI)
    (letter,) = written(database, settings_for(tmp_path))
    (link,) = links(letter)
    assert link.startswith("https://wa.me/6281200000001?text=")
    for word in ("Ibu Siti", "Ibu Rina", "Melati", "Usaha 1", "19 Okt 2026"):
        assert word in link


def test_without_a_coordinators_address_the_officer_calls(
    tmp_path: Path, database: Database
) -> None:
    register(database, ALONE, SITI)
    (letter,) = written(database, settings_for(tmp_path))
    assert (letter.role, letter.rcpt_to) == ("officer", "arif@dinas.example")
    assert "Pak Arif" in links(letter)[0]


def test_where_nobody_has_an_address_it_stands_in_the_plan(
    tmp_path: Path, database: Database
) -> None:
    settings = settings_for(tmp_path, programme={"officer_email": ""})
    register(database, ALONE, SITI)
    assert written(database, settings) == []
    assert len(due_notices(database, settings, MONDAY)) == 1


@pytest.mark.parametrize("owner", [None, SITI])
def test_whoever_has_an_address_is_written_to_as_before(
    tmp_path: Path, database: Database, owner: OwnerEntry | None
) -> None:
    with_one = OwnerEntry("budi", "Budi", "budi@usaha.example")
    register(database, RINA, with_one, owner)
    found = {letter.role: letter for letter in written(database, settings_for(tmp_path))}
    assert found["owner"].rcpt_to == "budi@usaha.example"
    assert found["owner"].site_ids == (1,)
    assert found["coordinator"].site_ids == (2,)


def test_an_address_that_is_found_meanwhile_takes_the_letter(
    tmp_path: Path, database: Database
) -> None:
    settings = settings_for(tmp_path)
    register(database, RINA, SITI)
    written(database, settings)
    known = OwnerEntry(SITI.identity, "Siti", "siti@usaha.example", SITI.phone)
    grant(database, an_entry(1, domain_expires=ENDS, owner=known))
    remind(database, settings, MONDAY)
    done = run(dispatch(database, settings, Clock(MONDAY)))
    assert (done.sent, done.cancelled) == (1, 1)
    sent = [s.letter.rcpt_to for s in outbox.all_letters(database) if s.state.name == "SENT"]
    assert sent == ["siti@usaha.example"]


def test_the_answer_of_a_coordinator_goes_to_the_office(tmp_path: Path, database: Database) -> None:
    register(database, RINA, SITI)
    (letter,) = written(database, settings_for(tmp_path))
    assert b"\r\nReply-To: arif@dinas.example\r\n" in letter.mime


def test_a_letter_of_many_calls_has_an_end(tmp_path: Path, database: Database) -> None:
    register(database, RINA, *[SITI] * (MOST_LINES + 3))
    (letter,) = written(database, settings_for(tmp_path))
    assert len(links(letter)) == MOST_LINES
    assert "- dan 3 situs lain" in words_of(letter.mime)


def test_there_is_a_question_for_whatever_an_owner_is_told() -> None:
    told = {*Stage, *DomainEvent} - FOR_OFFICER - {DomainEvent.REREGISTERED, DomainEvent.RENEWED}
    assert set(QUESTIONS) == told
    assert {*QUESTIONS.values()} <= set(ASKS)
