"""When does it end, how sure is that, and where does the name stand on a day?"""

from datetime import date, timedelta

import pytest
from factories import DOT_COM, DOT_ID, TODAY, a_domain
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.domains.expiry import (  # fmt: skip
    Confidence,
    Expiry,
    domain_expiry,
    hosting_expiry,
)
from watcher.core.domains.life import LifeCycle, phase
from watcher.core.looks.observation import DomainState

lives = st.builds(LifeCycle, st.integers(0, 90), st.integers(0, 90), st.integers(0, 30))
dates = st.dates(date(2020, 1, 1), date(2040, 1, 1))
ORDER = [
    DomainState.REGISTERED, DomainState.EXPIRING, DomainState.GRACE, DomainState.REDEMPTION,
    DomainState.PENDING_DELETE, DomainState.EXPIRED,
]  # fmt: skip


@pytest.mark.parametrize(
    ("days_left", "state"),
    [
        (61, DomainState.REGISTERED),
        (60, DomainState.EXPIRING),
        (0, DomainState.EXPIRING),
        (-1, DomainState.GRACE),
        (-35, DomainState.GRACE),
        (-36, DomainState.REDEMPTION),
        (-65, DomainState.REDEMPTION),
        (-66, DomainState.PENDING_DELETE),
        (-71, DomainState.PENDING_DELETE),
        (-72, DomainState.EXPIRED),
    ],
)
def test_a_dot_id_name_ages(days_left: int, state: DomainState) -> None:
    assert phase(TODAY + timedelta(days=days_left), (), TODAY, DOT_ID) is state


@pytest.mark.parametrize(
    ("days_left", "state"),
    [
        (-36, DomainState.GRACE),
        (-37, DomainState.REDEMPTION),
        (-66, DomainState.REDEMPTION),
        (-67, DomainState.PENDING_DELETE),
        (-71, DomainState.EXPIRED),
    ],
)
def test_a_dot_com_name_ages_differently(days_left: int, state: DomainState) -> None:
    assert phase(TODAY + timedelta(days=days_left), (), TODAY, DOT_COM) is state


@given(dates, lives)
def test_a_name_only_ever_gets_older(expires: date, life: LifeCycle) -> None:
    days = [expires + timedelta(days=n) for n in range(-70, 220)]
    stages = [ORDER.index(phase(expires, (), day, life)) for day in days]
    assert stages == sorted(stages)


@given(dates, lives)
def test_the_days_of_a_life_stand_in_their_order(expires: date, life: LifeCycle) -> None:
    assert (
        expires <= life.grace_ends(expires) <= life.redemption_ends(expires) <= life.gone(expires)
    )


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (("ok",), DomainState.REGISTERED),
        (("clienthold",), DomainState.HOLD),
        (("serverhold", "ok"), DomainState.HOLD),
        (("inactive",), DomainState.HOLD),
        (("redemptionperiod", "pendingdelete"), DomainState.REDEMPTION),
        (("pendingdelete",), DomainState.PENDING_DELETE),
        (("pendingrestore",), DomainState.REDEMPTION),
        (("clienttransferprohibited", "neverheardof"), DomainState.REGISTERED),
    ],
)
def test_status_words_count_before_the_date(statuses: tuple[str, ...], state: DomainState) -> None:
    assert phase(TODAY + timedelta(days=300), statuses, TODAY, DOT_ID) is state


def test_without_a_date_the_status_words_are_all_there_is() -> None:
    assert phase(None, (), TODAY, DOT_ID) is DomainState.REGISTERED
    assert phase(None, ("autorenewperiod",), TODAY, DOT_ID) is DomainState.GRACE
    assert phase(None, ("redemptionperiod",), TODAY, DOT_ID) is DomainState.REDEMPTION


def test_the_registry_rules_and_a_typed_day_only_where_none_answers() -> None:
    registry, registrar, typed = date(2027, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
    facts = a_domain(registry, registrar_expires_on=registrar)
    assert domain_expiry(facts, typed) == Expiry(registrar, "rdap", Confidence.CERTAIN)
    assert domain_expiry(a_domain(registry), typed) == Expiry(registry, "rdap", Confidence.CERTAIN)
    assert domain_expiry(a_domain(None), typed) == Expiry(typed, "manual", Confidence.MANUAL)
    assert domain_expiry(a_domain(None, registered=False), typed) == Expiry()
    assert domain_expiry(a_domain(registry), None) == Expiry(registry, "rdap", Confidence.CERTAIN)


@given(st.lists(st.none() | dates, min_size=3, max_size=3))
def test_no_later_date_hides_an_earlier_one_of_the_registry_and_no_typed_one_hides_both(
    days: list[date | None],
) -> None:
    registry, registrar, typed = days
    facts = a_domain(registry, registrar_expires_on=registrar)
    known = [day for day in (registry, registrar) if day is not None]
    assert domain_expiry(facts, typed).on == min(known, default=typed)


def test_nothing_known_is_said_to_be_unknown() -> None:
    assert domain_expiry(None, None) == Expiry(None, "", Confidence.UNKNOWN)
    assert domain_expiry(a_domain(None), None).confidence is Confidence.UNKNOWN
    assert Expiry().days_left(TODAY) is None


def test_a_typed_date_is_enough() -> None:
    assert domain_expiry(None, TODAY) == Expiry(TODAY, "manual", Confidence.MANUAL)


def test_hosting_ends_a_year_after_the_grant_unless_somebody_knows_better() -> None:
    granted, typed = date(2025, 11, 1), date(2026, 12, 31)
    assert hosting_expiry(None, granted) == Expiry(date(2026, 11, 1), "grant", Confidence.ESTIMATE)
    assert hosting_expiry(typed, granted) == Expiry(typed, "manual", Confidence.MANUAL)
    assert hosting_expiry(None, None) == Expiry()


def test_a_grant_of_leap_day_ends_on_the_first_of_march() -> None:
    assert hosting_expiry(None, date(2028, 2, 29)).on == date(2029, 3, 1)


@given(dates, st.integers(-400, 400))
def test_days_left_are_calendar_days(today: date, days: int) -> None:
    assert Expiry(today + timedelta(days=days)).days_left(today) == days
