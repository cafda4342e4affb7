"""A letter shown before it is due, for every kind and for every kind of site."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from factories import JAKARTA, T0, day, minute
from office import a_database, an_entry, grant, run, settings_for, words_of

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.errors import RegisterError
from watcher.core.reminders.reminder_schedule import Stage, reminders
from watcher.demo.servers.mailbox import Mailbox
from watcher.jobs.letters.preview import preview_letter, send_test
from watcher.notify.letter_kinds import KINDS
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox

pytest_plugins = ("office_fixtures",)

OF_THE_OFFICE = ("down_digest", "mail_refused", "mail_test", "registry_silent")
OF_A_SITE = sorted(set(KINDS) - set(OF_THE_OFFICE))
ENDS = date(2027, 1, 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        shop = an_entry(2, identity="toko.blogspot.com", domain=None)
        dated = an_entry(1, domain_expires=ENDS, granted_on=date(2026, 1, 1))
        grant(opened, dated, shop, an_entry(3, owner=None))
        yield opened


@pytest.mark.parametrize("kind", OF_A_SITE)
def test_every_letter_can_be_seen_before_it_is_due(
    database: Database, settings: Settings, kind: str
) -> None:
    letter = preview_letter(database, settings, kind, "usaha1.example", minute(1))
    message = message_from_bytes(letter, policy=policy.default)
    assert message["Subject"]
    assert "usaha1.example" in letter.decode()
    assert outbox.all_letters(database) == []


#: From long before the end to long after it.
TODAYS = (1, 60, 99, 200)
#: What each stage says of its distance.
DISTANCES = {
    Stage.H60: "berlaku sampai 1 Januari 2027",
    Stage.H30: "30 hari lagi",
    Stage.H14: "14 hari lagi",
    Stage.H7: "Seminggu lagi",
    Stage.H3: "3 hari lagi",
    Stage.H1: "Besok",
    Stage.H0: "habis hari ini",
    Stage.H7_LATE: "lewat 7 hari",
}


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("stage", DISTANCES)
def test_a_stage_is_shown_with_its_own_distance_whatever_today_is(
    database: Database, settings: Settings, stage: Stage, today: float
) -> None:
    letter = preview_letter(database, settings, f"expiry_{stage}", "1", day(today))
    assert DISTANCES[stage] in words_of(letter)


@pytest.mark.parametrize("clock", [ExpiryKind.DOMAIN, ExpiryKind.HOSTING])
@pytest.mark.parametrize("today", TODAYS)
def test_a_letter_is_shown_as_on_the_morning_of_its_day(
    database: Database, settings: Settings, clock: ExpiryKind, today: float
) -> None:
    prefix = "expiry" if clock is ExpiryKind.DOMAIN else "hosting"
    life = settings.registry.ending("usaha1.example").life
    for rung in reminders(clock, ENDS, life):
        letter = preview_letter(database, settings, f"{prefix}_{rung.stage}", "1", day(today))
        sent = message_from_bytes(letter, policy=policy.default)["Date"].datetime
        nine = datetime.combine(rung.from_day, datetime.min.time(), JAKARTA) + timedelta(hours=9)
        assert sent == nine


def test_the_end_is_that_of_the_registry_or_the_list(
    database: Database, settings: Settings
) -> None:
    assert "1 Januari 2027" in words_of(
        preview_letter(database, settings, "expiry_h30", "1", minute(1))
    )


SYSADMIN = {"sysadmin": "admin@dinas.example"}


@pytest.mark.parametrize(
    ("kind", "to"),
    [
        ("down_digest", "arif@dinas.example"),
        ("mail_test", "arif@dinas.example"),
        ("mail_refused", "admin@dinas.example"),
        ("registry_silent", "admin@dinas.example"),
    ],
)
def test_a_letter_about_the_watching_itself_can_be_seen_too(
    tmp_path: Path, database: Database, kind: str, to: str
) -> None:
    settings = settings_for(tmp_path, mail=SYSADMIN)
    letter = preview_letter(database, settings, kind, "usaha1.example", minute(1))
    message = message_from_bytes(letter, policy=policy.default)
    assert message["To"].addresses[0].addr_spec == to
    assert outbox.all_letters(database) == []


@pytest.mark.parametrize("kind", OF_THE_OFFICE)
def test_a_letter_for_which_the_settings_name_nobody_is_one_sentence(
    tmp_path: Path, database: Database, kind: str
) -> None:
    nobody = settings_for(tmp_path, programme={"officer_email": ""})
    with pytest.raises(RegisterError, match="there is nobody to write to"):
        preview_letter(database, nobody, kind, "1", minute(1))


def test_the_digest_of_an_outage_names_the_site(database: Database, settings: Settings) -> None:
    letter = preview_letter(database, settings, "down_digest", "1", minute(1))
    assert "usaha1.example" in words_of(letter)


def test_the_letter_about_a_silent_registry_names_the_ending(
    tmp_path: Path, database: Database
) -> None:
    settings = settings_for(tmp_path, mail=SYSADMIN)
    assert ".example" in words_of(
        preview_letter(database, settings, "registry_silent", "1", minute(1))
    )


@pytest.mark.parametrize(
    "wanted", ["1", "usaha1.example", "https://usaha1.example/", "www.usaha1.example"]
)
def test_a_site_is_found_by_any_of_its_names(
    database: Database, settings: Settings, wanted: str
) -> None:
    assert preview_letter(database, settings, "expiry_h14", wanted, minute(1))


@pytest.mark.parametrize("kind", ["expiry_h15", "expiry", "h14", ""])
def test_an_unknown_kind_names_those_there_are(
    database: Database, settings: Settings, kind: str
) -> None:
    with pytest.raises(RegisterError, match=r"there are .*expiry_h14"):
        preview_letter(database, settings, kind, "1", minute(1))


def test_an_unknown_site_is_one_sentence(database: Database, settings: Settings) -> None:
    with pytest.raises(RegisterError, match="there is no such site"):
        preview_letter(database, settings, "expiry_h14", "nobody.example", minute(1))


def test_a_site_on_a_platform_has_no_domain_letter(database: Database, settings: Settings) -> None:
    """Nothing expires there, so there is nothing to show; that is a sentence, not a crash."""
    with pytest.raises(RegisterError):
        preview_letter(database, settings, "expiry_h14", "2", minute(1))
    assert preview_letter(database, settings, "hosting_h14", "2", minute(1))


def test_a_test_letter_reaches_the_server(tmp_path: Path) -> None:
    async def story() -> None:
        async with Mailbox() as mailbox:
            host, _, port = mailbox.address.partition(":")
            mail = {"channel": "smtp", "host": host, "port": int(port), "security": "none"}
            settings = settings_for(tmp_path, mail=mail)
            assert "Taken" in await send_test(settings, "arif@dinas.example", T0)
            (letter,) = mailbox.delivered
            assert letter.rcpt_to == ("arif@dinas.example",)

    run(story())
