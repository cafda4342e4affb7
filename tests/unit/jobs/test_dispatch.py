"""Letters leave politely: in hours, within the caps, once, and never after they are untrue."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from factories import JAKARTA
from office import (
    Clock,
    a_net,
    a_person,
    a_probe,
    an_entry,
    grant,
    registered,
    run,
    settings_for,
    words_of,
)

from watcher.core.domains.expiry import ExpiryKind as Term
from watcher.core.looks.observation import Kind, Observation
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.jobs import acts
from watcher.jobs.acts import Person
from watcher.jobs.letters.dispatch import Dispatched, dispatch
from watcher.jobs.letters.remind import due_notices, remind
from watcher.jobs.letters.sending_limits import in_hours
from watcher.jobs.looks.look import look_due
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.register.register_intake import OwnerEntry, SiteEntry
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

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


def test_an_owner_without_an_address_gets_no_letter(database: Database, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, programme={"officer_email": ""})  # nor does anybody else
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


# A letter that waited says what is true on the day it goes


WEEK_LATER = MONDAY + timedelta(days=8)


def header(mime: bytes, name: str) -> str:
    return str(message_from_bytes(mime, policy=policy.default)[name])


def the_letter(database: Database) -> outbox.StoredLetter:
    (stored,) = outbox.all_letters(database)
    return stored


def test_a_letter_that_waited_says_todays_number_of_days_and_is_still_one(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(30))
    before = the_letter(database).letter
    assert "30 hari lagi" in words_of(before.mime)
    remind(database, settings, WEEK_LATER)
    assert send(database, settings, WEEK_LATER) == Dispatched(sent=1)
    after = the_letter(database).letter
    (file,) = files(settings)
    assert file.read_bytes() == after.mime
    assert "22 hari lagi" in words_of(after.mime)
    assert "30 hari" not in words_of(after.mime)
    assert header(after.mime, "Date") == "Tue, 13 Oct 2026 09:00:00 +0700"
    assert (after.message_id, after.dedup_key) == (before.message_id, before.dedup_key)
    assert header(after.mime, "Message-ID") == header(before.mime, "Message-ID")
    assert after.created_at == MONDAY
    assert send(database, settings, WEEK_LATER + timedelta(days=1)) == Dispatched()


def test_a_letter_that_is_sent_on_its_own_day_keeps_its_bytes(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(30))
    before = the_letter(database).letter
    send(database, settings, MONDAY + timedelta(hours=5))
    assert the_letter(database).letter == before


def test_a_letter_that_a_server_may_have_already_keeps_its_bytes(
    database: Database, settings: Settings
) -> None:
    """The program died while it was handed over: the same bytes go once more."""
    due(database, settings, ends_in(30))
    before = the_letter(database)
    assert sending.lease(database, before.id, MONDAY + timedelta(minutes=10))
    assert sending.settle_after_crash(database) == 1
    assert send(database, settings, WEEK_LATER) == Dispatched(sent=1)
    assert the_letter(database).letter == before.letter
    (file,) = files(settings)
    assert file.read_bytes() == before.letter.mime


def test_a_letter_that_may_not_go_yet_is_not_written_anew_for_nothing(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(30))
    before = the_letter(database).letter
    saturday = MONDAY + timedelta(days=5)
    assert send(database, settings, saturday) == Dispatched(waiting=1)
    assert the_letter(database).letter == before


@pytest.mark.parametrize("days", [0, 1])
def test_a_letter_about_two_sites_tells_of_the_one_that_was_not_renewed(
    database: Database, settings: Settings, days: int
) -> None:
    """What moved since it was written is not said, on the same day or later."""
    siti = owned_by("siti")
    due(database, settings, ends_in(30, 1, owner=siti), ends_in(30, 2, owner=siti))
    grant(database, ends_in(395, 2, owner=siti))
    assert send(database, settings, MONDAY + timedelta(days=days, hours=1)).sent == 1
    sent = the_letter(database).letter
    assert sent.site_ids == (1,)
    assert "usaha1.example" in words_of(sent.mime)
    assert "usaha2.example" not in words_of(sent.mime)


# What people said meanwhile


Said = Callable[[Database, Settings, Person], None]
STOPS: dict[str, Said] = {
    "BERHENTI": lambda d, s, who: acts.answered(d, s, 1, OwnerAnswer.STOP, who),
    "TUTUP": lambda d, s, who: acts.answered(d, s, 1, OwnerAnswer.CLOSE, who),
    "SUDAH": lambda d, s, who: acts.answered(d, s, 1, OwnerAnswer.DONE, who),
    "BANTU": lambda d, s, who: acts.answered(d, s, 1, OwnerAnswer.HELP, who),
    "a payment that was seen": lambda d, s, who: acts.confirm_payment(
        d, s, 1, Term.DOMAIN, TODAY + timedelta(days=379), who
    ),
    "a pause": lambda d, s, who: acts.pause(d, s, 1, MonitoringStatus.PAUSED, who),
}
LISTED = ends_in(14)
ASKED = an_entry(1)


def registry_says(database: Database, days: int, number: int = 1) -> None:
    """The domain was asked about this morning, and the site was looked at."""
    found = registered(f"usaha{number}.example", TODAY + timedelta(days=days))
    at = MONDAY - timedelta(hours=1)
    told = Observation(number, Kind.DOMAIN, at, at, finding=found)
    looked = {TODAY: DayRecord(looks=96, conclusive=96)}
    backfill(database, [BackfilledDays(number, looked, seen=[told])])


@pytest.mark.parametrize("said", STOPS)
@pytest.mark.parametrize("source", ["the list", "the registry"])
def test_a_letter_that_was_queued_before_somebody_answered_is_cancelled(
    database: Database, settings: Settings, said: str, source: str
) -> None:
    """A registry needs a while to show a payment; an owner does not lie in wait."""
    grant(database, LISTED if source == "the list" else ASKED, at=MONDAY - timedelta(days=100))
    if source == "the registry":
        registry_says(database, 14)
    assert remind(database, settings, MONDAY) == 1
    STOPS[said](database, settings, a_person(MONDAY + timedelta(minutes=5)))
    later = MONDAY + timedelta(hours=1)
    assert send(database, settings, later) == Dispatched(cancelled=1)
    assert remind(database, settings, later) == 0
    assert files(settings) == []


def test_an_answer_about_the_hosting_stops_no_letter_about_the_domain(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(14))
    acts.answered(database, settings, 1, OwnerAnswer.DONE, a_person(MONDAY), clock=Term.HOSTING)
    assert send(database, settings, MONDAY + timedelta(hours=1)).sent == 1


def test_help_puts_off_no_letter_about_the_last_days(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(3))
    acts.answered(database, settings, 1, OwnerAnswer.HELP, a_person(MONDAY))
    assert send(database, settings, MONDAY + timedelta(hours=1)).sent == 1


def test_an_owner_who_said_it_is_paid_is_asked_once_more_when_the_registry_has_not_moved(
    database: Database, settings: Settings
) -> None:
    due(database, settings, ends_in(14))
    acts.answered(database, settings, 1, OwnerAnswer.DONE, a_person(MONDAY))
    kinds = []
    for days in range(1, 10):
        at = MONDAY + timedelta(days=days)
        remind(database, settings, at)
        send(database, settings, at)
        kinds.append([s.letter.kind for s in outbox.all_letters(database) if s.sent_at == at])
    assert kinds == [*[[]] * 6, ["expiry_not_seen"], [], []]


# The question when a hosting ends


HOSTED = {"granted_on": TODAY + timedelta(days=20) - timedelta(days=365)}


def queued(database: Database) -> list[str]:
    return [s.letter.kind for s in outbox.all_letters(database) if s.state.name == "QUEUED"]


def test_a_question_that_can_wait_takes_no_owners_letter_of_the_day(
    database: Database, settings: Settings
) -> None:
    """It was written first; the domain letter goes first all the same."""
    grant(database, an_entry(1, **HOSTED), at=MONDAY - timedelta(days=100))
    registry_says(database, 61)
    assert remind(database, settings, MONDAY) == 1
    assert queued(database) == ["hosting_ask"]
    next_day = MONDAY + timedelta(days=1)
    assert remind(database, settings, next_day) == 1
    assert queued(database) == ["hosting_ask", "expiry_h60"]
    assert send(database, settings, next_day) == Dispatched(sent=1, waiting=1)
    assert queued(database) == ["hosting_ask"]
    assert send(database, settings, next_day + timedelta(days=1)) == Dispatched(sent=1)


def test_a_question_that_can_wait_goes_after_the_letters_of_all_others(
    tmp_path: Path, database: Database
) -> None:
    few = settings_for(tmp_path, mail={"per_hour": 1})
    grant(database, an_entry(1, **HOSTED), ends_in(14, 2), at=MONDAY - timedelta(days=100))
    registry_says(database, 200)
    remind(database, few, MONDAY)
    assert sorted(queued(database)) == ["expiry_h14", "hosting_ask"]
    assert send(database, few).sent == 1
    assert queued(database) == ["hosting_ask"]


def test_an_owner_is_asked_once_when_a_hosting_ends_and_never_warned_by_an_estimate(
    database: Database, settings: Settings
) -> None:
    grant(database, an_entry(1, **HOSTED), at=MONDAY - timedelta(days=100))
    for days in range(-40, 60):
        at = MONDAY + timedelta(days=days)
        looked = {at.date(): DayRecord(looks=96, conclusive=96)}
        told = Observation(
            1, Kind.DOMAIN, at, at, finding=registered("usaha1.example", date(2028, 1, 1))
        )
        backfill(database, [BackfilledDays(1, looked, seen=[told])])
        remind(database, settings, at)
        send(database, settings, at)
    assert [one.letter.kind for one in outbox.all_letters(database)] == ["hosting_ask"]
    asked = the_letter(database).letter.created_at
    assert asked == MONDAY - timedelta(days=10)  # thirty days before a year is over


@pytest.mark.parametrize("looked", [False, True])
def test_nobody_is_asked_about_a_site_that_nobody_has_looked_at(
    database: Database, settings: Settings, looked: bool
) -> None:
    grant(database, an_entry(1, **HOSTED), at=MONDAY - timedelta(days=100))
    if looked:  # the site, but its domain was not asked about
        backfill(database, [BackfilledDays(1, {TODAY: DayRecord(looks=96, conclusive=96)})])
    assert remind(database, settings, MONDAY) == 0
    registry_says(database, 200)
    assert remind(database, settings, MONDAY) == 1


def test_a_hosting_end_that_was_typed_warns(database: Database, settings: Settings) -> None:
    ends = TODAY + timedelta(days=14)
    due(database, settings, an_entry(1, hosting_expires=ends))
    assert queued(database) == ["hosting_h14"]
