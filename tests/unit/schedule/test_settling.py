"""What a watcher does before its first job: it settles what the one before it left behind."""

from datetime import datetime, timedelta

import pytest
from factories import QUARTER, T0, minute
from office import Clock, a_net, an_entry, grant, run

from watcher.app import App
from watcher.core.looks.clock_monitor import ABSENT_AFTER, CORRECTION, MADE_ON
from watcher.core.looks.observation import Kind
from watcher.core.period import Period
from watcher.schedule.tasks import Daemon, beat, settle
from watcher.schedule.timekeeper import Timekeeper
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.letters.outbox import LetterToSend
from watcher.storage.looks.gaps import gaps_in
from watcher.storage.schedule.queue import claim, lag
from watcher.storage.upkeep.daemon_lock import RunningDaemon, daemon, sole_daemon

pytest_plugins = ("office_fixtures",)

SECOND = timedelta(seconds=1)
LEASE = timedelta(hours=1)
#: An instant that a clock may show: no earlier than the program itself.
BELIEVED = MADE_ON + timedelta(days=9)


def a_watcher(database: Database, settings: Settings, clock: Clock) -> Daemon:
    """A watcher that has just been started, by a clock that nobody sets."""
    app = App(settings, database, a_net(), clock, steady=lambda: 0.0)
    return Daemon(app, Timekeeper(app))


def started(
    database: Database, settings: Settings, at: datetime, last_beat: datetime | None = None
) -> Daemon:
    """A watcher that was started at an instant, after one that gave its last sign of life."""
    before = RunningDaemon(1, "pc", "1", last_beat, last_beat) if last_beat else None
    running = a_watcher(database, settings, Clock(at))
    run(settle(running, before, ABSENT_AFTER))
    return running


def blind(database: Database) -> list[tuple[datetime, datetime]]:
    with database.read() as connection:
        found = gaps_in(connection, Period(minute(-99999), minute(99999)))
    return [(gap.period.start, gap.period.end) for gap in found]


def a_letter() -> LetterToSend:
    return LetterToSend(
        dedup_key="k", occasion="k", kind="expiry_h14", role="owner", recipient="o1",
        site_ids=(1,), urgent=False, message_id="<k@dinas.example>", mail_from="a@dinas.example",
        rcpt_to="b@usaha.example", mime=b"bytes", created_at=T0, not_before=T0,
    )  # fmt: skip


def test_looks_that_a_dead_watcher_held_are_made_at_once(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1), an_entry(2))
    claim(database, Kind.AVAILABILITY, T0, 9, LEASE)
    started(database, settings, minute(1))
    due = claim(database, Kind.AVAILABILITY, minute(1), 9, LEASE)
    assert {look.site.id for look in due} == {1, 2}


def test_a_letter_that_was_being_handed_over_goes_once_more_with_the_same_bytes(
    database: Database, settings: Settings
) -> None:
    outbox.queue(database, [a_letter()])
    sending.lease(database, 1, T0 + LEASE)
    started(database, settings, minute(1))
    (stored,) = outbox.waiting(database, minute(1))
    assert (stored.state.name, stored.letter) == ("UNCERTAIN", a_letter())


@pytest.mark.parametrize(
    ("away", "blind_for"),
    [(ABSENT_AFTER, None), (ABSENT_AFTER + SECOND, ABSENT_AFTER + SECOND), (9 * LEASE, 9 * LEASE)],
)
def test_the_time_in_which_no_watcher_ran_is_a_gap(
    database: Database, settings: Settings, away: timedelta, blind_for: timedelta | None
) -> None:
    started(database, settings, T0, last_beat=T0 - away)
    assert blind(database) == ([(T0 - blind_for, T0)] if blind_for else [])


def test_a_watcher_that_slept_was_blind_meanwhile(database: Database, settings: Settings) -> None:
    clock = Clock(BELIEVED)
    app = App(settings, database, a_net(), clock, steady=lambda: _seconds(clock.at))
    with sole_daemon(database, "1", clock.at):
        running = Daemon(app, Timekeeper(app), last_beat=clock.at)
        clock.move(seconds=10)
        run(beat(running))
        assert blind(database) == []
        before = clock.at
        clock.move(hours=3)
        run(beat(running))
        last = daemon(database)
    assert blind(database) == [(before, clock.at)]
    assert last is not None
    assert last.beat_at == clock.at


def _seconds(at: datetime) -> float:
    """What a clock counts that runs on in a machine's sleep."""
    return (at - T0).total_seconds()


@pytest.mark.parametrize(("ahead", "mended"), [(CORRECTION, False), (timedelta(days=9), True)])
def test_what_was_planned_by_a_clock_that_ran_ahead_is_due_once_it_is_mended(
    database: Database, settings: Settings, ahead: timedelta, mended: bool
) -> None:
    """Else nothing would be looked at until that time has come."""
    grant(database, an_entry(1), at=T0 + timedelta(days=9))
    started(database, settings, T0, last_beat=T0 + ahead)
    assert bool(claim(database, Kind.AVAILABILITY, T0 + QUARTER, 9, LEASE)) is mended
    assert bool(blind(database)) is mended
    assert lag(database, T0)[Kind.AVAILABILITY] == timedelta()
