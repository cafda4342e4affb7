"""The outbox speaks to an officer: which site, what about, to whom, where it stands and why."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from command_line import an_office, typed
from factories import JAKARTA
from office import Clock, an_entry, grant, reopened, run, settings_for

from watcher.demo.servers.mailbox import Mailbox, Manner
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.remind import remind
from watcher.storage.engine import Database
from watcher.storage.register.register_intake import OwnerEntry

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
ENDS = date(2026, 10, 19)
PUNYCODE = "xn--caf-dma.example"
SITI = OwnerEntry("siti", "Siti", "siti@usaha.example", "", "Ibu")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "300")  # a wide terminal: no cell is folded
    return an_office(tmp_path)


@pytest.fixture
def database(tmp_path: Path, office: Path) -> Iterator[Database]:
    with reopened(tmp_path) as opened:
        site = an_entry(
            1, url=f"https://{PUNYCODE}/", identity=PUNYCODE, domain=PUNYCODE,
            domain_expires=ENDS, owner=SITI,
        )  # fmt: skip
        grant(opened, site, at=MONDAY - timedelta(days=99))
        yield opened


def answered(database: Database, folder: Path, says: str = "", *, writes: bool = True) -> None:
    """One letter is written and meets a mail server; without words it is taken."""

    async def story() -> None:
        manner = Manner.REFUSE if says else Manner.ACCEPT
        async with Mailbox(manner, says=says) as mailbox:
            host, _, port = mailbox.address.partition(":")
            mail = {"channel": "smtp", "host": host, "port": int(port), "security": "none"}
            settings = settings_for(folder, mail=mail)
            assert remind(database, settings, MONDAY) == writes
            await dispatch(database, settings, Clock(MONDAY))

    run(story())


def listed(office: Path, *words: str) -> str:
    said = typed("--config", office, "notices", "outbox", *words)
    assert said.code == 0
    return " ".join(said.out.split())


TABLE = [
    ("", "terkirim", "sent"),
    ("550 5.1.1 unknown", "ditolak alamatnya tidak ada", "refused there is no such address"),
    ("550 Quota exceeded", "menunggu server surat menolak kita, bukan penerimanya",
     "waiting the mail server refuses us, not the recipient"),
    ("451 4.7.1 Later", "menunggu server surat minta dicoba lagi nanti",
     "waiting the mail server wants it later"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "indonesian", "english"), TABLE)
def test_a_letter_stands_in_words(
    tmp_path: Path, office: Path, database: Database, says: str, indonesian: str, english: str
) -> None:
    answered(database, tmp_path, says)
    id_said, en_said = listed(office), listed(office, "--lang", "en")
    head = "1 café.example Domain: 14 hari sebelum habis Ibu Siti (Pemilik) 5 Okt 2026 "
    assert head + indonesian in id_said
    head = "1 café.example Domain: 14 days before its end Ibu Siti (Owner) 5 Oct 2026 "
    assert head + english in en_said
    for said in (id_said, en_said):
        assert says in said
        assert "expiry_h14" not in said


def test_the_language_of_the_settings_holds(
    tmp_path: Path, office: Path, database: Database
) -> None:
    answered(database, tmp_path)
    config = an_office(tmp_path, '[programme]\nlanguage = "en"\n', database=False)
    assert "14 days before its end" in listed(config)


def test_programs_read_what_they_always_read_and_more(
    tmp_path: Path, office: Path, database: Database
) -> None:
    answered(database, tmp_path, "550 5.1.1 unknown")
    (one,) = json.loads(typed("--config", office, "notices", "outbox", "--json").out)
    assert (one["kind"], one["state"], one["sites"]) == ("expiry_h14", "refused", [1])
    assert (one["attempts"], one["sent_at"], one["reply"]) == (0, None, "550 5.1.1 unknown")
    assert one["created_at"] == "2026-10-05T02:00:00Z"
    assert one["message_id"].endswith(".expiry_h14@dinas.example>")
    assert (one["role"], one["to"], one["hosts"]) == ("owner", "Ibu Siti", ["café.example"])


def test_the_plan_speaks_the_same_words(tmp_path: Path, office: Path, database: Database) -> None:
    said = typed("--config", office, "notices", "plan", "--at", "2026-10-05T09:00")
    plan = " ".join(said.out.split())
    assert "Domain: 14 hari sebelum habis 19 Okt 2026 Pemilik café.example akan ditulis" in plan
