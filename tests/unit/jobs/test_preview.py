"""A letter shown before it is due, for every kind and for every kind of site."""

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from factories import T0, minute
from office import a_database, an_entry, grant, run, settings_for

from watcher.core.errors import RegisterError
from watcher.demo.mailbox import Mailbox
from watcher.jobs.preview import preview_letter, send_test
from watcher.notify.kinds import KINDS
from watcher.settings import Settings
from watcher.storage import outbox
from watcher.storage.engine import Database

pytest_plugins = ("office_fixtures",)

OF_A_STAGE = sorted(set(KINDS) - {"registry_silent", "down_digest"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        shop = an_entry(2, identity="toko.blogspot.com", domain=None)
        dated = an_entry(1, domain_expires=date(2027, 1, 1), granted_on=date(2026, 1, 1))
        grant(opened, dated, shop, an_entry(3, owner=None))
        yield opened


@pytest.mark.parametrize("kind", OF_A_STAGE)
def test_every_letter_can_be_seen_before_it_is_due(
    database: Database, settings: Settings, kind: str
) -> None:
    letter = preview_letter(database, settings, kind, "usaha1.example", minute(1))
    message = message_from_bytes(letter, policy=policy.default)
    assert message["Subject"]
    assert "usaha1.example" in letter.decode()
    assert outbox.all_letters(database) == []


@pytest.mark.parametrize(
    "wanted", ["1", "usaha1.example", "https://usaha1.example/", "www.usaha1.example"]
)
def test_a_site_is_found_by_any_of_its_names(
    database: Database, settings: Settings, wanted: str
) -> None:
    assert preview_letter(database, settings, "expiry_h14", wanted, minute(1))


@pytest.mark.parametrize(
    "kind", ["expiry_h15", "expiry", "h14", "", "registry_silent", "down_digest"]
)
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
