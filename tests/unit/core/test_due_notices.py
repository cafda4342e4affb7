"""Who is written to on a day, about which sites, and never twice."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from factories import DOT_COM, DOT_ID, JAKARTA, T0, TODAY, a_domain, a_site
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.domains.expiry import Confidence, Expiry, ExpiryKind
from watcher.core.domains.renewal import Believed
from watcher.core.looks.observation import Certificate
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.notice import (
    Notice,
    Reach,
    Role,
    SiteClock,
    addressees,
    certificate_clock,
    domain_clock,
    due_on,
    hosting_clock,
    not_yet_written,
)
from watcher.core.reminders.reminder_schedule import Stage
from watcher.core.sites.site import MonitoringStatus, Site


def in_days(n: int) -> date:
    return TODAY + timedelta(days=n)


def a_clock(site: Site, days: int = 30, clock: ExpiryKind = ExpiryKind.DOMAIN) -> SiteClock:
    return SiteClock(site, clock, Expiry(in_days(days), "rdap", Confidence.CERTAIN), DOT_ID)


def written(clocks: Sequence[SiteClock], days: Iterable[int]) -> list[Notice]:
    """What goes out when somebody looks on these days and says nothing twice."""
    found: dict[str, Notice] = {}
    for n in days:
        for notice in due_on(in_days(n), clocks):
            found.setdefault(notice.dedup_key, notice)
    return list(found.values())


def test_a_domain_that_nobody_renews_brings_eleven_letters_and_no_more() -> None:
    notices = written([a_clock(a_site(), days=0)], range(-70, 91))
    assert [notice.stage for notice in notices] == list(Stage)
    assert [n.stage for n in notices if n.role is Role.OFFICER] == [Stage.DECIDE]
    assert {n.recipient for n in notices} == {"owner1", "officer"}


def test_after_an_outage_only_the_tightest_missed_letter_goes_out() -> None:
    notices = written([a_clock(a_site(), days=0)], [*range(-70, -40), *range(-5, 91)])
    assert [notice.stage for notice in notices][:3] == [Stage.H60, Stage.H7, Stage.H3]


def test_a_renewed_domain_is_left_in_peace() -> None:
    assert due_on(TODAY, [a_clock(a_site(), days=365)]) == []


def test_an_unknown_date_says_nothing_to_anybody() -> None:
    clocks = [SiteClock(a_site(), clock, Expiry(), DOT_ID) for clock in ExpiryKind]
    assert written(clocks, range(-70, 91)) == []


@pytest.mark.parametrize(
    "standing", [s for s in MonitoringStatus if s is not MonitoringStatus.ACTIVE]
)
def test_a_site_that_is_not_watched_is_left_in_peace(standing: MonitoringStatus) -> None:
    assert written([a_clock(a_site(standing=standing), days=0)], range(-70, 91)) == []


def test_one_owner_gets_one_letter_for_all_sites_that_share_a_day() -> None:
    sites = [a_site(n, owner_id="ana") for n in (3, 1, 2)]
    (notice,) = due_on(TODAY, [a_clock(site) for site in sites])
    assert [site.id for site in notice.sites] == [1, 2, 3]
    assert (notice.recipient, notice.stage) == ("ana", Stage.H30)


COORDINATOR, OFFICER = (Role.COORDINATOR, "1"), (Role.OFFICER, "officer")
REACHED = [
    (Reach(("owner1",), ()), (Role.OWNER, "owner1")),
    (Reach(("owner1",), (1,)), (Role.OWNER, "owner1")),
    (Reach((), (1,)), COORDINATOR),
    (Reach(("owner2",), (1, 2)), COORDINATOR),
    (Reach((), (2,)), OFFICER),
    (Reach((), ()), OFFICER),
]


@pytest.mark.parametrize(("reach", "addressee"), REACHED)
def test_an_owner_without_an_address_is_called_by_somebody_who_has_one(
    reach: Reach, addressee: tuple[Role, str]
) -> None:
    for days, clock in ((30, ExpiryKind.DOMAIN), (-40, ExpiryKind.DOMAIN), (3, ExpiryKind.HOSTING)):
        (notice,) = due_on(TODAY, [a_clock(a_site(community_id=1), days, clock)], reach)
        assert (notice.role, notice.recipient) == addressee
        assert notice.owner_is_called is (notice.role is not Role.OWNER)


def test_nobody_calls_to_say_thanks() -> None:
    clock = a_clock(a_site())
    assert addressees(clock, DomainEvent.RENEWED, Reach((), (1,))) == []
    assert addressees(clock, DomainEvent.RENEWED, Reach(("owner1",), ())) == [
        (Role.OWNER, "owner1")
    ]


def test_what_is_for_the_office_asks_nobody_to_call() -> None:
    (decide,) = due_on(TODAY, [a_clock(a_site(), -60)], Reach((), ()))
    host = due_on(TODAY, [a_clock(a_site(), 5, ExpiryKind.CERTIFICATE)], Reach((), (1,)))
    assert [n.owner_is_called for n in (decide, *host)] == [False, False, False]


def test_two_owners_get_a_letter_each() -> None:
    notices = due_on(TODAY, [a_clock(a_site(1)), a_clock(a_site(2))])
    assert [notice.recipient for notice in notices] == ["owner1", "owner2"]


def test_sites_of_different_days_and_clocks_are_different_letters_the_most_urgent_first() -> None:
    site = a_site()
    clocks = [a_clock(site, 60), a_clock(site, 3), a_clock(site, 30, ExpiryKind.HOSTING)]
    assert [n.kind for n in due_on(TODAY, clocks)] == ["expiry_h3", "hosting_h30", "expiry_h60"]


def test_the_officer_gets_one_letter_about_the_sites_of_all_owners() -> None:
    (notice,) = due_on(TODAY, [a_clock(a_site(1), -60), a_clock(a_site(2), -60)])
    assert (notice.role, notice.recipient) == (Role.OFFICER, "officer")
    assert [site.id for site in notice.sites] == [1, 2]


def test_a_letter_about_names_of_two_endings_gives_the_days_that_are_safe_for_both() -> None:
    ana = [a_site(n, owner_id="ana") for n in (1, 2)]
    expiry = Expiry(in_days(30), "rdap", Confidence.CERTAIN)
    lives = zip(ana, (DOT_COM, DOT_ID), strict=True)
    clocks = [SiteClock(site, ExpiryKind.DOMAIN, expiry, life) for site, life in lives]
    (notice,) = due_on(TODAY, clocks)
    assert notice.life == DOT_ID


def keys(clocks: Sequence[SiteClock], today: date = TODAY) -> list[str]:
    return [notice.dedup_key for notice in due_on(today, clocks)]


def test_the_key_of_a_letter_is_the_same_on_every_day_of_its_stage() -> None:
    clocks = [a_clock(a_site(), days=30)]
    assert keys(clocks) == keys(clocks, in_days(9))
    assert keys(clocks) != keys(clocks, in_days(16))


def test_the_key_does_not_hang_on_the_order_of_the_register() -> None:
    clocks = [a_clock(a_site(n, owner_id="ana")) for n in (1, 2, 3)]
    assert keys(clocks) == keys(clocks[::-1])


def test_another_expiry_date_is_another_letter() -> None:
    assert keys([a_clock(a_site(), 30)]) != keys([a_clock(a_site(), 29)])


def test_another_clock_or_another_person_is_another_letter() -> None:
    found = [
        *keys([a_clock(a_site(1))]),
        *keys([a_clock(a_site(1), clock=ExpiryKind.HOSTING)]),
        *keys([a_clock(a_site(1, owner_id="budi"))]),
    ]
    assert len(set(found)) == 3


def test_pausing_one_of_two_sites_does_not_say_it_again_about_the_other() -> None:
    ana = a_site(1, owner_id="ana")
    other = a_site(2, owner_id="ana")
    paused = a_site(2, owner_id="ana", standing=MonitoringStatus.PAUSED)
    (said,) = due_on(TODAY, [a_clock(ana), a_clock(other)])
    told = {said.occasion: {site.id for site in said.sites}}
    assert not_yet_written(due_on(TODAY, [a_clock(ana), a_clock(paused)]), told) == []


def test_a_site_that_is_added_later_is_told_of_alone() -> None:
    ana, other = a_site(1, owner_id="ana"), a_site(2, owner_id="ana")
    (said,) = due_on(TODAY, [a_clock(ana)])
    (left,) = not_yet_written(due_on(TODAY, [a_clock(ana), a_clock(other)]), {said.occasion: {1}})
    assert [site.id for site in left.sites] == [2]


def test_a_new_letter_after_a_corrected_name_is_not_a_new_letter() -> None:
    assert keys([a_clock(a_site(business="Pempek Ana"))]) == keys([a_clock(a_site(business="Ana"))])


def test_the_registry_names_the_registrar_where_the_register_does_not() -> None:
    facts = a_domain(in_days(30), registrar="Penyedia Contoh")
    assert domain_clock(a_site(), Believed(facts), DOT_ID).site.registrar == "Penyedia Contoh"
    assert domain_clock(a_site(registrar="Toko"), Believed(facts), DOT_ID).site.registrar == "Toko"
    assert domain_clock(a_site(), None, DOT_ID).site.registrar == ""


def test_the_hosting_clock_runs_from_the_grant_as_an_estimate() -> None:
    assert hosting_clock(a_site(granted_on=in_days(-335)), DOT_ID).expiry == Expiry(
        in_days(30), "grant", Confidence.ESTIMATE
    )


def a_certificate(days: int, lives: int = 90) -> Certificate:
    ends = T0.replace(hour=5) + timedelta(days=days)
    return Certificate(ends - timedelta(days=lives), ends, "Contoh CA", ("usaha1.example",))


def test_a_certificate_is_for_coordinator_and_officer_and_never_for_the_owner() -> None:
    sites = [a_site(1, community_id=4), a_site(2, community_id=9)]
    clocks = [certificate_clock(site, a_certificate(7), JAKARTA) for site in sites]
    told = [(n.kind, n.role, n.recipient, len(n.sites)) for n in due_on(T0.date(), clocks)]
    assert told == [
        ("certificate_h7", Role.COORDINATOR, "4", 1),
        ("certificate_h7", Role.COORDINATOR, "9", 1),
        ("certificate_h7", Role.OFFICER, "officer", 2),
    ]


def test_a_certificate_that_lives_for_days_has_no_warning_to_give() -> None:
    clock = certificate_clock(a_site(), a_certificate(2, lives=6), JAKARTA)
    assert due_on(T0.date(), [clock]) == []


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(-70, 70)), max_size=12))
def test_no_site_stands_in_two_letters_of_a_day_and_none_is_lost(
    register: list[tuple[int, int]],
) -> None:
    clocks = [
        a_clock(a_site(n, owner_id=f"owner{owner}"), days)
        for n, (owner, days) in enumerate(register, 1)
    ]
    notices = due_on(TODAY, clocks)
    written_about = [site.id for notice in notices for site in notice.sites]
    due = [n for n, (_, days) in enumerate(register, 1) if -65 <= days <= 60]
    assert sorted(written_about) == due
    letters = [(n.recipient, n.stage, n.expires) for n in notices]
    assert len(set(letters)) == len(letters)
