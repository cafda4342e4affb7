"""`watcher site`: what people do about a site, who it was, and what `status` says of it then."""

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import Said, an_office, typed
from office import a_database, an_entry, grant, reopened
from sqlalchemy import update

from watcher.core.period import Month
from watcher.settings import Settings
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.months.closed_months import last_edition
from watcher.storage.row import table_of
from watcher.storage.tables import DaemonRow
from watcher.storage.upkeep.backfill import BackfilledDays, backfill
from watcher.storage.upkeep.daemon_lock import sole_daemon

USE, PROBLEM = 2, 1


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two sites, of which the first was looked at during the last days."""
    config = an_office(tmp_path)
    now = datetime.now(UTC)
    with a_database(tmp_path) as database:
        kopi = an_entry(1, business="Kopi Anggrek")
        grant(database, kopi, an_entry(2, business="Kopi Melati"), at=now - timedelta(days=9))
        days = {now.date() - timedelta(days=n): DayRecord(looks=96, conclusive=96) for n in (0, 1)}
        backfill(database, [BackfilledDays(1, days)])
    return config


def said(office: Path, *words: str | Path) -> Said:
    return typed("--config", office, "--lang", "en", *words)


def told_of(office: Path, site: str = "1") -> Sequence[dict[str, object]]:
    """What `watcher site history` says as JSON."""
    done = said(office, "site", "history", site, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, object]] = json.loads(done.out)
    return found


def status_of(office: Path, site: str = "1") -> dict[str, object]:
    found: dict[str, object] = json.loads(said(office, "status", site, "--json").out)
    return found


def test_the_history_of_a_site_names_who_did_what_and_why(office: Path) -> None:
    said(office, "site", "answered", "1", "help", "--by", "Ibu Sari", "--reason", "lewat telepon")
    said(office, "site", "contacted", "1", "--by", "Pak Arif")
    answered, contacted = told_of(office)
    today = datetime.now(Settings().programme.zoneinfo).date().isoformat()
    assert (answered["by"], answered["way"], answered["kind"], answered["reason"]) == (
        "Ibu Sari", "cli", "answered", "lewat telepon",
    )  # fmt: skip
    assert answered["after"] == {"answer": "BANTU", "on": today, "clock": "domain"}
    assert (contacted["by"], contacted["kind"]) == ("Pak Arif", "contacted")
    table = said(office, "site", "history", "1")
    assert (table.code, table.err) == (0, "")
    for word in ("Ibu Sari", "wants help", "lewat telepon", "Pak Arif"):
        assert word in table.out


#: What was typed -> how the history names it, in Indonesian and in English.
NAMED = {
    "remove 1 --reason tutup": ("dikeluarkan", "removed"),
    "pause 1 --why withdrawn": ("dikeluarkan", "removed"),
    "pause 1 --why closed": ("tutup", "closed"),
    "pause 1": ("libur", "paused"),
    "move 1 https://lain.example/": ("pindah alamat", "moved to another address"),
    "override 1 stale --reason libur": ("keadaan ditetapkan", "state set by hand"),
    "override 1 none": ("keadaan tidak lagi ditetapkan", "state no longer set by hand"),
}


@pytest.mark.parametrize("line", NAMED)
def test_the_history_names_every_act_by_what_it_did(
    monkeypatch: pytest.MonkeyPatch, office: Path, line: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # an act stands in one line
    assert said(office, "site", *line.split(" "), "--by", "Ibu Sari").code == 0
    for language, name in zip(("id", "en"), NAMED[line], strict=True):
        done = typed("--config", office, "--lang", language, "site", "history", "1")
        *_, row = done.out.splitlines()
        what = row.partition("Ibu Sari")[2].strip()
        assert what.startswith(f"{name} "), row


def test_a_site_about_which_nobody_did_anything_says_so(office: Path) -> None:
    done = said(office, "site", "history", "2")
    assert done.code == 0
    assert "Nobody has done anything about usaha2.example yet." in done.out
    assert told_of(office, "2") == []


def test_whoever_names_nobody_is_named_by_the_login(office: Path) -> None:
    said(office, "site", "contacted", "1")
    assert [one["by"] for one in told_of(office)] == [getpass.getuser()]


VERBS = [
    ("answered", "1", "renewed"), ("answered", "1", "help"), ("answered", "1", "close"),
    ("answered", "1", "stop"), ("contacted", "1"), ("pause", "1"), ("resume", "1"),
    ("confirm-payment", "1", "--until", "2099-10-31"),
    ("confirm-payment", "1", "--until", "2099-10-31", "--term", "hosting"),
    ("pause", "1", "--why", "closed", "--until", "2099-10-31"),
    ("override", "1", "stale"), ("override", "1", "none"),
]  # fmt: skip


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_every_verb_writes_one_act_with_its_author_and_reason(
    office: Path, words: Sequence[str]
) -> None:
    done = said(office, "site", *words, "--by", "Ibu Sari", "--reason", "kata pemilik")
    assert (done.code, done.err) == (0, "")
    assert "usaha1.example" in done.out
    (only,) = told_of(office)
    assert (only["by"], only["reason"], only["way"]) == ("Ibu Sari", "kata pemilik", "cli")


@pytest.mark.parametrize("verb", ["safe", "confirm", "baseline"])
def test_there_is_nothing_to_say_of_a_page_that_was_never_read(office: Path, verb: str) -> None:
    done = said(office, "site", verb, "1")
    assert done.code == PROBLEM
    assert "Traceback" not in done.err
    assert done.err.strip()
    assert told_of(office) == []


def test_a_state_that_is_set_by_hand_without_a_reason_is_refused(office: Path) -> None:
    done = said(office, "site", "override", "1", "in_use", "--by", "Ibu Sari")
    assert (done.code, done.out) == (USE, "")
    assert "--reason" in done.err
    assert told_of(office) == []


@pytest.mark.parametrize("reason", ["", " "])
def test_a_reason_of_nothing_is_no_reason(office: Path, reason: str) -> None:
    done = said(office, "site", "override", "1", "in_use", "--reason", reason)
    assert done.code == USE
    assert told_of(office) == []


def test_a_state_that_is_set_by_hand_is_marked_and_says_by_whom(office: Path) -> None:
    before = status_of(office)["state"]
    said(office, "site", "override", "1", "stale", "--by", "Ibu Sari", "--reason", "toko libur")
    found = status_of(office)
    today = datetime.now(Settings().programme.zoneinfo).date().isoformat()
    assert found["state"] == "stale"
    assert found["override"] == {
        "state": "stale", "by": "Ibu Sari", "on": today, "reason": "toko libur",
    }  # fmt: skip
    shown = said(office, "status", "1").out
    assert "Stale*" in shown
    assert "* set by hand by Ibu Sari on" in shown
    assert "toko libur" in shown
    said(office, "site", "override", "1", "none", "--by", "Ibu Sari")
    assert (status_of(office)["state"], status_of(office)["override"]) == (before, None)


def test_nobody_can_call_a_site_hijacked_by_hand(office: Path) -> None:
    """An accusation rests on two looks, never on a word."""
    done = said(office, "site", "override", "1", "hijacked", "--reason", "kelihatan aneh")
    assert done.code == USE
    assert told_of(office) == []


@pytest.mark.parametrize("wanted", ["Kopi Anggrek", "kopi anggrek", "anggrek", "usaha1.example"])
def test_a_site_is_found_by_the_name_of_its_business(office: Path, wanted: str) -> None:
    assert status_of(office, wanted)["name"] == "Kopi Anggrek"
    assert said(office, "site", "show", wanted).out == said(office, "status", wanted).out


@pytest.mark.parametrize("wanted", ["Kopi", "Toko", ""])
def test_a_name_that_means_no_site_or_several_is_told(office: Path, wanted: str) -> None:
    done = said(office, "status", wanted)
    assert (done.code, done.out) == (PROBLEM, "")
    assert f"There is no site {wanted} in the register." in done.err


@pytest.mark.parametrize("why", ["paused", "closed", "withdrawn"])
def test_a_site_that_is_left_in_peace_says_so(office: Path, why: str) -> None:
    said(office, "site", "pause", "1", "--why", why, "--reason", "libur panjang")
    shown = said(office, "status", "1")
    assert "Not watched: " in shown.out
    whole = json.loads(said(office, "status", "--json").out)
    assert (whole["granted"], whole["sites"], whole["away"]) == (2, 1, 1)
    said(office, "site", "resume", "1")
    assert "Not watched" not in said(office, "status", "1").out


def test_a_day_that_is_none_is_wrong_use(office: Path) -> None:
    for words in (
        ("answered", "1", "help", "--on", "besok"), ("pause", "1", "--until", "2026-13-01"),
        ("confirm-payment", "1", "--until", "31-31-2027"),
    ):  # fmt: skip
        done = said(office, "site", *words)
        assert (done.code, done.out) == (USE, "")
        assert words[-1] in done.err
    assert told_of(office) == []


@pytest.mark.parametrize("format_", [(), ("--json",), ("--format", "html"), ("--site", "1")])
def test_a_month_that_has_not_begun_is_no_report_and_closes_nothing(
    tmp_path: Path, office: Path, format_: Sequence[str]
) -> None:
    zone = Settings().programme.zoneinfo
    for month in (Month.of(datetime.now(UTC), zone).next(), Month(2199, 1)):
        done = said(office, "report", str(month), *format_)
        assert (done.code, done.out) == (USE, "")
        assert f"{month} has not begun" in done.err
        with reopened(tmp_path) as database:
            assert last_edition(database, month) is None
    assert not (tmp_path / "reports").exists()


# Whether the watcher itself runs


def no_more() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def daemon_of(office: Path) -> tuple[bool, str]:
    whole = json.loads(said(office, "status", "--json").out)
    return whole["daemon"]["alive"], said(office, "status").out


def test_a_watcher_that_was_killed_does_not_run_however_fresh_its_last_beat(
    tmp_path: Path, office: Path
) -> None:
    """After a kill -9 nobody has taken its row away."""
    with reopened(tmp_path) as database:
        with sole_daemon(database, "1", datetime.now(UTC)):
            alive, shown = daemon_of(office)
            assert alive
            assert str(os.getpid()) in shown
        with database.write() as connection:
            connection.execute(update(table_of(DaemonRow)).values(pid=no_more()))
    alive, shown = daemon_of(office)
    assert not alive
    assert "watcher does not run; last seen" in shown


def test_of_a_watcher_on_another_machine_only_its_beat_is_known(
    tmp_path: Path, office: Path
) -> None:
    with reopened(tmp_path) as database:
        with sole_daemon(database, "1", datetime.now(UTC)):
            pass
        with database.write() as connection:
            row = update(table_of(DaemonRow)).values(pid=no_more(), host="lain.example")
            connection.execute(row)
    assert daemon_of(office)[0]


def test_a_watcher_whose_last_beat_is_old_does_not_run(tmp_path: Path, office: Path) -> None:
    beat = datetime.now(UTC) - timedelta(minutes=2)
    with reopened(tmp_path) as database, sole_daemon(database, "1", beat):
        assert not daemon_of(office)[0]
