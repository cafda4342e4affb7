"""At night: letters lose their bodies after 90 days, raw looks after theirs; the counts stay."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from factories import JAKARTA, QUARTER, T0
from office import Clock, a_net, a_probe, an_entry, grant, run, settings_for

from watcher.core.period import Month
from watcher.jobs import maintenance
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.remind import remind
from watcher.jobs.looks.look import look_due
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.months import month_history

pytest_plugins = ("office_fixtures",)


def write_and_send(database: Database, settings: Settings) -> None:
    ends = (T0 + timedelta(days=14)).date()
    grant(database, an_entry(1, domain_expires=ends), at=T0 - timedelta(days=9))
    assert remind(database, settings, T0) == 1
    assert run(dispatch(database, settings, Clock(T0))).sent == 1


@pytest.mark.parametrize(("days", "kept"), [(89, True), (90, True), (91, False)])
def test_letter_bodies_are_forgotten_after_ninety_days(
    database: Database, settings: Settings, days: int, kept: bool
) -> None:
    write_and_send(database, settings)
    maintenance.forget(database, settings, T0 + timedelta(days=days))
    (stored,) = outbox.all_letters(database)
    assert bool(stored.letter.mime) is kept
    assert bool(stored.letter.rcpt_to) is kept
    assert stored.sent_at == T0  # that it went, and to which id, is kept


def look(database: Database, settings: Settings, story: str) -> None:
    clock = Clock(T0)
    for letter in story:
        run(look_due(a_probe({1: letter}), database, a_net(), settings, clock))
        clock.move(minutes=16)


def measured(database: Database) -> timedelta:
    month = Month.of(T0, JAKARTA)
    known = month_history.month(database, month, JAKARTA, T0 + timedelta(days=999), QUARTER)
    return known.sites[0].tally.measured


def test_raw_looks_go_and_the_day_strips_stay(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_for(tmp_path, looks={"keep_days": 62})
    grant(database, an_entry(1))
    look(database, settings, "ooooo")
    assert measured(database) == timedelta(minutes=64)
    with caplog.at_level(logging.INFO, "watcher"):
        maintenance.forget(database, settings, T0 + timedelta(days=61))
        maintenance.forget(database, settings, T0 + timedelta(days=63))
    nights = [record for record in caplog.records if record.msg == "forgotten"]
    assert [vars(night)["looks"] for night in nights] == [0, 5]
    assert measured(database) == timedelta(minutes=64)


def test_rolling_up_at_night_changes_nothing_that_was_right(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1), an_entry(2))
    clock = Clock(T0)
    for one, other in zip("oooxxxxoo", "o??oo?ooo", strict=True):
        run(look_due(a_probe({1: one, 2: other}), database, a_net(), settings, clock))
        clock.move(minutes=16)
    before = month_history.until_now(database, JAKARTA, clock.at, QUARTER)
    maintenance.roll_up(database, settings, clock.at)
    assert month_history.until_now(database, JAKARTA, clock.at, QUARTER) == before
