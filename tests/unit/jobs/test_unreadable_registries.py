"""The sysadmin is told of a registry that cannot be read, and only of a lasting silence."""

import logging
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import T0
from office import Clock, a_database, a_net, a_probe, an_entry, grant, registered, run, settings_for

from watcher.core.looks.observation import Finding, Kind, Outcome, Reason
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.registry_failures import report_unreadable
from watcher.jobs.looks.look import look_due
from watcher.jobs.unreadable_tlds import unreadable
from watcher.storage.letters.outbox import all_letters
from watcher.storage.tables import LetterState

MUTE = Finding(Outcome.UNKNOWN, Reason.BAD_ANSWER)
TOLD = registered("usaha1.example", date(2027, 6, 1))


@pytest.mark.parametrize(
    ("days", "named"), [(0.5, []), (1, []), (1.5, ["example"]), (9, ["example"])]
)
def test_a_silence_of_more_than_a_day_is_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, days: float, named: list[str]
) -> None:
    clock = Clock(T0)
    with a_database(tmp_path) as database:
        sites = grant(database, *(an_entry(number) for number in (1, 2, 3, 4)))
        probe = a_probe({s.id: [TOLD if s.id == 1 else MUTE] * 99 for s in sites}, Kind.DOMAIN)
        for _ in range(int(days * 24)):
            run(look_due(probe, database, a_net(), settings_for(tmp_path), clock))
            clock.move(hours=1)
        with caplog.at_level(logging.WARNING, "watcher"):
            report_unreadable(database, settings_for(tmp_path), clock.at)
    assert [vars(r)["ending"] for r in caplog.records if r.msg == "registry_unreadable"] == named


def test_a_lasting_silence_is_named_whatever_the_hour(tmp_path: Path) -> None:
    clock = Clock(T0)
    with a_database(tmp_path) as database:
        sites = grant(database, *(an_entry(number) for number in (1, 2, 3)))
        probe = a_probe(dict.fromkeys((s.id for s in sites), [MUTE] * 99), Kind.DOMAIN)
        while clock.at < T0 + timedelta(days=6):
            if clock.at > T0 + timedelta(hours=33):
                assert unreadable(database, clock.at) == ["example"]
            run(look_due(probe, database, a_net(), settings_for(tmp_path), clock))
            clock.move(minutes=50)


def test_the_sysadmin_hears_of_it_once_a_month(tmp_path: Path) -> None:
    clock = Clock(T0)
    settings = settings_for(tmp_path, mail={"sysadmin": "teknisi@kota.example"})
    with a_database(tmp_path) as database:
        sites = grant(database, *(an_entry(number) for number in (1, 2, 3)))
        probe = a_probe(dict.fromkeys((s.id for s in sites), [MUTE] * 99), Kind.DOMAIN)
        for _ in range(3):
            for _ in range(24):
                run(look_due(probe, database, a_net(), settings, clock))
                clock.move(hours=1)
            report_unreadable(database, settings, clock.at)
        (letter,) = all_letters(database)
        run(dispatch(database, settings, clock))
        (sent,) = all_letters(database)
    assert letter.letter.rcpt_to == "teknisi@kota.example"
    assert b".example" in letter.letter.mime
    assert sent.state is LetterState.SENT
