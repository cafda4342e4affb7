"""From history to the view of one instant, for the running day and for a closed month alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories import (
    DOT_ID,
    JAKARTA,
    OCTOBER_PERIOD,
    T0,
    TODAY,
    a_domain,
    a_history,
    a_page,
    a_site,
    day,
    minute,
)

from watcher.core.expiry import Confidence, Expiry
from watcher.core.freshness import Seen, UpdateKind
from watcher.core.history import Incident, SiteHistory, view_at
from watcher.core.observation import Claim, DomainState, Reason
from watcher.core.page_kind import PageKind
from watcher.core.state import View


def viewed(at: datetime = T0, **known: object) -> View:
    return view_at(a_history(**known), at, JAKARTA, DOT_ID)  # type: ignore[arg-type]  # by name


def an_incident(opened: float, resolved: float | None = None) -> Incident:
    ended = None if resolved is None else minute(resolved)
    return Incident(minute(opened), ended, Reason.TIMEOUT_CONNECT)


@pytest.mark.parametrize(
    ("opened", "resolved", "is_open"),
    [(-5, None, True), (0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True)],
)
def test_an_incident_lasts_from_its_beginning_to_just_before_its_end(
    opened: float, resolved: float | None, is_open: bool
) -> None:
    assert an_incident(opened, resolved).open_at(T0) is is_open
    found = viewed(incidents=(an_incident(-90, -60), an_incident(opened, resolved)))
    assert found.down_since == (minute(opened) if is_open else None)
    assert found.down_reason is (Reason.TIMEOUT_CONNECT if is_open else Reason.OK)


def test_an_outage_that_ended_since_was_still_open_at_the_end_of_the_month() -> None:
    end = OCTOBER_PERIOD.end
    outage = Incident(end - timedelta(days=4), end + timedelta(hours=1), Reason.RESET)
    assert viewed(end, incidents=(outage,)).down_since == outage.opened_at


def test_today_is_the_day_of_the_programmes_zone() -> None:
    assert viewed(datetime(2026, 10, 4, 17, tzinfo=UTC)).today == TODAY
    assert viewed(datetime(2026, 10, 4, 16, 59, tzinfo=UTC)).today == date(2026, 10, 4)


def test_the_newest_page_counts_and_the_owner_may_have_been_there_before() -> None:
    found = viewed(pages=(a_page(PageKind.OWNER_SITE), a_page(PageKind.COMING_SOON)))
    assert found.page is not None
    assert found.page.kind is PageKind.COMING_SOON
    assert found.owner_seen
    assert not viewed(pages=(a_page(PageKind.PLACEHOLDER),)).owner_seen


def test_a_site_stands_at_its_baseline_while_its_newest_text_is_the_one_handed_over() -> None:
    site = a_site(baseline="a")
    first, second = Seen("a", day(-9), day(-5)), Seen("b", day(-5), T0)
    assert viewed(site=site, contents=(first,)).at_baseline
    assert not viewed(site=site, contents=(first, second)).at_baseline
    assert not viewed(site=site).at_baseline
    assert not viewed(contents=(first,)).at_baseline


def test_the_last_update_is_put_together_from_texts_and_claims() -> None:
    contents = (Seen("a", day(-30), day(-10)), Seen("b", day(-10), T0))
    claim = Claim(day(-2), "json-ld dateModified", True)
    assert viewed(contents=contents).update.at == day(-10)
    newer = viewed(contents=contents, claims=(claim,), fetched_at=T0).update
    assert (newer.at, newer.kind) == (day(-2), UpdateKind.CLAIMED_STRONG)


def domain_state(history: SiteHistory) -> DomainState:
    return history.domain_state(T0, JAKARTA, DOT_ID)


def test_a_name_on_a_platform_has_no_end_of_its_own() -> None:
    assert domain_state(a_history(site=a_site(domain=None))) is DomainState.NOT_APPLICABLE


def test_a_name_the_registry_does_not_know_is_unregistered_whatever_was_typed() -> None:
    site = a_site(domain_expires=TODAY)
    history = a_history(site=site, domain=a_domain(None, registered=False))
    assert domain_state(history) is DomainState.UNREGISTERED


def test_without_an_answer_or_a_typed_day_nothing_is_known() -> None:
    assert domain_state(a_history(domain=None)) is DomainState.UNKNOWN
    assert domain_state(a_history(domain=a_domain(None, registered=None))) is DomainState.UNKNOWN
    assert domain_state(a_history(domain=a_domain(None))) is DomainState.REGISTERED


def test_a_typed_day_is_enough_to_know_where_a_name_stands() -> None:
    site = a_site(domain_expires=TODAY - timedelta(days=40))
    assert domain_state(a_history(site=site, domain=None)) is DomainState.REDEMPTION


def test_a_hosting_term_that_nobody_typed_is_estimated_from_the_grant() -> None:
    found = viewed(site=a_site(granted_on=date(2025, 11, 1))).hosting
    assert found == Expiry(date(2026, 11, 1), "grant", Confidence.ESTIMATE)


def test_pauses_are_no_time_of_the_period() -> None:
    paused = timedelta(days=10)
    assert a_history(paused=paused).length(OCTOBER_PERIOD) == OCTOBER_PERIOD.length - paused
