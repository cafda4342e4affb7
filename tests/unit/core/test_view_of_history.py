"""From history to the view of one instant, for the running day and for a closed month alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from factories import (
    DOT_ID,
    JAKARTA,
    OCTOBER,
    OCTOBER_PERIOD,
    T0,
    TODAY,
    a_domain,
    a_history,
    a_page,
    a_site,
    day,
    down,
    minute,
)

from watcher.core.domains.expiry import Confidence, Expiry
from watcher.core.looks.access import Availability
from watcher.core.looks.observation import DomainState, Reason
from watcher.core.pages.freshness import Interval, UpdateKind
from watcher.core.pages.kind import PageKind
from watcher.core.pages.page_facts import Claim
from watcher.core.sites.decisions import Decisions
from watcher.core.sites.site_history import Incident, SiteHistory
from watcher.core.sites.view import View
from watcher.core.sites.viewing import view_at


def viewed(at: datetime = T0, **known: Any) -> View:
    return view_at(a_history(**known), at, JAKARTA, DOT_ID)


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


def test_an_outage_that_begins_at_the_very_end_belongs_to_the_next_period() -> None:
    end = OCTOBER_PERIOD.end
    at_midnight = Incident(end, None, Reason.RESET)
    assert not at_midnight.within(OCTOBER_PERIOD)
    assert at_midnight.within(OCTOBER.next().period(JAKARTA))
    assert not Incident(end - timedelta(hours=1), end, Reason.RESET).within(
        OCTOBER.next().period(JAKARTA)
    )


def test_today_is_the_day_of_the_programmes_zone() -> None:
    assert viewed(datetime(2026, 10, 4, 17, tzinfo=UTC)).today == TODAY
    assert viewed(datetime(2026, 10, 4, 16, 59, tzinfo=UTC)).today == date(2026, 10, 4)


def test_only_texts_of_the_grantees_own_pages_are_content() -> None:
    own, hung = day(-90), day(-20)
    pages = (
        a_page(PageKind.OWNER_SITE, seen_for=timedelta(days=70), until=hung),
        a_page(PageKind.HOSTING_SUSPENDED, seen_for=timedelta(days=10), until=day(-10)),
        a_page(PageKind.OWNER_SITE, seen_for=timedelta(days=10), until=T0),
    )
    texts = (
        Interval("a", own, hung),
        Interval("bill", hung, day(-10)),
        Interval("a", day(-10), T0),
    )
    found = viewed(pages=pages, contents=texts)
    assert [text.key for text in found.contents] == ["a", "a"]
    assert found.update.kind is UpdateKind.NONE  # restored, not updated


@pytest.mark.parametrize(
    ("kinds", "update"),
    [
        ((PageKind.COMING_SOON, PageKind.OWNER_SITE), UpdateKind.OBSERVED),
        ((PageKind.OWNER_SITE, PageKind.COMING_SOON), UpdateKind.NONE),
    ],
)
def test_a_template_is_a_beginning_and_never_an_update(
    kinds: tuple[PageKind, PageKind], update: UpdateKind
) -> None:
    halves = ((day(-90), day(-20)), (day(-20), T0))
    pages = tuple(
        a_page(kind, seen_for=until - since, until=until)
        for kind, (since, until) in zip(kinds, halves, strict=True)
    )
    texts = tuple(Interval(kind.value, *half) for kind, half in zip(kinds, halves, strict=True))
    assert viewed(pages=pages, contents=texts).update.kind is update


def test_a_date_that_a_foreign_page_states_is_no_claim_of_the_owner() -> None:
    claim = Claim(day(-2), "last-modified", False)
    stated: dict[str, Any] = {
        "claims": (claim,),
        "fetched_at": T0,
        "stated": (Interval("x", day(-1), T0),),
        "contents": (),
    }
    assert viewed(pages=(a_page(PageKind.OWNER_SITE),), **stated).update.at == day(-2)
    assert viewed(pages=(a_page(PageKind.PARKED),), **stated).update.at is None


def test_what_a_person_has_found_safe_is_the_owners_page_until_the_evidence_changes() -> None:
    strange = a_page(PageKind.GAMBLING, title="Slot", evidence=("slot gacor",))
    known = Decisions(safe_key=strange.evidence_key)
    page = viewed(pages=(strange,), decisions=known).page
    assert page is not None
    assert page.kind is PageKind.OWNER_SITE
    other = viewed(pages=(replace(strange, title="Depo 5k"),), decisions=known).page
    assert other is not None
    assert other.kind is PageKind.GAMBLING


def test_a_site_stands_at_its_baseline_while_its_newest_text_is_the_one_handed_over() -> None:
    site = a_site(baseline="a")
    first, second = Interval("a", day(-9), day(-5)), Interval("b", day(-5), T0)
    assert viewed(site=site, contents=(first,)).at_baseline
    assert not viewed(site=site, contents=(first, second)).at_baseline
    assert not viewed(site=site).at_baseline
    assert not viewed(contents=(first,)).at_baseline


def test_the_last_update_is_put_together_from_texts_and_claims() -> None:
    contents = (Interval("a", day(-30), day(-10)), Interval("b", day(-10), T0))
    claim = Claim(day(-2), "json-ld dateModified", True)
    assert viewed(contents=contents).update.at == day(-10)
    newer = viewed(
        contents=contents, claims=(claim,), fetched_at=T0, stated=(Interval("x", day(-2), T0),)
    ).update
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
    dead = a_history(site=site, domain=None, availability=down(day(-1)))
    assert domain_state(dead) is DomainState.REDEMPTION


@pytest.mark.parametrize("status", [(), ("redemptionperiod",), ("pendingdelete",)])
def test_a_name_whose_site_opens_is_never_said_to_be_beyond_its_grace(
    status: tuple[str, ...],
) -> None:
    late = a_domain(TODAY - timedelta(days=40), statuses=status)
    assert domain_state(a_history(domain=late)) is DomainState.GRACE
    dead = a_history(domain=late, availability=down(day(-1)))
    assert domain_state(dead) is not DomainState.GRACE


def test_of_a_name_that_nobody_looked_at_only_a_status_is_believed() -> None:
    late, unseen = a_domain(TODAY - timedelta(days=40)), Availability()
    assert domain_state(a_history(domain=late, availability=unseen)) is DomainState.GRACE
    held = a_domain(TODAY - timedelta(days=40), statuses=("redemptionperiod",))
    assert domain_state(a_history(domain=held, availability=unseen)) is DomainState.REDEMPTION


def test_a_hosting_term_that_nobody_typed_is_estimated_from_the_grant() -> None:
    found = viewed(site=a_site(granted_on=date(2025, 11, 1))).hosting
    assert found == Expiry(date(2026, 11, 1), "grant", Confidence.ESTIMATE)


def test_pauses_are_no_time_of_the_period() -> None:
    paused = timedelta(days=10)
    assert a_history(paused=paused).length == OCTOBER_PERIOD.length - paused


def test_a_renewed_name_is_shown_as_the_registry_has_it_whatever_the_list_says() -> None:
    renewed = a_history(site=a_site(domain_expires=TODAY), domain=a_domain(date(2027, 10, 5)))
    assert renewed.domain_expiry() == Expiry(date(2027, 10, 5), "rdap", Confidence.CERTAIN)
    paid = a_history(site=a_site(domain_expires=TODAY, paid_until=date(2027, 10, 5)), domain=None)
    assert paid.domain_expiry() == Expiry(date(2027, 10, 5), "manual", Confidence.MANUAL)
