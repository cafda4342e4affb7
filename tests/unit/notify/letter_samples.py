"""An invented letter with everything known, one with nothing known, and an envelope."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from watcher.notify.letter import DownFacts, OutageFacts
from watcher.notify.letter_kinds import KINDS
from watcher.notify.letter_words import WORDS
from watcher.notify.render import Envelope, LetterFacts

every_language = pytest.mark.parametrize("lang", sorted(WORDS))
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))

DATES = {  # the longest written dates of each language, so that the limits are met in any month
    "id": ("14 September 2026", "Senin, 14 September 2026", "21 September 2026"),
    "en": ("14 September 2026", "Monday, 14 September 2026", "21 September 2026"),
}


def full(lang: str) -> LetterFacts:
    date, day_date, later = DATES[lang]
    return LetterFacts(
        domain="madu-sejahtera-25.example",  # 25 characters, the length subjects are made for
        date=date,
        day_date=day_date,
        office="Dinas Koperasi dan UKM Kota Contoh",
        business="Madu Sejahtera",
        short_date="14 Sep",
        days_left=14,
        days_late=0,
        registrar="Penyedia Contoh",
        hosting="Hosting Contoh",
        cost="Rp250.000",
        redeem_cost="Rp1.000.000",
        grace_date=later,
        delete_date=later,
        coordinator="Bapak Hasan Pratama",
        coordinator_phone="0812-0000-0002",
        name="Dewi Kartika",
        greeting="Ibu",
        down_since=date,
        community="Komunitas Musi",
        answer="Saya butuh bantuan",
        answer_mailto="jawab@dinas.example",
        answer_code="K7Q2M",
    )


def a_dead_host(lang: str) -> LetterFacts:
    """A host with more dead sites than there are lines, and a site that died for itself."""
    since = {"id": "14 Sep 2026, 06.00 WIB", "en": "14 Sep 2026, 06:00 WIB"}[lang]
    cause = {"id": "server tidak menjawab", "en": "the server does not answer"}[lang]
    link = "https://wa.me/6281200000001?text=Halo%20Ibu%20Dewi"
    madu = DownFacts(
        "madu-sejahtera-25.example", "Madu Sejahtera", since, cause, "Ibu Dewi", whatsapp=link
    )
    kopi = DownFacts("kopi-musi.example", "Kopi Musi", since, cause, "Bapak Umar", "0711-3555-55")
    host = OutageFacts("Host Contoh 192.0.2.7", (madu, kopi), left_out=3)
    alone = OutageFacts(
        "", (replace(kopi, domain="songket.example", business="Songket", phone=""),)
    )
    return replace(full(lang), outages=(host, alone), down=6, down_at=since)


def bare(lang: str) -> LetterFacts:
    date, day_date, _ = DATES[lang]
    return LetterFacts(
        domain="madu-sejahtera-25.example", date=date, day_date=day_date, office="Dinas Contoh"
    )


def an_envelope(**changes: str | None) -> Envelope:
    plain = Envelope(
        message_id="<01JB2Q8Z5R7M.expiry_h14@pantau.example>",
        at=datetime(2026, 10, 31, 1, 0, tzinfo=UTC),
        sender_name="Dinas Koperasi dan UKM Kota Contoh",
        sender="pantau@dinas.example",
        recipient_name="Dewi Kartika",
        recipient="dewi@madu.example",
        reply_to="hasan@musi.example",
        unsubscribe="mailto:jawab@dinas.example?subject=BERHENTI%20K7Q2M",
        thread_root="<madu-sejahtera-25.example.2026-09-14@pantau.example>",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # by name
