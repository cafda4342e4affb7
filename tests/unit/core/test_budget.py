"""What the renewals of the next twelve months cost, and who pays them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.months.budget import GrantTerm, MonthlyCost, Price, budget
from watcher.core.period import Month

TODAY = date(2026, 11, 1)
FRESH = Price("Rp250.000", date(2026, 10, 1))


def a_term(ends: date, *, office: bool = False, price: Price = FRESH) -> GrantTerm:
    return GrantTerm(ExpiryKind.DOMAIN, ends, office, price)


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        (FRESH, 250_000),
        (Price("Rp 1.250.000,-", TODAY), 1_250_000),
        (Price("", TODAY), None),
        (Price("gratis", TODAY), None),
        (Price("Rp250.000"), None),
        (Price("Rp250.000", TODAY - timedelta(days=365)), 250_000),
        (Price("Rp250.000", TODAY - timedelta(days=366)), None),
    ],
)
def test_a_price_holds_for_a_year(price: Price, amount: int | None) -> None:
    assert price.amount(TODAY) == amount


def test_each_month_tells_what_falls_due_and_who_pays() -> None:
    hosting = GrantTerm(ExpiryKind.HOSTING, date(2026, 11, 30), False, Price())
    terms = [a_term(date(2026, 11, 9)), a_term(date(2026, 11, 20), office=True), hosting]
    assert budget([*terms, a_term(date(2027, 10, 31))], TODAY) == (
        MonthlyCost(Month(2026, 11), 2, 1, office=250_000, owners=250_000, unpriced=1),
        MonthlyCost(Month(2027, 10), 1, 0, office=0, owners=250_000, unpriced=0),
    )


def test_what_lies_beyond_a_year_is_left_out() -> None:
    assert budget([a_term(date(2027, 11, 1))], TODAY) == ()


def test_what_is_past_is_told_first_for_it_has_to_be_paid_first() -> None:
    costs = budget([a_term(TODAY), a_term(date(2026, 10, 31)), a_term(date(2025, 1, 1))], TODAY)
    assert [(cost.month, cost.domains, cost.owners) for cost in costs] == [
        (None, 2, 500_000),
        (Month(2026, 11), 1, 250_000),
    ]


@given(some.lists(some.tuples(some.dates(date(2026, 1, 1), date(2027, 10, 31)), some.booleans())))
def test_no_term_of_the_year_is_lost_and_none_is_paid_twice(ends: list[tuple[date, bool]]) -> None:
    costs = budget((a_term(day, office=office) for day, office in ends), TODAY)
    assert sum(cost.domains for cost in costs) == len(ends)
    assert sum(cost.office + cost.owners for cost in costs) == 250_000 * len(ends)
    months = [cost.month for cost in costs if cost.month is not None]
    assert months == sorted(months)
    assert None not in [cost.month for cost in costs][1:]
