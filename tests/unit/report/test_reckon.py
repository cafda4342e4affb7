"""Figures of a month: six states that sum, durations that sum, and who is in no figure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import (
    OCTOBER_PERIOD,
    a_domain,
    a_history,
    a_programme,
    a_site,
    down,
    one_of_each,
    reckoned,
)
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.domains.renewal import Believed
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.looks.uptime import Tally
from watcher.core.period import Period
from watcher.core.sites.site import Community, MonitoringStatus
from watcher.core.sites.site_history import Gap, SiteHistory
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import Figures

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONTH = OCTOBER_PERIOD.length
AWAY = [standing for standing in MonitoringStatus if standing is not MonitoringStatus.ACTIVE]
THE_LAST_DAY = date(2026, 11, 1)


def month_of(*sites: SiteHistory, **known: object) -> Figures:
    return reckoned(a_programme(*sites, **known))  # type: ignore[arg-type]  # by name


registers = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([1, 2, 7]), st.sampled_from(MonitoringStatus)),
    max_size=20,
)


def register_of(rows: list[tuple[int, int, MonitoringStatus]]) -> list[SiteHistory]:
    """One history a row: which of the six states, which community, which standing."""
    return [
        replace(
            one_of_each(number)[state],
            site=a_site(number, community_id=community, standing=standing),
        )
        for number, (state, community, standing) in enumerate(rows, 1)
    ]


def test_one_of_each_is_one_of_each() -> None:
    counts = month_of(*one_of_each()).counts
    assert counts.by_state == dict.fromkeys(State, 1)
    assert (counts.total, counts.known, counts.opens) == (6, 5, 3)
    assert counts.share(State.DARK) == 1 / 5


@given(registers)
def test_the_six_states_sum_to_all_sites_and_so_do_the_communities(
    rows: list[tuple[int, int, MonitoringStatus]],
) -> None:
    figures = month_of(*register_of(rows))
    active = [row for row in rows if row[2] is MonitoringStatus.ACTIVE]
    assert figures.counts.total == sum(figures.counts.by_state.values()) == len(active)
    assert len(figures.away) == len(rows) - len(active)
    for state in State:
        assert figures.counts[state] == len(figures.in_state(state))
    for community in figures.communities:
        assert community.counts.total == len(community.sites)
    in_some = sum(community.counts.total for community in figures.communities)
    assert in_some == sum(row[1] in (1, 2) for row in active)


@given(registers)
def test_sites_that_are_away_change_no_figure(
    rows: list[tuple[int, int, MonitoringStatus]],
) -> None:
    everyone = register_of(rows)
    active = [one for one in everyone if one.site.standing is MonitoringStatus.ACTIVE]
    with_them, without = month_of(*everyone, looks=9), month_of(*active, looks=9)
    assert with_them.counts == without.counts
    assert with_them.sites == without.sites
    assert with_them.communities == without.communities
    assert with_them.due == without.due
    assert with_them.availability == without.availability
    assert with_them.quality == without.quality


@pytest.mark.parametrize("standing", AWAY)
def test_a_paused_site_is_counted_beside(standing: MonitoringStatus) -> None:
    figures = month_of(a_history(1), a_history(site=a_site(2, standing=standing)))
    assert figures.counts.total == 1
    assert [figure.site.id for figure in figures.away] == [2]


def test_availability_is_a_sum_of_durations_and_no_mean_of_shares() -> None:
    half_a_year_paused = MONTH - 10 * DAY
    short = a_history(1, tally=Tally(up=10 * DAY), paused=half_a_year_paused)
    long = a_history(2, tally=Tally(up=MONTH - 10 * DAY, down=10 * DAY))
    assert month_of(short, long).availability == MONTH / (MONTH + 10 * DAY)


def test_dark_sites_are_no_part_of_the_availability_of_those_that_open() -> None:
    figures = month_of(*one_of_each())
    assert figures.counts[State.DARK] == 1
    assert figures.availability == 1


@pytest.mark.parametrize(
    ("measured", "uptime"), [(MONTH, 1), (0.8 * MONTH, 1), (0.8 * MONTH - HOUR, None)]
)
def test_below_eighty_percent_coverage_there_is_no_percentage(
    measured: timedelta, uptime: float | None
) -> None:
    figures = month_of(a_history(tally=Tally(up=measured)))
    assert figures.sites[0].uptime == uptime
    assert figures.availability == uptime
    assert figures.sites[0].coverage == pytest.approx(measured / MONTH)


def test_a_pause_is_in_no_denominator() -> None:
    figures = month_of(a_history(tally=Tally(up=20 * DAY, down=DAY), paused=MONTH - 21 * DAY))
    assert (figures.sites[0].coverage, figures.sites[0].uptime) == (1, 20 / 21)
    assert figures.quality.coverage == 1


def test_a_site_that_was_paused_all_month_divides_nothing_by_nothing() -> None:
    figures = month_of(a_history(tally=Tally(), paused=MONTH))
    assert (figures.sites[0].coverage, figures.sites[0].uptime) == (0, None)


def test_no_sites_at_all_are_a_month_too() -> None:
    figures = month_of()
    assert figures.counts.total == 0
    assert figures.counts.share(State.IN_USE) is None
    assert figures.availability is None
    assert not figures.quality.enough


def ending(number: int, days: int, **known: object) -> SiteHistory:
    expires = THE_LAST_DAY + timedelta(days=days)
    site = a_site(number, granted_on=None, **known)
    return a_history(site=site, domain=a_domain(expires))


def test_clocks_that_run_out_are_listed_the_next_one_first() -> None:
    hosted = a_history(site=a_site(9, granted_on=None, hosting_expires=THE_LAST_DAY + 3 * DAY))
    ends = [ending(1, 60), ending(2, 61), ending(3, 0), ending(4, -1), ending(5, 14), hosted]
    figures = month_of(*ends)
    assert [(d.figure.site.id, d.days_left) for d in figures.due] == [
        (4, -1), (3, 0), (9, 3), (5, 14), (1, 60),
    ]  # fmt: skip
    assert [d.clock for d in figures.due if d.figure.site.id == 9] == [ExpiryKind.HOSTING]
    assert (figures.due_domains, figures.due_soon) == (3, 2)


def test_dark_sites_whose_domain_was_not_renewed_are_told_apart() -> None:
    dark, other, third, fourth = (one_of_each(n)[3] for n in (1, 8, 15, 22))
    lapsed = replace(other, believed=Believed(a_domain(THE_LAST_DAY - 40 * DAY)))
    held = replace(third, believed=Believed(a_domain(statuses=("clienthold",))))
    unpaid = a_domain(THE_LAST_DAY - 5 * DAY, statuses=("clienthold",))
    figures = month_of(dark, lapsed, held, replace(fourth, believed=Believed(unpaid)))
    assert figures.counts[State.DARK] == 4
    assert figures.dark_by_domain == 2
    assert figures.sites[1].domain_state is DomainState.REDEMPTION


def test_states_are_those_at_the_end_of_the_month_and_the_newest_trouble_stands_first() -> None:
    older, newer = (one_of_each(n)[3] for n in (1, 2))
    (outage,) = older.incidents
    later = outage.opened_at + DAY
    newer = replace(
        newer,
        incidents=(replace(outage, opened_at=later),),
        availability=down(later, outage.reason),
    )
    dark = month_of(older, newer).in_state(State.DARK)
    assert [f.state.since for f in dark] == [outage.opened_at + DAY, outage.opened_at]


def test_communities_stand_in_the_order_of_their_share_in_use() -> None:
    sites = [a_history(site=a_site(1, community_id=2)), *one_of_each(2, community_id=1)]
    figures = month_of(*sites, communities=(
        Community(1, "Ilir", quota=10), Community(2, "Ulu", quota=5), Community(3, "Seberang"),
    ))  # fmt: skip
    assert [(c.name, c.counts.total, c.quota) for c in figures.communities] == [
        ("Ulu", 1, 5), ("Ilir", 6, 10), ("Seberang", 0, 0),
    ]  # fmt: skip


def test_the_quality_of_the_data_is_told_with_it() -> None:
    start = OCTOBER_PERIOD.start
    gaps = tuple(
        Gap(Period(start + n * DAY, start + n * DAY + HOUR), Reason.OWN_NETWORK) for n in (1, 5)
    )
    platform = a_history(site=a_site(8, domain=None), domain=None)
    undated = a_history(site=a_site(9), domain=a_domain(None))
    quality = month_of(*one_of_each(), platform, undated, gaps=gaps, looks=1234).quality
    assert (quality.blind, quality.gaps, quality.looks) == (2 * HOUR, gaps, 1234)
    assert (quality.known_expiry, quality.domains) == (6, 7)
    assert [figure.site.id for figure in quality.unknown] == [6]
    assert quality.coverage == pytest.approx(7 / 8)
