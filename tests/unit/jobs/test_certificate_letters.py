"""A certificate that nobody renewed: told to coordinator and officer, about the host, once."""

from datetime import timedelta
from pathlib import Path

import pytest
from factories import T0
from office import Clock, a_database, a_net, a_probe, an_entry, run, settings_for

from watcher.core.looks.observation import AvailabilityFacts, Certificate, Finding, Outcome, Reason
from watcher.jobs.intervals import intervals
from watcher.jobs.letters.remind import remind
from watcher.jobs.looks.look import look_due
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.register.register_intake import CommunityEntry, take_in

ENDS = T0 + timedelta(days=5)
SHOWN = Certificate(ENDS - timedelta(days=90), ENDS, "Contoh CA", ("toko.usaha1.example",))
SEEN = Finding(Outcome.OK, Reason.OK, AvailabilityFacts(certificate=SHOWN))


def told(database: Database, folder: Path, *, hours_later: float) -> list[tuple[str, str]]:
    """Look once, let time pass, and say who was written to."""
    settings = settings_for(folder, programme={"officer_email": "petugas@kota.example"})
    melati = CommunityEntry("Melati", coordinator="Ibu Rina", email="rina@melati.example")
    site = an_entry(1, identity="toko.usaha1.example", url="https://toko.usaha1.example/")
    take_in(database, [site], [melati], intervals(settings), T0, dry_run=False)
    clock = Clock(T0)
    run(look_due(a_probe({1: [SEEN]}), database, a_net(), settings, clock))
    clock.move(hours=hours_later)
    remind(database, settings, clock.at)
    remind(database, settings, clock.at)
    letters = [stored.letter for stored in outbox.all_letters(database)]
    assert all(b"toko.usaha1.example" in letter.mime for letter in letters)
    return sorted((letter.kind, letter.rcpt_to) for letter in letters)


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (1, ["petugas@kota.example", "rina@melati.example"]),
        (25, []),  # nobody has seen it for a day: it may have been replaced since
    ],
)
def test_coordinator_and_officer_hear_of_what_is_still_shown(
    tmp_path: Path, hours: float, written: list[str]
) -> None:
    with a_database(tmp_path) as database:
        found = told(database, tmp_path, hours_later=hours)
    assert found == [("certificate_h7", address) for address in written]
