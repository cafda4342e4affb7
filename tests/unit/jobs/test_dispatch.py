"""Letters leave politely: in hours, within the caps, once, and never after they are untrue."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import JAKARTA
from office import (
    Clock,
    a_net,
    a_probe,
    an_entry,
    grant,
    registered,
    run,
    settings_for,
)

from watcher.core.observation import Kind
from watcher.jobs.caps import in_hours
from watcher.jobs.dispatch import Dispatched, dispatch
from watcher.jobs.look import look_due
from watcher.jobs.remind import due_notices, remind
from watcher.settings import Settings
from watcher.storage import outbox
from watcher.storage.engine import Database
from watcher.storage.intake import OwnerEntry, SiteEntry

pytest_plugins = ("office_fixtures",)

#: A Monday morning in the office.
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=JAKARTA).astimezone(UTC)
TODAY = date(2026, 10, 5)


def ends_in(days: int, number: int = 1, **known: object) -> SiteEntry:
    """A site whose domain ends in so many days, as the officer typed it."""
    return an_entry(number, domain_expires=TODAY + timedelta(days=days), **known)


def owned_by(name: str) -> OwnerEntry:
    return OwnerEntry(name, name, f"{name}@usaha.example")


def due(database: Database, settings: Settings, *entries: SiteEntry, at: datetime = MONDAY) -> int:
    grant(database, *entries, at=MONDAY - timedelta(days=100))
    return remind(database, settings, at)


def send(database: Database, settings: Settings, at: datetime = MONDAY) -> Dispatched:
    return run(dispatch(database, settings, Clock(at)))


def states(database: Database) -> list[str]:
    return [stored.state.name for stored in outbox.all_letters(database)]


def files(settings: Settings) -> list[Path]:
    return sorted(settings.mail.folder.glob("*.eml"))


def test_reminding_twice_writes_once(database: Database, settings: Settings) -> None:
    assert due(database, settings, ends_in(14), ends_in(30, 2)) == 2
    assert remind(database, settings, MONDAY) == 0
    assert remind(database, settings, MONDAY + timedelta(hours=5)) == 0
    assert states(database) == ["QUEUED", "QUEUED"]


def test_a_letter_leaves_with_its_frozen_bytes(database: Database, settings: Settings) -> None:
    due(database, settings, ends_in(14))
    (before,) = outbox.all_letters(database)
    assert send(database, settings) == Dispatched(sent=1)
    (file,) = files(settings)
    assert file.read_bytes() == before.letter.mime
    (after,) = outbox.all_letters(database)
    assert (after.state.name, after.sent_at, after.letter) == ("SENT", MONDAY, before.letter)
    assert send(database, settings) == Dispatched()


def test_an_owner_without_an_address_gets_no_letter(database: Database, settings: Settings) -> None:
    owner = OwnerEntry("62812", "Bu Siti", None, "62812")
    assert due(database, settings, ends_in(14, owner=owner)) == 0
    assert len(due_notices(database, settings, MONDAY)) == 1  # but the plan shows it


def test_all_sites_of_an_owner_that_end_on_one_day_are_one_letter(
    database: Database, settings: Settings
) -> None:
    siti = owned_by("siti")
    assert due(database, settings, ends_in(14, 1, owner=siti), ends_in(14, 2, owner=siti)) == 1
    assert outbox.all_letters(database)[0].letter.site_ids == (1, 2)


def test_looks_and_reminders_together_write_to_an_owner_once(
    database: Database, settings: Settings
) -> None:
    """Two names of one owner end on one day; each look finds its own date out."""
    siti = owned_by("siti")
    before = MONDAY - timedelta(days=30)
    grant(database, an_entry(1, owner=siti), an_entry(2, owner=siti), at=before)
    found = {n: [registered(f"usaha{n}.example", TODAY + timedelta(days=14))] for n in (1, 2)}
    probe = a_probe(found, Kind.DOMAIN)
    run(look_due(probe, database, a_net(), settings, Clock(MONDAY)))
    remind(database, settings, MONDAY)
    assert send(database, settings).sent == 1
    assert send(database, settings, MONDAY + timedelta(days=1)).sent == 0


def test_a_renewal_meanwhile_cancels(database: Database, settings: Settings) -> None:
    due(database, settings, ends_in(14))
    grant(database, an_entry(1, domain_expires=TODAY + timedelta(days=379)))
    assert send(database, settings) == Dispatched(cancelled=1)
    assert states(database) == ["CANCELLED"]
    assert files(settings) == []


def test_a_later_stage_takes_the_place_of_a_letter_that_never_left(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(14))
    week_on = MONDAY + timedelta(days=7)
    remind(database, settings, week_on)
    assert send(database, settings, week_on) == Dispatched(sent=1, cancelled=1)
    assert states(database) == ["CANCELLED", "SENT"]
    (file,) = files(settings)
    assert "expiry_h7" in file.name


def test_after_an_outage_only_the_tightest_stage_is_written(
    database: Database, settings: Settings
) -> None:
    assert due(database, settings, ends_in(5)) == 1
    assert outbox.all_letters(database)[0].letter.kind == "expiry_h7"


HOURS = [
    ("2026-10-05 07:59", False, False), ("2026-10-05 08:00", False, True),
    ("2026-10-05 15:59", False, True), ("2026-10-05 16:00", False, False),
    ("2026-10-03 10:00", False, False), ("2026-10-04 10:00", False, False),
    ("2026-10-04 10:00", True, True), ("2026-10-05 06:59", True, False),
    ("2026-10-05 07:00", True, True), ("2026-10-05 19:59", True, True),
    ("2026-10-05 20:00", True, False), ("2026-10-05 03:00", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("local", "urgent", "writes"), HOURS)
def test_the_office_writes_in_its_hours(
    settings: Settings, local: str, urgent: bool, writes: bool
) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=JAKARTA).astimezone(UTC)
    assert in_hours(urgent, settings, at) is writes


@pytest.mark.parametrize("opens", ["08:00", "00:00", "23:59"])
def test_hours_that_the_settings_take_can_be_used(tmp_path: Path, opens: str) -> None:
    settings = settings_for(tmp_path, mail={"office_opens": opens})
    assert in_hours(False, settings, MONDAY) in (True, False)


def test_what_is_not_urgent_waits_for_the_morning(database: Database, settings: Settings) -> None:
    due(database, settings, ends_in(14), ends_in(1, 2))
    assert send(database, settings, MONDAY + timedelta(hours=8)) == Dispatched(sent=1, waiting=1)
    assert send(database, settings, MONDAY + timedelta(hours=17)) == Dispatched(waiting=1)


def test_one_letter_a_day_for_one_owner(database: Database, settings: Settings) -> None:
    siti = owned_by("siti")
    due(database, settings, *(ends_in(d, n, owner=siti) for n, d in enumerate((13, 14, 30), 1)))
    sent = [send(database, settings, MONDAY + timedelta(days=n)) for n in (0, 0.5, 1)]
    assert [done.sent for done in sent] == [1, 0, 1]


def test_two_letters_a_week_for_one_owner(database: Database, settings: Settings) -> None:
    siti = owned_by("siti")
    days = (58, 57, 56, 55, 54)
    due(database, settings, *(ends_in(d, n, owner=siti) for n, d in enumerate(days, 1)))
    sent = [send(database, settings, MONDAY + timedelta(days=n)).sent for n in (0, 1, 2, 3, 4)]
    assert sent == [1, 1, 0, 0, 0]
    assert send(database, settings, MONDAY + timedelta(days=7, hours=1)).sent == 1


def test_the_days_around_the_end_know_no_cap(database: Database, settings: Settings) -> None:
    siti = owned_by("siti")
    due(database, settings, *(ends_in(d, n, owner=siti) for n, d in enumerate((0, 1, 3), 1)))
    assert send(database, settings) == Dispatched(sent=3)


def test_one_owner_does_not_hold_up_another(database: Database, settings: Settings) -> None:
    siti = owned_by("siti")
    due(
        database, settings, ends_in(13, 1, owner=siti), ends_in(14, 2, owner=siti), ends_in(14, 3)
    )  # fmt: skip
    assert send(database, settings) == Dispatched(sent=2, waiting=1)


@pytest.mark.parametrize(("setting", "waits"), [("per_hour", 61), ("per_day", 24 * 60 + 1)])
def test_a_cap_holds_until_its_time_is_over(
    tmp_path: Path, database: Database, setting: str, waits: int
) -> None:
    few = settings_for(tmp_path, mail={setting: 3})
    due(database, few, *(ends_in(1, n) for n in range(1, 6)))
    assert send(database, few) == Dispatched(sent=3, waiting=2)
    assert send(database, few, MONDAY + timedelta(minutes=59)).sent == 0
    later = MONDAY + timedelta(minutes=waits)
    remind(database, few, later)
    assert send(database, few, later).sent >= 2


def test_the_default_caps_are_sixty_an_hour_and_400_a_day() -> None:
    mail = Settings().mail
    assert (mail.per_hour, mail.per_day) == (60, 400)


def test_what_went_out_before_a_restart_counts(database: Database, settings: Settings) -> None:
    siti = owned_by("siti")
    due(database, settings, ends_in(13, 1, owner=siti), ends_in(14, 2, owner=siti))
    assert send(database, settings).sent == 1
    assert send(database, settings, MONDAY + timedelta(minutes=1)) == Dispatched(waiting=1)
