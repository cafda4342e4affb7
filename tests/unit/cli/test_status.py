"""`watcher status` tells what is down, due and suspected now, and what was seen of one site."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import an_office, typed
from factories import JAKARTA, LETTERS, QUARTER
from office import a_database, an_entry, grant

from watcher.core.looks.cadence import Plan
from watcher.core.looks.observation import Kind, Observation
from watcher.core.looks.verdict import Policy, judge
from watcher.storage.engine import Database, open_to_read
from watcher.storage.looks.record import Judged, record
from watcher.storage.schedule.queue import claim

NOW = datetime.now(UTC)
LEASE = timedelta(minutes=2)


def look(database: Database, stories: dict[int, str]) -> None:
    """Look at the sites every fourteen minutes; the last look is a minute old."""
    length = max(map(len, stories.values()))
    for n in range(length):
        at = NOW - timedelta(minutes=1) - (length - 1 - n) * timedelta(minutes=14)
        for due in claim(database, Kind.AVAILABILITY, at, 9, LEASE):
            finding = LETTERS[stories[due.site.id][n]]
            seen = Observation(due.site.id, Kind.AVAILABILITY, due.slot_at, at, finding=finding)
            belief, change = judge(due.belief, seen, Policy())
            plan = Plan(at + timedelta(minutes=13), at + timedelta(minutes=13))
            record(database, [Judged(due, seen, belief, change, plan)], QUARTER, JAKARTA)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    config = an_office(tmp_path, database=False)
    with a_database(tmp_path) as database:
        entries = [an_entry(n) for n in (1, 2, 3)]
        grant(database, *entries, at=NOW - timedelta(days=30))
        look(database, {1: "oooooo", 2: "oooxxx", 3: "ooooox"})
    return config


def names(office: Path, *words: str) -> list[str]:
    said = typed("status", *words, "--json", "--config", office)
    assert said.code == 0, said.err
    return [one["name"] for one in json.loads(said.out)]


def test_all_sites_are_listed_what_needs_somebody_first(office: Path) -> None:
    assert names(office, "--all") == ["Usaha 2", "Usaha 3", "Usaha 1"]
    said = typed("status", "--all", "--config", office)
    assert said.out.splitlines()[-1] == "3 situs"
    assert "pemeriksaan terakhir gagal" in said.out.splitlines()[1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--state", "down"), ["Usaha 2"]),
        (("--state", "disturbed"), ["Usaha 2"]),
        (("--state", "suspected"), ["Usaha 3"]),
        (("--state", "opens"), ["Usaha 3", "Usaha 1"]),
        (("--state", "unknown"), ["Usaha 2", "Usaha 3", "Usaha 1"]),
        (("--state", "Tidak diketahui"), ["Usaha 2", "Usaha 3", "Usaha 1"]),
        (("--state", "due"), []),
        (("--all", "--community", "nobody"), []),
    ],
)
def test_a_word_chooses_among_them(office: Path, words: tuple[str, ...], found: list[str]) -> None:
    assert names(office, *words) == found


def test_a_word_that_no_site_can_be_is_refused_with_those_that_it_can(office: Path) -> None:
    said = typed("status", "--state", "mati", "--config", office)
    assert said.code == 2
    assert "hijacked" in said.err


def test_one_site_shows_its_last_looks_and_why_it_rests(office: Path) -> None:
    why = ("--by", "Arif", "--reason", "libur panjang")
    typed("site", "pause", "2", "--until", "31/1/2099", *why, "--config", office)
    said = typed("status", "2", "--config", office)
    looks = said.out.partition("Pemeriksaan terakhir:\n")[2].splitlines()
    assert len([line for line in looks if "WIB" in line and line.startswith("  ")]) == 6
    assert "Arif" in said.out
    assert "libur panjang" in said.out
    told = json.loads(typed("status", "2", "--json", "--config", office).out)
    assert [one["outcome"] for one in told["looks"]] == ["failed"] * 3 + ["ok"] * 3
    assert (told["pause"]["by"], told["pause"]["reason"]) == ("Arif", "libur panjang")


def test_status_reads_on_where_nothing_can_be_written(office: Path) -> None:
    """As on a full disk: every write of the process fails."""
    script = 'ulimit -f 0; trap "" XFSZ; exec "$@"'
    command = [sys.executable, "-m", "watcher", "--config", str(office), "status", "1"]
    done = subprocess.run(
        ["sh", "-c", script, "sh", *command], capture_output=True, text=True, timeout=60,
        check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usaha 1" in done.stdout


def test_a_reader_leaves_no_file_behind(tmp_path: Path, office: Path) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    open_to_read(f"sqlite:///{tmp_path / 'watcher.db'}").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
