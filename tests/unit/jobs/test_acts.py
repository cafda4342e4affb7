"""What people do about a site: one act each, for ever, and what follows from it at an instant."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from factories import JAKARTA, OCTOBER, OCTOBER_PERIOD, QUARTER, T0, TODAY, day, minute
from office import a_person, an_entry, grant, registered

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.domains.renewal import Renewal
from watcher.core.errors import RegisterError
from watcher.core.looks.observation import Finding, Kind, Observation, Outcome, Reason
from watcher.core.pages.kind import Evidence, Level, PageKind, PageVerdict
from watcher.core.pages.page_facts import PageFacts
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.assessment import SiteState, assess
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer, Site
from watcher.core.sites.site_history import SiteHistory
from watcher.core.sites.state import State
from watcher.core.sites.viewing import view_at
from watcher.jobs import acts
from watcher.jobs.letters.remind import remind
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.looks.day_records import DayRecord
from watcher.storage.months import month_history
from watcher.storage.register import register
from watcher.storage.register.act_rows import acts_of
from watcher.storage.schedule.queue import claim
from watcher.storage.upkeep.backfill import BackfilledDays, backfill

pytest_plugins = ("office_fixtures",)

LEASE = timedelta(minutes=5)
NEXT_YEAR = date(2027, 10, 31)
MONTH_END = OCTOBER_PERIOD.end
LATER = MONTH_END + timedelta(days=5)


@pytest.fixture(autouse=True)
def register_of_two(database: Database) -> list[Site]:
    return grant(database, an_entry(1), an_entry(2), at=T0 - timedelta(days=99))


def the_first(database: Database) -> Site:
    return register.sites(database)[0]


def claimed(database: Database, at: float) -> list[int]:
    return [one.site.id for one in claim(database, Kind.AVAILABILITY, minute(at), 9, LEASE)]


def known_at(database: Database, at: datetime) -> SiteHistory:
    """The first site as it stands at an instant."""
    return month_history.until_now(database, JAKARTA, at, QUARTER).sites[0]


def in_october(database: Database) -> SiteHistory:
    """The first site at the end of October, read long after it."""
    return month_history.month(
        database, OCTOBER, JAKARTA, LATER + timedelta(days=30), QUARTER
    ).sites[0]


def last_act(database: Database) -> Act:
    return acts_of(database, 1)[-1]


def reading(at: datetime, kind: PageKind, *words: str) -> Observation:
    """A look at the home page that is sure of what it found."""
    verdict = PageVerdict(kind, Level.CONFIRMED, tuple(Evidence("rule", word) for word in words))
    found = Finding(Outcome.OK, Reason.OK, PageFacts(verdict, "Judul", f"{kind}{'ab' * 8}"))
    return Observation(1, Kind.PAGE, at, at, finding=found)


def registry_says(days: float, created: datetime) -> Observation:
    """An answer of the registry about the first site: a term of a year, since `created`."""
    ends = (created + timedelta(days=365)).date()
    found = registered("usaha1.example", ends, registered_at=created)
    return Observation(1, Kind.DOMAIN, day(days), day(days), finding=found)


def shows(database: Database, *readings: Observation) -> None:
    """The home page of the first site was read so; it was looked at for three days."""
    looked = {TODAY - timedelta(days=n): DayRecord(looks=96, conclusive=96) for n in range(3)}
    backfill(database, [BackfilledDays(1, looked, seen=readings)])


def hijacked(database: Database, *words: str, at: datetime = T0) -> None:
    """Two readings, over six hours apart, of one gambling page."""
    apart = timedelta(hours=7)
    words = words or ("slot gacor",)
    shows(database, *(reading(when, PageKind.GAMBLING, *words) for when in (at - apart, at)))


def state_at(database: Database, settings: Settings, at: datetime) -> SiteState:
    one = known_at(database, at)
    view = view_at(one, at, JAKARTA, settings.registry.ending(one.site.domain).life)
    return assess(view, settings.looks.thresholds, one.decisions.override)


Verb = Callable[[Database, Settings, acts.Person], object]
#: What somebody does about a hijacked site -> its kind, what it was before, what it is after.
VERBS: dict[str, tuple[Verb, ActKind, dict[str, str], dict[str, str]]] = {
    "answered": (
        lambda d, s, who: acts.answered(d, s, 1, OwnerAnswer.HELP, who),
        ActKind.ANSWERED,
        {},
        {"answer": "BANTU", "on": "2026-10-05", "clock": "domain"},
    ),
    "answered about the hosting, on another day": (
        lambda d, s, who: acts.answered(
            d, s, 1, OwnerAnswer.DONE, who, date(2026, 10, 2), ExpiryKind.HOSTING
        ),
        ActKind.ANSWERED,
        {},
        {"answer": "SUDAH", "on": "2026-10-02", "clock": "hosting"},
    ),
    "domain paid": (
        lambda d, s, who: acts.confirm_payment(d, s, 1, ExpiryKind.DOMAIN, NEXT_YEAR, who),
        ActKind.PAYMENT,
        {},
        {"clock": "domain", "until": "2027-10-31", "on": "2026-10-05"},
    ),
    "hosting paid": (
        lambda d, s, who: acts.confirm_payment(d, s, 1, ExpiryKind.HOSTING, NEXT_YEAR, who),
        ActKind.PAYMENT,
        {},
        {"clock": "hosting", "until": "2027-10-31", "on": "2026-10-05"},
    ),
    "contacted": (
        lambda d, s, who: acts.contacted(d, s, 1, who),
        ActKind.CONTACTED,
        {},
        {"on": "2026-10-05"},
    ),
    "paused": (
        lambda d, s, who: acts.pause(d, s, 1, MonitoringStatus.CLOSED, who, date(2026, 11, 1)),
        ActKind.PAUSED,
        {"standing": "active"},
        {"standing": "closed", "until": "2026-11-01"},
    ),
    "resumed": (
        lambda d, _s, who: acts.resume(d, 1, who),
        ActKind.RESUMED,
        {"standing": "active"},
        {"standing": "active"},
    ),
    "set by hand": (
        lambda d, s, who: acts.override(d, s, 1, State.IN_USE, who),
        ActKind.OVERRIDE,
        {"state": "hijacked"},
        {"state": "in_use", "evidence": "hijacked:hijacked", "on": "2026-10-05"},
    ),
    "set by hand no more": (
        lambda d, s, who: acts.override(d, s, 1, None, who),
        ActKind.OVERRIDE,
        {"state": "hijacked"},
        {"evidence": "hijacked:hijacked", "on": "2026-10-05"},
    ),
    "safe": (
        lambda d, s, who: acts.mark_safe(d, s, 1, who),
        ActKind.SAFE,
        {},
        {"evidence": "gambling|Judul|slot gacor"},
    ),
    "confirmed": (
        lambda d, s, who: acts.mark_confirmed(d, s, 1, who),
        ActKind.CONFIRMED,
        {},
        {"evidence": "gambling|Judul|slot gacor"},
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_appends_one_act_and_changes_no_older_one(
    database: Database, settings: Settings, verb: str
) -> None:
    do, kind, before, after = VERBS[verb]
    hijacked(database)
    acts.contacted(database, settings, 1, a_person(T0, "Pak Arif", "sudah ditelepon"))
    acts.contacted(database, settings, 2, a_person(T0))
    older = acts_of(database, 1)
    do(database, settings, a_person(minute(5), "Ibu Sari", "kata pemilik"))
    assert acts_of(database, 1) == [
        *older,
        Act(minute(5), 1, kind, "Ibu Sari", "cli", "kata pemilik", before, after),
    ]
    assert len(acts_of(database, 2)) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_act_twice_is_two_acts(database: Database, settings: Settings, verb: str) -> None:
    do, kind, _, _ = VERBS[verb]
    hijacked(database)
    for minutes in (5, 6):
        do(database, settings, a_person(minute(minutes)))
    told = acts_of(database, 1)
    assert [(one.at, one.kind) for one in told] == [(minute(5), kind), (minute(6), kind)]


def test_the_content_of_the_handover_is_one_act_too(database: Database, settings: Settings) -> None:
    shows(database, reading(T0, PageKind.OWNER_SITE))
    acts.keep_baseline(database, settings, 1, a_person(minute(5)))
    (only,) = acts_of(database, 1)
    assert (only.kind, dict(only.after)) == (
        ActKind.BASELINE,
        {"fingerprint": the_first(database).baseline},
    )
    assert the_first(database).baseline


def test_what_was_before_is_told(database: Database, settings: Settings) -> None:
    acts.answered(database, settings, 1, OwnerAnswer.HELP, a_person(T0))
    acts.answered(database, settings, 1, OwnerAnswer.DONE, a_person(minute(1)))
    assert last_act(database).before == {"answer": "BANTU"}
    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, NEXT_YEAR, a_person(minute(2)))
    later = date(2028, 10, 31)
    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, later, a_person(minute(3)))
    assert last_act(database).before == {"until": "2027-10-31"}
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(minute(4)))
    acts.resume(database, 1, a_person(minute(5)))
    assert last_act(database).before == {"standing": "paused"}


def test_the_way_an_act_came_is_kept(database: Database, settings: Settings) -> None:
    by_mail = acts.Person("pemilik1", T0, "mail", "SUDAH")
    acts.answered(database, settings, 1, OwnerAnswer.DONE, by_mail)
    assert (last_act(database).by, last_act(database).way) == ("pemilik1", "mail")


def test_the_last_answer_of_a_site_is_kept_with_its_day(
    database: Database, settings: Settings
) -> None:
    for answer, on in (
        (OwnerAnswer.HELP, date(2026, 10, 2)),
        (OwnerAnswer.DONE, date(2026, 10, 4)),
    ):
        acts.answered(database, settings, 1, answer, a_person(), on)
    first, second = register.sites(database)
    assert (first.answer, first.answered_on) == (OwnerAnswer.DONE, date(2026, 10, 4))
    assert (second.answer, second.answered_on) == (None, None)
    assert known_at(database, minute(1)).decisions.answered_on == (
        date(2026, 10, 2),
        date(2026, 10, 4),
    )


def test_a_list_that_is_imported_again_leaves_what_people_did_alone(
    database: Database, settings: Settings
) -> None:
    acts.answered(database, settings, 1, OwnerAnswer.CLOSE, a_person())
    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, NEXT_YEAR, a_person())
    before = acts_of(database, 1)
    grant(database, an_entry(1, business="Nama Baru"), at=minute(9))
    assert (the_first(database).answer, the_first(database).paid_until) == (
        OwnerAnswer.CLOSE,
        NEXT_YEAR,
    )
    assert acts_of(database, 1) == before


def test_a_paused_site_is_not_looked_at_until_it_is_resumed(
    database: Database, settings: Settings
) -> None:
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(T0))
    assert the_first(database).standing is MonitoringStatus.PAUSED
    assert claimed(database, 1) == [2]
    assert acts.resume(database, 1, a_person(minute(60)))
    assert claimed(database, 60) == [1, 2]


def test_the_time_of_a_pause_is_in_no_percentage(database: Database, settings: Settings) -> None:
    shows(database)
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(minute(10)))
    acts.resume(database, 1, a_person(minute(70)))
    known = month_history.until_now(database, JAKARTA, minute(90), QUARTER)
    assert [one.paused for one in known.sites] == [timedelta(hours=1), timedelta()]
    assert known.sites[0].length == known.sites[0].watched.length - timedelta(hours=1)


def test_a_pause_that_is_said_twice_is_one(database: Database, settings: Settings) -> None:
    shows(database)
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(T0))
    acts.pause(database, settings, 1, MonitoringStatus.CLOSED, a_person(minute(10)))
    assert known_at(database, minute(15)).site.standing is MonitoringStatus.CLOSED
    acts.resume(database, 1, a_person(minute(20)))
    assert not acts.resume(database, 1, a_person(minute(30)))
    assert known_at(database, minute(40)).paused == timedelta(minutes=20)


def test_a_payment_that_was_seen_is_kept_for_its_own_clock(
    database: Database, settings: Settings
) -> None:
    def ends() -> tuple[date | None, date | None]:
        return the_first(database).paid_until, the_first(database).hosting_expires

    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, NEXT_YEAR, a_person())
    assert ends() == (NEXT_YEAR, None)
    acts.confirm_payment(database, settings, 1, ExpiryKind.HOSTING, NEXT_YEAR, a_person())
    assert ends() == (NEXT_YEAR, NEXT_YEAR)


# What a closed month knows


def test_an_answer_of_the_next_month_is_not_known_to_the_month_before(
    database: Database, settings: Settings
) -> None:
    acts.answered(database, settings, 1, OwnerAnswer.HELP, a_person(T0))
    acts.answered(database, settings, 1, OwnerAnswer.CLOSE, a_person(LATER))
    then, now = in_october(database), known_at(database, LATER)
    assert (then.site.answer, now.site.answer) == (OwnerAnswer.HELP, OwnerAnswer.CLOSE)
    assert then.decisions.answered_on == (TODAY,)


def test_a_payment_of_the_next_month_is_not_known_to_the_month_before(
    database: Database, settings: Settings
) -> None:
    acts.confirm_payment(database, settings, 1, ExpiryKind.DOMAIN, NEXT_YEAR, a_person(LATER))
    then, now = in_october(database), known_at(database, LATER)
    assert (then.site.paid_until, now.site.paid_until) == (None, NEXT_YEAR)
    assert (then.domain_expiry().on, now.domain_expiry().on) == (None, NEXT_YEAR)


def test_a_hosting_payment_of_the_next_month_is_not_known_to_the_month_before(
    database: Database, settings: Settings
) -> None:
    acts.confirm_payment(database, settings, 1, ExpiryKind.HOSTING, NEXT_YEAR, a_person(LATER))
    assert in_october(database).hosting_expiry().on is None
    assert known_at(database, LATER).hosting_expiry().on == NEXT_YEAR


def test_a_baseline_of_the_next_month_is_not_known_to_the_month_before(
    database: Database, settings: Settings
) -> None:
    shows(database, reading(T0, PageKind.OWNER_SITE))
    acts.keep_baseline(database, settings, 1, a_person(LATER))
    assert in_october(database).site.baseline is None
    assert known_at(database, LATER).site.baseline


def test_a_pause_of_the_next_month_is_not_known_to_the_month_before(
    database: Database, settings: Settings
) -> None:
    shows(database)
    acts.pause(database, settings, 1, MonitoringStatus.WITHDRAWN, a_person(LATER))
    then, now = in_october(database), known_at(database, LATER)
    assert (then.site.standing, then.paused) == (MonitoringStatus.ACTIVE, timedelta())
    assert now.site.standing is MonitoringStatus.WITHDRAWN


def test_a_pause_that_ended_since_is_known_to_the_month_in_which_it_lasted(
    database: Database, settings: Settings
) -> None:
    shows(database)
    last_days = timedelta(days=2)
    acts.pause(database, settings, 1, MonitoringStatus.CLOSED, a_person(MONTH_END - last_days))
    acts.resume(database, 1, a_person(LATER))
    then, now = in_october(database), known_at(database, LATER)
    assert (then.site.standing, then.paused) == (MonitoringStatus.CLOSED, last_days)
    assert (now.site.standing, now.paused) == (MonitoringStatus.ACTIVE, timedelta(days=5))


def test_an_act_of_the_very_midnight_belongs_to_the_next_month(
    database: Database, settings: Settings
) -> None:
    acts.answered(database, settings, 1, OwnerAnswer.HELP, a_person(MONTH_END))
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(MONTH_END))
    then = in_october(database)
    assert (then.site.answer, then.site.standing) == (None, MonitoringStatus.ACTIVE)


# A pause that ends by itself


def test_a_pause_ends_after_its_last_day(database: Database, settings: Settings) -> None:
    last = date(2026, 10, 9)
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(T0), last)
    acts.pause(database, settings, 2, MonitoringStatus.PAUSED, a_person(T0))
    midnight = datetime(2026, 10, 10, tzinfo=JAKARTA)
    assert acts.resume_due(database, midnight - timedelta(seconds=1)) == 0
    assert acts.resume_due(database, midnight) == 1
    assert acts.resume_due(database, midnight + timedelta(days=9)) == 0
    assert [site.standing for site in register.sites(database)] == [
        MonitoringStatus.ACTIVE,
        MonitoringStatus.PAUSED,
    ]
    assert (last_act(database).kind, last_act(database).way) == (ActKind.RESUMED, "timer")


def test_the_reminders_of_a_day_begin_with_the_pauses_that_end(
    database: Database, settings: Settings
) -> None:
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(T0), TODAY)
    remind(database, settings, day(1))
    assert the_first(database).standing is MonitoringStatus.ACTIVE


def test_a_pause_that_ended_while_nobody_ran_takes_no_longer_than_it_was_meant_to(
    database: Database, settings: Settings
) -> None:
    """It was meant to last until the end of the fifth; the daemon comes back on the ninth."""
    shows(database)
    acts.pause(database, settings, 1, MonitoringStatus.PAUSED, a_person(T0), TODAY)
    acts.resume_due(database, day(4))
    ends = datetime(2026, 10, 6, tzinfo=JAKARTA)
    assert known_at(database, day(4)).paused == ends - T0


# "Aman" and "benar"


@pytest.mark.parametrize("judge", [acts.mark_safe, acts.mark_confirmed])
@pytest.mark.parametrize("kinds", [(), (PageKind.OWNER_SITE,), (PageKind.PARKED,)])
def test_there_is_nothing_to_judge_where_nothing_is_suspected(
    database: Database,
    settings: Settings,
    judge: Callable[[Database, Settings, int, acts.Person], None],
    kinds: Sequence[PageKind],
) -> None:
    shows(database, *(reading(T0, kind) for kind in kinds))
    with pytest.raises(RegisterError, match="nothing about this site is suspected"):
        judge(database, settings, 1, a_person(minute(5)))
    assert acts_of(database, 1) == []


def test_a_page_that_was_never_read_is_no_baseline(database: Database, settings: Settings) -> None:
    with pytest.raises(RegisterError, match="has not been read"):
        acts.keep_baseline(database, settings, 1, a_person(minute(5)))
    assert acts_of(database, 1) == []


def test_what_is_safe_is_no_hijack_until_the_evidence_changes(
    database: Database, settings: Settings
) -> None:
    hijacked(database)
    assert state_at(database, settings, minute(4)).state is State.HIJACKED
    acts.mark_safe(database, settings, 1, a_person(minute(5)))
    assert state_at(database, settings, minute(6)).state is not State.HIJACKED
    hijacked(database, "togel", at=T0 + timedelta(hours=16))
    assert state_at(database, settings, T0 + timedelta(hours=17)).state is State.HIJACKED


def test_a_young_accusation_is_a_fact_once_a_person_says_so(
    database: Database, settings: Settings
) -> None:
    hijacked(database)
    assert not state_at(database, settings, minute(4)).asserted
    acts.mark_confirmed(database, settings, 1, a_person(minute(5)))
    assert state_at(database, settings, minute(6)).asserted


def test_the_last_word_on_an_accusation_counts(database: Database, settings: Settings) -> None:
    hijacked(database)
    acts.mark_safe(database, settings, 1, a_person(minute(5)))
    acts.mark_confirmed(database, settings, 1, a_person(minute(6)))
    found = state_at(database, settings, minute(7))
    assert (found.state, found.asserted) == (State.HIJACKED, True)


def test_a_name_that_its_owner_registered_anew_is_marked_safe(
    database: Database, settings: Settings
) -> None:
    shows(database, registry_says(-200, created=day(-400)), registry_says(-1, created=day(-30)))
    assert known_at(database, minute(4)).renewal is Renewal.REREGISTERED
    acts.mark_safe(database, settings, 1, a_person(minute(5)))
    assert known_at(database, minute(6)).renewal is Renewal.NONE


# A state that is set by hand


def test_a_state_that_is_set_by_hand_ends_when_the_evidence_changes(
    database: Database, settings: Settings
) -> None:
    hijacked(database)
    who = a_person(minute(5), "Ibu Sari", "halaman promo mereka sendiri")
    acts.override(database, settings, 1, State.IN_USE, who)
    set_by_hand = state_at(database, settings, minute(6))
    assert set_by_hand.state is State.IN_USE
    assert set_by_hand.override is not None
    assert (set_by_hand.override.by, set_by_hand.override.reason) == (who.by, who.reason)
    again = T0 + timedelta(hours=26)
    parked = (reading(again + n * timedelta(hours=25), PageKind.PARKED) for n in range(2))
    shows(database, *parked)
    found = state_at(database, settings, again + timedelta(hours=30))
    assert (found.state, found.override) == (State.DARK, None)


def test_a_state_that_was_set_by_hand_can_be_taken_back(
    database: Database, settings: Settings
) -> None:
    hijacked(database)
    acts.override(database, settings, 1, State.IN_USE, a_person(minute(5)))
    acts.override(database, settings, 1, None, a_person(minute(6)))
    found = state_at(database, settings, minute(7))
    assert (found.state, found.override) == (State.HIJACKED, None)


def test_looks_that_find_the_same_leave_a_state_that_is_set_by_hand(
    database: Database, settings: Settings
) -> None:
    hijacked(database)
    acts.override(database, settings, 1, State.STALE, a_person(minute(5)))
    shows(database, reading(T0 + timedelta(hours=8), PageKind.GAMBLING, "slot gacor"))
    assert state_at(database, settings, T0 + timedelta(hours=9)).state is State.STALE
