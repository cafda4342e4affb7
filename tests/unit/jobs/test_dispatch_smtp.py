"""What a mail server says, and what becomes of the letter: against a real one on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes

import pytest
from factories import JAKARTA
from office import Clock, an_entry, grant, run, settings_for, words_of

from watcher.demo.servers.loopback import listening
from watcher.demo.servers.mailbox import Mailbox, Manner
from watcher.jobs.letters.dispatch import Dispatched, dispatch
from watcher.jobs.letters.remind import remind
from watcher.notify.channels import channel
from watcher.notify.outgoing import OutgoingMessage
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.letters.outbox import StoredLetter
from watcher.storage.registries.refusals import read_refusals

pytest_plugins = ("office_fixtures",)

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
GRANTED = MONDAY - timedelta(days=30)
WEEKDAY = timedelta(days=1)
NOBODY = "127.0.0.1:9"


def queue(database: Database, settings: Settings, many: int = 1) -> None:
    ends = date(2026, 10, 19)
    sites = (an_entry(n, domain_expires=ends) for n in range(1, many + 1))
    grant(database, *sites, at=GRANTED)
    assert remind(database, settings, MONDAY) == many


def smtp(database: Database, address: str = NOBODY, **login: str) -> Settings:
    host, _, port = address.partition(":")
    mail = {"channel": "smtp", "host": host, "port": int(port), "security": "none"}
    return settings_for(database.path.parent, mail=mail | login)


def letters(database: Database) -> list[StoredLetter]:
    return outbox.all_letters(database)


def standing(database: Database) -> list[tuple[str, int]]:
    return [(stored.state.name, stored.attempts) for stored in letters(database)]


@asynccontextmanager
async def server(
    database: Database, manner: Manner = Manner.ACCEPT, strict_to: tuple[str, ...] = ()
) -> AsyncIterator[tuple[Mailbox, Settings]]:
    async with Mailbox(manner, strict_to=strict_to) as mailbox:
        yield mailbox, smtp(database, mailbox.address)


def test_a_letter_is_taken_with_its_frozen_bytes(database: Database) -> None:
    async def story() -> None:
        async with server(database) as (mailbox, settings):
            queue(database, settings)
            assert await dispatch(database, settings, Clock(MONDAY)) == Dispatched(sent=1)
            (delivered,) = mailbox.delivered
            assert delivered.content == letters(database)[0].letter.mime
            assert delivered.rcpt_to == ("pemilik1@usaha.example",)
            assert delivered.mail_from == "pantau@dinas.example"

    run(story())
    assert standing(database) == [("SENT", 0)]


def test_e03_a_451_is_tried_again_later_and_later(database: Database) -> None:
    async def story() -> None:
        async with server(database, Manner.DEFER) as (mailbox, settings):
            queue(database, settings)
            clock, waits = Clock(MONDAY), []
            for _ in range(4):
                assert await dispatch(database, settings, clock) == Dispatched(deferred=1)
                due = next(n for n in range(5, 999, 5) if waiting(database, clock.at, n))
                waits.append(due)
                clock.move(minutes=due)
            assert waits == [5, 15, 60, 240]
            mailbox.manner = Manner.ACCEPT
            assert (await dispatch(database, settings, Clock(MONDAY + WEEKDAY))).sent == 1
            assert len(mailbox.delivered) == 1

    run(story())
    assert standing(database) == [("SENT", 4)]


def the_first(database: Database) -> str:
    """The address of the letter that goes first."""
    return outbox.waiting(database, MONDAY)[0].letter.rcpt_to


def waiting(database: Database, at: datetime, minutes: int) -> bool:
    return bool(outbox.waiting(database, at + timedelta(minutes=minutes)))


def test_e04_a_550_is_for_good_and_hurts_nobody_else(database: Database) -> None:
    async def story() -> None:
        strict = ("pemilik1@usaha.example",)
        async with server(database, Manner.REFUSE, strict) as (mailbox, settings):
            queue(database, settings, many=2)
            done = await dispatch(database, settings, Clock(MONDAY))
            assert done == Dispatched(sent=1, refused=1)
            assert await dispatch(database, settings, Clock(MONDAY + WEEKDAY)) == Dispatched()
            assert [d.rcpt_to for d in mailbox.delivered] == [("pemilik2@usaha.example",)]

    run(story())
    assert {name for name, _ in standing(database)} == {"SENT", "REFUSED"}
    assert any("550" in stored.reply for stored in letters(database))


def test_e01_a_relay_that_is_down_is_no_letters_fault(database: Database) -> None:
    settings = smtp(database)
    queue(database, settings, many=3)
    for n in range(5):
        done = run(dispatch(database, settings, Clock(MONDAY + timedelta(minutes=5 * n))))
        assert done == Dispatched(waiting=3)
    assert standing(database) == [("QUEUED", 0)] * 3

    async def story() -> None:
        async with server(database) as (mailbox, working):
            done = await dispatch(database, working, Clock(MONDAY + timedelta(hours=1)))
            assert done == Dispatched(sent=3)
            assert len(mailbox.delivered) == 3

    run(story())


def test_e02_a_server_that_leaves_before_its_answer_gets_the_same_letter_again(
    database: Database,
) -> None:
    async def story() -> list[bytes]:
        async with server(database, Manner.DROP_AFTER_DATA) as (mailbox, settings):
            queue(database, settings)
            assert (await dispatch(database, settings, Clock(MONDAY))).sent == 0
            mailbox.manner = Manner.ACCEPT
            later = MONDAY + timedelta(hours=1)
            assert (await dispatch(database, settings, Clock(later))).sent == 1
            assert await dispatch(database, settings, Clock(later + WEEKDAY)) == Dispatched()
            return mailbox.letters

    copies = run(story())
    assert len(copies) == 2  # at most one more than none
    assert copies[0] == copies[1]


def test_a_server_that_leaves_burns_no_attempt_of_the_letters_behind(database: Database) -> None:
    async def story() -> None:
        async with server(database, Manner.DROP_AFTER_DATA) as (mailbox, settings):
            queue(database, settings, many=4)
            await dispatch(database, settings, Clock(MONDAY))
            assert len(mailbox.delivered) == 1

    run(story())
    assert sum(attempts for _, attempts in standing(database)) <= 1


async def hand_over(settings: Settings, stored: StoredLetter) -> None:
    letter = stored.letter
    async with channel("smtp").open(settings.mail) as send:
        await send(
            OutgoingMessage(letter.message_id, letter.mail_from, letter.rcpt_to, letter.mime)
        )


@pytest.mark.parametrize("taken", [True, False], ids=["after the 250", "before the 250"])
def test_e16_a_crash_makes_at_most_one_more_copy_with_the_same_message_id(
    database: Database, taken: bool
) -> None:
    async def story() -> list[bytes]:
        async with server(database) as (mailbox, settings):
            queue(database, settings)
            (stored,) = letters(database)
            sending.lease(database, stored.id, MONDAY + timedelta(minutes=10))
            if taken:  # the server has it; the program dies before it writes that down
                await hand_over(settings, stored)
            assert sending.settle_after_crash(database) == 1
            later = Clock(MONDAY + timedelta(minutes=1))
            for _ in range(3):
                await dispatch(database, settings, later)
            return mailbox.letters

    copies = run(story())
    assert len(copies) == (2 if taken else 1)
    assert len({message_from_bytes(copy)["Message-ID"] for copy in copies}) == 1
    assert len(set(copies)) == 1


SYSADMIN = "admin@dinas.example"
QUOTA = "550 Domain dinas.example has exceeded the max emails per hour (100/100) allowed."
#: What a server says because of us, and at which step.
ABOUT_US = [
    (Manner.REFUSE, QUOTA),
    (Manner.REFUSE, "550 5.7.1 Relaying denied"),
    (Manner.REFUSE_LETTER, "550 5.4.5 Daily user sending limit exceeded."),
    (Manner.REFUSE_LETTER, "554 Message refused: content filter"),
    (Manner.REFUSE_LETTER, "554 5.0.0 Transaction failed"),  # does not say, but to everybody
    (Manner.REFUSE_SENDER, "550 5.1.1 user unknown"),  # the one it knows is the sender
    (Manner.REFUSE, "550 5.1.1 User unknown"),  # a list that is broken: nobody is known
    (Manner.REFUSE, "552 5.2.2 Mailbox full"),
]


#: A letter that goes alone has no other to be compared with: the first six say enough.
LETTERS = [(n, *said) for n in (1, 3) for said in (ABOUT_US if n == 3 else ABOUT_US[:6])]


@pytest.mark.parametrize(("many", "manner", "says"), LETTERS)
def test_what_a_server_refuses_for_us_is_delivered_when_it_is_well_again(
    database: Database, many: int, manner: Manner, says: str
) -> None:
    async def story() -> None:
        async with server(database, manner) as (mailbox, settings):
            mailbox.says = says
            queue(database, settings, many=many)
            done = await dispatch(database, settings, Clock(MONDAY))
            assert (done.sent, done.refused) == (0, 0)
            assert {name for name, _ in standing(database)} == {"QUEUED"}
            mailbox.manner = Manner.ACCEPT
            soon = Clock(MONDAY + timedelta(minutes=1))
            assert (await dispatch(database, settings, soon)).sent == 0
            done = await dispatch(database, settings, soon, at_once=True)
            assert done == Dispatched(sent=many)
            assert len(mailbox.delivered) == many

    run(story())


@pytest.mark.parametrize(("manner", "says"), ABOUT_US[:-1])
def test_what_a_server_refuses_for_us_burns_no_attempt(
    database: Database, manner: Manner, says: str
) -> None:
    async def story() -> None:
        async with server(database, manner) as (mailbox, settings):
            mailbox.says = says
            queue(database, settings, many=3)
            assert (await dispatch(database, settings, Clock(MONDAY))).waiting == 3

    run(story())
    assert standing(database) == [("QUEUED", 0)] * 3


def test_a_server_that_refuses_us_is_asked_less_and_less_often(database: Database) -> None:
    async def story() -> list[int]:
        async with server(database, Manner.REFUSE) as (mailbox, settings):
            mailbox.says = QUOTA
            queue(database, settings)
            clock, tries = Clock(MONDAY), []
            for quarter in range(4 * 6):
                if (await dispatch(database, settings, clock)).why:
                    tries.append(quarter)
                clock.move(minutes=15)
            return tries

    # the letter itself waits twice as long as the queue: 30 minutes, then 2 hours, then 8
    assert run(story()) == [0, 2, 10]


def test_a_letter_that_went_through_ends_the_patience(database: Database) -> None:
    async def story() -> None:
        async with server(database, Manner.REFUSE) as (mailbox, settings):
            mailbox.says = QUOTA
            queue(database, settings)
            clock = Clock(MONDAY)
            await dispatch(database, settings, clock)
            assert len(read_refusals(database)) == 1
            mailbox.manner = Manner.ACCEPT
            clock.move(hours=1)
            assert (await dispatch(database, settings, clock)).sent == 1
            assert read_refusals(database) == {}

    run(story())


def test_one_refused_letter_does_not_hold_up_the_others_for_ever(database: Database) -> None:
    """A policy may be against one address alone: the next batch begins with somebody else."""

    async def story() -> list[int]:
        async with server(database, Manner.REFUSE) as (mailbox, settings):
            queue(database, settings, many=4)
            mailbox.strict_to = [the_first(database)]
            mailbox.says = "550 5.7.1 Not allowed by policy"
            first = await dispatch(database, settings, Clock(MONDAY))
            later = Clock(MONDAY + timedelta(minutes=16))
            second = await dispatch(database, settings, later)
            return [first.sent, second.sent]

    assert run(story()) == [0, 3]


def test_a_refusal_that_says_nothing_is_the_recipients_where_others_are_taken(
    database: Database,
) -> None:
    async def story() -> Dispatched:
        async with server(database, Manner.REFUSE_LETTER) as (mailbox, settings):
            queue(database, settings, many=3)
            mailbox.strict_to = [the_first(database)]
            mailbox.says = "554 5.0.0 Transaction failed"
            return await dispatch(database, settings, Clock(MONDAY))

    assert run(story()) == Dispatched(sent=2, refused=1)
    assert [s.reply for s in letters(database) if s.state.name == "REFUSED"] == [
        "554 5.0.0 Transaction failed"
    ]


def test_a_server_that_refuses_everybody_is_not_asked_about_everybody(database: Database) -> None:
    async def story() -> Dispatched:
        async with server(database, Manner.REFUSE) as (_mailbox, settings):
            queue(database, settings, many=12)
            return await dispatch(database, settings, Clock(MONDAY))

    assert run(story()).refused == 0
    assert sum(bool(stored.reply) for stored in letters(database)) == 12  # all know why they wait
    assert len({s.letter.not_before for s in letters(database)}) == 2  # five were tried


@pytest.mark.parametrize("batches", [1, 5])
def test_the_sysadmin_hears_once_that_the_server_refuses_us(
    database: Database, batches: int
) -> None:
    async def story() -> list[bytes]:
        async with server(database, Manner.REFUSE) as (mailbox, working):
            mail = working.mail.model_copy(update={"sysadmin": SYSADMIN})
            settings = working.model_copy(update={"mail": mail})
            mailbox.says = QUOTA
            queue(database, settings, many=3)
            clock = Clock(MONDAY)
            for _ in range(batches):
                await dispatch(database, settings, clock, at_once=True)
                clock.move(minutes=30)
            mailbox.manner = Manner.ACCEPT
            assert (await dispatch(database, settings, clock, at_once=True)).sent == 4
            return [d.content for d in mailbox.delivered if d.rcpt_to == (SYSADMIN,)]

    (letter,) = run(story())
    assert QUOTA in " ".join(words_of(letter).split())


@asynccontextmanager
async def refusing_logins() -> AsyncIterator[tuple[str, list[str]]]:
    """A server that offers a login and refuses every one (RFC 4954)."""
    tries: list[str] = []

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = {b"EHLO": b"250-mail.example\r\n250 AUTH PLAIN", b"AUTH": b"535 5.7.8 No"}
        writer.write(b"220 mail.example ESMTP\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            tries.extend([line.decode()] if verb == b"AUTH" else [])
            writer.write(said.get(verb, b"250 OK") + b"\r\n")

    async with listening(converse) as address:
        yield address, tries


async def a_day_of_refused_logins(database: Database) -> int:
    """Empty the outbox every 30 s while the server refuses the login. Return how many tries."""
    password = database.path.with_name("password")
    password.write_text("salah")
    async with refusing_logins() as (address, tries):
        login = {"user": "pantau", "password_file": str(password)}
        settings = smtp(database, address, **login)
        queue(database, settings, many=2)
        ticks = [MONDAY + timedelta(seconds=30 * n) for n in range(20)]
        ticks += [MONDAY + timedelta(hours=n) for n in range(1, 24)]
        for at in ticks:
            assert (await dispatch(database, settings, Clock(at))).sent == 0
        return len(tries)


def test_e06_a_refused_login_burns_no_attempt(database: Database) -> None:
    assert run(a_day_of_refused_logins(database))
    assert standing(database) == [("QUEUED", 0)] * 2


def test_e06_a_refused_login_is_not_tried_for_ever(database: Database) -> None:
    """An account that is asked with a wrong password every 30 s is locked by its office."""
    assert run(a_day_of_refused_logins(database)) <= 3


def test_e07_without_tls_nothing_is_sent_in_the_clear(database: Database) -> None:
    async def story() -> None:
        async with server(database) as (mailbox, plain):
            mail = plain.mail.model_copy(update={"security": "starttls"})
            settings = plain.model_copy(update={"mail": mail})
            queue(database, settings)
            assert await dispatch(database, settings, Clock(MONDAY)) == Dispatched(waiting=1)
            assert mailbox.delivered == []

    run(story())
    assert standing(database) == [("QUEUED", 0)]
