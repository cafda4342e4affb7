"""A domain with 14 days left makes one letter. Postfix receives it, and a mail program reads it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from machine import until
from office import Clock, run
from post_office import Postfix, postfix_running
from real_office import registered, today
from street import good_sites
from town import Build, Town

from watcher.app import App, open_app
from watcher.core.looks.clock_monitor import ABSENT_AFTER
from watcher.demo.servers.authority import Authority
from watcher.jobs import maintenance
from watcher.jobs.letters import dispatch
from watcher.jobs.letters.remind import remind
from watcher.jobs.looks.look import look_due
from watcher.jobs.months import month
from watcher.probes.table import AVAILABILITY, DOMAIN, PAGE
from watcher.schedule import tasks
from watcher.schedule.timekeeper import Timekeeper
from watcher.storage.tables import LetterState

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = ["madu.example", "kemplang.example", "songket.example"]
DUE = HOSTS[0]
OWNER = "pemilik1@surat.example"
#: Longer than a line of a header wants to be, as an office's address may well be.
SENDER = "pantau-situs-hibah@dinas-koperasi-usaha-kecil-dan-menengah.kota-contoh.example"
UNSUBSCRIBE = f"<mailto:{SENDER}?subject=BERHENTI>"


@pytest.fixture(scope="module")
def post() -> Iterator[Postfix]:
    with postfix_running() as postfix:
        yield postfix


@pytest.fixture
def town(build: Build, authority: Authority, post: Postfix) -> Town:
    """Three sites; the domain of the first ends 14 days after the working day of the test."""
    made = build(good_sites(authority, HOSTS))
    mail: dict[str, object] = {
        "channel": "smtp", "host": "127.0.0.1", "port": post.port, "security": "none",
        "sender": SENDER,
    }  # fmt: skip
    programme: dict[str, object] = {
        "office": "Dinas Koperasi dan UKM Kota Contoh", "officer_email": "petugas@kota.example",
    }  # fmt: skip
    made.office.settle(made.settings(mail=mail, programme=programme))
    made.office.open(made.grants())
    days = (working_morning().date() - today()).days + 14
    made.registry.registrations[DUE] = registered(DUE, days)
    return made


def working_morning() -> datetime:
    """Ten o'clock in Jakarta of the first working day that has not begun yet."""
    at = datetime.now(UTC).replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while at.weekday() > 4:
        at += timedelta(days=1)
    return at


async def every_job(app: App, clock: Clock) -> None:
    """All that the clocks of the daemon start, one after the other."""
    for probe in (AVAILABILITY, DOMAIN, PAGE):
        while (await look_due(probe, app.database, app.net, app.settings, clock)).looks:
            pass
    remind(app.database, app.settings, clock())
    await dispatch.dispatch(app.database, app.settings, clock)
    month.make_due_month(app.database, app.settings, clock())
    maintenance.roll_up(app.database, app.settings, clock())
    await tasks.settle(tasks.Daemon(app, Timekeeper(app)), None, ABSENT_AFTER)


async def work(town: Town, *times: datetime) -> None:
    clock = Clock()
    async with open_app(town.office.settings, clock) as app:
        for at in times:
            clock.at = at
            await every_job(app, clock)


@pytest.fixture
def letter(town: Town, post: Postfix) -> EmailMessage:
    """The one letter that comes of a morning's work."""
    before = len(post.letters)
    run(work(town, working_morning()))
    until(lambda: len(post.letters) > before and post.settled(), 20, "a letter arrives")
    new = post.letters[before:]
    assert len(new) == 1
    return new[0]


def test_the_letter_says_what_is_due_and_to_whom(letter: EmailMessage) -> None:
    day = f"{working_morning().date() + timedelta(days=14):%d}".lstrip("0")
    assert DUE in letter["Subject"]
    assert "14 hari" in letter["Subject"] or day in letter["Subject"]
    assert [a.addr_spec for a in letter["To"].addresses] == [OWNER]
    assert letter["X-Original-To"] == OWNER
    assert letter["Cc"] is None
    assert letter["Bcc"] is None
    assert [a.addr_spec for a in letter["From"].addresses] == [SENDER]
    assert letter["Auto-Submitted"] == "auto-generated"


def test_both_parts_say_the_same_date(letter: EmailMessage) -> None:
    assert letter.get_content_type() == "multipart/alternative"
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    assert isinstance(plain, EmailMessage)
    assert isinstance(rich, EmailMessage)
    ends = working_morning().date() + timedelta(days=14)
    for part in (plain, rich):
        text = re.sub(r"\s+", " ", str(part.get_content()))
        assert DUE in text
        assert re.search(rf"\b{ends.day} \w+ {ends.year}", text)


def test_the_headers_survive_the_way(letter: EmailMessage, post: Postfix) -> None:
    assert re.fullmatch(
        r"<[\w.-]+@" + re.escape(SENDER.partition("@")[2]) + ">", letter["Message-ID"]
    )
    assert letter["List-Unsubscribe"] == UNSUBSCRIBE
    raw = post.raw[-1]
    assert f"\nList-Unsubscribe: {UNSUBSCRIBE}\n".encode() in raw.replace(b"\r", b"")
    assert max(map(len, raw.splitlines())) <= 998
    assert raw.isascii()


def test_doing_every_job_again_sends_nothing(
    town: Town, letter: EmailMessage, post: Postfix
) -> None:
    """Twice at once, in the afternoon, the next day: that letter was written."""
    count = len(post.raw)
    morning = working_morning()
    run(work(town, morning, morning + timedelta(hours=5), morning + timedelta(days=1)))
    until(post.settled, 10, "nothing is under way")
    assert len(post.raw) == count
    rows = town.office.rows("select kind, state, message_id from outbox")
    assert rows == [("expiry_h14", int(LetterState.SENT), letter["Message-ID"])]
    assert "queued as" in town.office.one("select reply from outbox")


def test_a_server_that_is_gone_loses_no_letter(town: Town, post: Postfix) -> None:
    """E01: the queue waits, no attempt is burnt, and the letter goes when the server is back."""
    office = town.office
    morning = working_morning()
    right = office.config.read_text("utf-8")
    office.config.write_text(right.replace(f"port = {post.port}", "port = 1"), "utf-8")
    run(work(town, morning))
    assert office.rows("select state, attempts from outbox") == [(int(LetterState.QUEUED), 0)]
    office.config.write_text(right, "utf-8")
    count = len(post.raw)
    run(work(town, morning + timedelta(hours=1)))
    until(lambda: len(post.raw) == count + 1, 20, "the letter arrives")
    assert office.letters(LetterState.SENT) == 1
