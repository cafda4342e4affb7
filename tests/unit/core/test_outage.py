"""Who has been down for hours, since when, and whose fault it looks like."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories import JAKARTA, OCTOBER_PERIOD, QUARTER, T0, a_site
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.access import Availability
from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.core.period import Period
from watcher.core.reminders.outage import (
    GATHERED,
    TOLD_AFTER,
    DownSite,
    down_sites,
    outages,
    sites_to_report,
)
from watcher.core.sites.site import MonitoringStatus
from watcher.core.sites.site_history import Gap, History, Incident, SiteHistory

FRESH = 2 * QUARTER
HOUR = timedelta(hours=1)


def down(
    number: int, hours: float, address: str = "", hosting: str = "", *, blind: float = 0
) -> DownSite:
    """A site that has been down for so many hours, for some of which we were blind."""
    incident = Incident(T0 - hours * HOUR, None, Reason.CONNECT_REFUSED, address)
    return DownSite(a_site(number, hosting=hosting), incident, (hours - blind) * HOUR, True)


def known(*sites: SiteHistory, gaps: tuple[Gap, ...] = ()) -> History:
    return History(replace(OCTOBER_PERIOD, end=T0), T0, JAKARTA, (), sites, gaps)


def ids(sites: list[DownSite]) -> list[int]:
    return [one.site.id for one in sites]


def last_seen(ago: timedelta, *, failing: bool = True) -> Availability:
    return Availability(Status.DOWN, vouched=True, failing=failing, last_at=T0 - ago)


DEAD = SiteHistory(
    a_site(),
    OCTOBER_PERIOD,
    incidents=(Incident(T0 - 9 * HOUR, None, Reason.RESET),),
    availability=last_seen(QUARTER),
)


@pytest.mark.parametrize(
    ("site", "seen"),
    [
        pytest.param(DEAD, [True], id="a look has just failed"),
        pytest.param(
            replace(DEAD, availability=last_seen(FRESH)), [True], id="as long as a look vouches"
        ),
        pytest.param(
            replace(DEAD, availability=last_seen(FRESH + HOUR)), [False], id="nobody looked since"
        ),
        pytest.param(
            replace(DEAD, availability=last_seen(QUARTER, failing=False)),
            [False],
            id="it succeeded",
        ),
        pytest.param(replace(DEAD, incidents=()), [], id="not believed yet"),
        pytest.param(
            replace(DEAD, incidents=(Incident(T0 - 9 * HOUR, T0 - HOUR, Reason.RESET),)),
            [],
            id="it came back",
        ),
        pytest.param(replace(DEAD, site=a_site(standing=MonitoringStatus.CLOSED)), [], id="closed"),
    ],
)
def test_a_site_is_down_until_it_is_believed_up(site: SiteHistory, seen: list[bool]) -> None:
    assert [one.seen for one in down_sites(known(site), FRESH)] == seen


def test_time_in_which_we_were_blind_is_not_held_against_a_site() -> None:
    gap = Gap(Period(T0 - 8 * HOUR, T0 - HOUR), Reason.OWN_NETWORK)
    (one,) = down_sites(known(DEAD, gaps=(gap,)), FRESH)
    assert one.watched == 2 * HOUR


def test_time_before_what_was_read_is_not_held_against_a_site() -> None:
    before = replace(DEAD, incidents=(Incident(T0 - 99 * HOUR, None, Reason.RESET),))
    history = replace(known(before), period=Period(T0 - 5 * HOUR, T0))
    (one,) = down_sites(history, FRESH)
    assert one.watched == 5 * HOUR


@pytest.mark.parametrize(("hours", "telling"), [(3.9, []), (4.1, []), (4.25, [1]), (99, [1])])
def test_the_office_is_told_after_four_hours_and_a_round_of_looks(
    hours: float, telling: list[int]
) -> None:
    assert ids(sites_to_report([down(1, hours)], {}, T0, QUARTER)) == telling


def test_only_the_time_that_was_watched_counts() -> None:
    assert sites_to_report([down(1, 70, blind=66.5)], {}, T0, QUARTER) == []
    assert ids(sites_to_report([down(1, 70, blind=65.5)], {}, T0, QUARTER)) == [1]


def test_what_no_look_vouches_for_is_not_told() -> None:
    assert sites_to_report([replace(down(1, 9), seen=False)], {}, T0, QUARTER) == []


@pytest.mark.parametrize("interval", [timedelta(hours=1), timedelta(hours=4), timedelta(days=1)])
def test_however_seldom_looks_are_made_the_first_waits_an_hour_at_most(interval: timedelta) -> None:
    assert sites_to_report([down(1, 4.9)], {}, T0, interval) == []
    assert ids(sites_to_report([down(1, 5)], {}, T0, interval)) == [1]


def test_what_dies_of_one_thing_is_told_in_one_letter_and_nothing_too_early() -> None:
    found = [down(1, 4.3), down(2, 4.1), down(3, 3.9)]
    assert ids(sites_to_report(found, {}, T0, QUARTER)) == [1, 2]


def test_a_site_is_told_of_once_for_each_time_that_it_dies() -> None:
    before, since = T0 - 30 * HOUR, T0 - 2 * HOUR
    assert ids(sites_to_report([down(1, 6)], {1: since}, T0, QUARTER)) == []
    assert ids(sites_to_report([down(1, 6)], {1: before}, T0, QUARTER)) == [1]


def test_sites_that_die_one_by_one_are_no_shower_of_letters() -> None:
    just_now = {9: T0 - GATHERED + timedelta(minutes=1)}
    assert sites_to_report([down(1, 6)], just_now, T0, QUARTER) == []
    assert sites_to_report([down(1, 6)], {8: T0 - 5 * HOUR} | just_now, T0, QUARTER) == []
    assert ids(sites_to_report([down(1, 6)], {9: T0 - GATHERED}, T0, QUARTER)) == [1]


def test_sites_of_one_address_are_one_outage() -> None:
    found = outages(
        [down(1, 5, "192.0.2.7"), down(2, 6, "192.0.2.9"), down(3, 7, "192.0.2.7"), down(4, 8)]
    )
    assert [(o.place, ids(list(o.sites))) for o in found] == [("192.0.2.7", [3, 1]), ("", [4, 2])]


def test_sites_without_an_address_stand_under_their_hosting() -> None:
    found = outages([down(1, 5, "", "Hosting Contoh"), down(2, 6, "", "Hosting Contoh")])
    assert [(o.place, o.hosting) for o in found] == [("Hosting Contoh", "Hosting Contoh")]


def test_an_address_is_called_by_the_hosting_of_all_its_sites_or_not_at_all() -> None:
    both = [down(1, 5, "192.0.2.7", "A"), down(2, 5, "192.0.2.7", "A")]
    assert outages(both)[0].hosting == "A"
    assert outages([*both, down(3, 5, "192.0.2.7", "B")])[0].hosting == ""


moments = st.integers(0, 600).map(lambda minutes: T0 - timedelta(minutes=minutes))


@given(st.dictionaries(st.integers(1, 9), st.tuples(moments, st.sampled_from(["", "a", "b"]))))
def test_nobody_is_lost_and_nobody_stands_twice(sites: dict[int, tuple[datetime, str]]) -> None:
    every = [
        DownSite(a_site(n), Incident(since, None, Reason.RESET, place), T0 - since, True)
        for n, (since, place) in sites.items()
    ]
    found = outages(every)
    assert sorted(n for o in found for n in ids(list(o.sites))) == sorted(sites)
    assert all(len(o.sites) > 1 for o in found if o.place)
    told = sites_to_report(every, {}, T0, QUARTER)
    assert all(one.watched >= TOLD_AFTER for one in told)
