"""Daemon and `notices send` empty one outbox; registers and settings change while letters wait."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA
from office import Clock, a_person, an_entry, grant, run, settings_for

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.sites.site import OwnerAnswer
from watcher.demo.servers.mailbox import Mailbox, Manner
from watcher.jobs import acts
from watcher.jobs.letters.dispatch import Dispatched, dispatch
from watcher.jobs.letters.remind import remind
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.register.register_intake import OwnerEntry

pytest_plugins = ("office_fixtures",)

#: A Monday morning in the office.
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
BEFORE = MONDAY - timedelta(days=100)
TODAY = date(2026, 10, 5)
DAY = timedelta(days=1)


def ends_in(days: int) -> date:
    return TODAY + timedelta(days=days)


def by_smtp(folder: Path, mailbox: Mailbox, **more: object) -> Settings:
    host, _, port = mailbox.address.partition(":")
    mail: dict[str, object] = {
        "channel": "smtp", "host": host, "port": int(port), "security": "none",
    }  # fmt: skip
    return settings_for(folder, mail=mail | more)


def states(database: Database) -> list[str]:
    return [stored.state.name for stored in outbox.all_letters(database)]


def test_two_processes_that_empty_the_outbox_at_once_send_each_letter_once(
    database: Database, tmp_path: Path
) -> None:
    async def story() -> None:
        async with Mailbox() as mailbox:
            settings = by_smtp(tmp_path, mailbox)
            grant(
                database, *(an_entry(n, domain_expires=ends_in(14)) for n in (1, 2, 3)), at=BEFORE
            )
            assert remind(database, settings, MONDAY) == 3
            daemon, support = (dispatch(database, settings, Clock(MONDAY)) for _ in range(2))
            both = await asyncio.gather(daemon, support)
            to = sorted(delivered.rcpt_to for delivered in mailbox.delivered)
            assert to == [(f"pemilik{n}@usaha.example",) for n in (1, 2, 3)]
            assert sum(done.sent for done in both) == 3

    run(story())
    assert states(database) == ["SENT"] * 3


def test_a_letter_that_waited_goes_to_the_address_that_its_owner_has_now(
    database: Database, tmp_path: Path
) -> None:
    async def story() -> None:
        async with Mailbox() as mailbox:
            settings = by_smtp(tmp_path, mailbox)
            for address in ("salah@usaha.example", "benar@usaha.example"):
                ani = OwnerEntry("ani", "Ani", address)
                grant(database, an_entry(1, domain_expires=ends_in(14), owner=ani), at=BEFORE)
                remind(database, settings, MONDAY)
            assert (await dispatch(database, settings, Clock(MONDAY + DAY))).sent == 1
            (delivered,) = mailbox.delivered
            assert delivered.rcpt_to == ("benar@usaha.example",)
            assert b"salah@" not in delivered.content

    run(story())


def test_an_officer_who_has_left_gets_no_letter_that_still_waits(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path)
    nobody = OwnerEntry("62812", "Bu Siti", None, "62812")
    grant(database, an_entry(1, domain_expires=ends_in(14), owner=nobody), at=BEFORE)
    assert remind(database, settings, MONDAY) == 1
    assert [s.letter.rcpt_to for s in outbox.all_letters(database)] == ["arif@dinas.example"]
    left = settings_for(tmp_path, programme={"officer": "", "officer_email": ""})
    assert run(dispatch(database, left, Clock(MONDAY))) == Dispatched(cancelled=1)


@pytest.mark.parametrize(
    ("answer", "clock"),
    [(OwnerAnswer.STOP, ExpiryKind.DOMAIN), (OwnerAnswer.DONE, ExpiryKind.HOSTING)],
)
def test_an_answer_by_which_nothing_is_due_stops_what_waits_about_that_site_alone(
    database: Database, tmp_path: Path, answer: OwnerAnswer, clock: ExpiryKind
) -> None:
    settings = settings_for(tmp_path)
    grant(
        database,
        an_entry(1, hosting_expires=ends_in(14)),
        an_entry(2, hosting_expires=ends_in(14)),
        at=BEFORE,
    )
    assert remind(database, settings, MONDAY) == 2
    acts.answered(database, settings, 1, answer, a_person(MONDAY), clock=clock)
    assert run(dispatch(database, settings, Clock(MONDAY))) == Dispatched(sent=1, cancelled=1)


def test_a_server_that_drops_every_sender_lets_all_wait_and_burns_nothing(
    database: Database, tmp_path: Path
) -> None:
    """The first refusal of ourselves ends the batch; the sysadmin's letter goes later, too."""

    async def story() -> None:
        async with Mailbox(Manner.REFUSE_SENDER) as mailbox:
            mailbox.says = "550 5.7.1 sender not allowed"
            settings = by_smtp(tmp_path, mailbox, sysadmin="admin@dinas.example")
            grant(database, *(an_entry(n, domain_expires=ends_in(14)) for n in (1, 2)), at=BEFORE)
            remind(database, settings, MONDAY)
            done = await dispatch(database, settings, Clock(MONDAY))
            assert (done.sent, done.refused, done.waiting) == (0, 0, 2)
            soon = Clock(MONDAY + timedelta(minutes=6))
            assert (await dispatch(database, settings, soon)).sent == 0  # the pause is longer
            letters = outbox.all_letters(database)
            assert [s.attempts for s in letters] == [0, 0, 0]
            assert [s.letter.role for s in letters] == ["owner", "owner", "sysadmin"]

    run(story())


def test_a_server_that_cannot_be_reached_is_left_alone_for_five_minutes(
    database: Database, tmp_path: Path
) -> None:
    """Else it would be dialled twice a minute."""
    closed = {"channel": "smtp", "host": "127.0.0.1", "port": 9, "security": "none"}
    settings = settings_for(tmp_path, mail=closed)
    grant(database, *(an_entry(n, domain_expires=ends_in(14)) for n in (1, 2)), at=BEFORE)
    remind(database, settings, MONDAY)
    assert run(dispatch(database, settings, Clock(MONDAY))).waiting == 2
    soon = MONDAY + timedelta(minutes=5)
    assert outbox.waiting(database, soon - timedelta(seconds=1)) == []
    assert [stored.attempts for stored in outbox.waiting(database, soon)] == [0, 0]


def test_a_server_that_says_nothing_clear_to_anybody_is_taken_to_refuse_us(
    database: Database, tmp_path: Path
) -> None:
    """It is left alone for longer than five minutes, and the sysadmin hears of it."""

    async def story() -> None:
        async with Mailbox(Manner.REFUSE_LETTER) as mailbox:
            mailbox.says = "554 5.0.0 transaction failed"
            settings = by_smtp(tmp_path, mailbox, sysadmin="admin@dinas.example")
            grant(database, *(an_entry(n, domain_expires=ends_in(14)) for n in (1, 2)), at=BEFORE)
            remind(database, settings, MONDAY)
            assert (await dispatch(database, settings, Clock(MONDAY))).why == mailbox.says

    run(story())
    assert states(database) == ["QUEUED"] * 3
    assert outbox.all_letters(database)[-1].letter.role == "sysadmin"
    assert [s.letter.role for s in outbox.waiting(database, MONDAY + timedelta(minutes=6))] == [
        "sysadmin"
    ]
