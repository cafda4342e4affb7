"""What overdue renewals and those of the next twelve months cost, and who pays them.

A price is kept as the text of letters ("Rp250.000"). One that was checked more than a year ago
is not used: a budget made of old prices would be too low.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.period import Month

MONTHS = 12
PRICE_HOLDS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Price:
    """What one year costs.

    Attributes:
        text: as it stands in letters; empty where none was entered.
        checked_on: the day it was checked.
    """

    text: str = ""
    checked_on: date | None = None

    def amount(self, today: date) -> int | None:
        """The sum, in whole units of the currency; None without a price that still holds."""
        digits = "".join(char for char in self.text if char in "0123456789")
        if not digits or self.checked_on is None or today - self.checked_on > PRICE_HOLDS:
            return None
        return int(digits)


@dataclass(frozen=True, slots=True)
class GrantTerm:
    """A term of a domain or of hosting that has to be renewed.

    Attributes:
        clock: what ends.
        ends: its last day.
        paid_by_office: the grant still covers that day.
    """

    clock: ExpiryKind
    ends: date
    paid_by_office: bool
    price: Price = Price()


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    """What is due in one month.

    Attributes:
        month: None for what is overdue already.
        domains, hostings: numbers of terms.
        office, owners: sums of the terms with a price that holds, by who pays, in whole units of
            the currency.
        unpriced: number of terms without such a price; they are in neither sum.
    """

    month: Month | None
    domains: int
    hostings: int
    office: int
    owners: int
    unpriced: int


def budget(terms: Iterable[GrantTerm], today: date) -> tuple[MonthlyCost, ...]:
    """Sum what is overdue, then each of the next twelve months; months without terms are left out.

    Args:
        terms: of all sites.
        today: terms that ended before it are overdue.
    """
    by_month: dict[Month | None, list[GrantTerm]] = {}
    for term in terms:
        month = Month(term.ends.year, term.ends.month) if term.ends >= today else None
        by_month.setdefault(month, []).append(term)
    shown: list[Month | None] = [None]
    month = Month(today.year, today.month)
    for _ in range(MONTHS):
        shown.append(month)
        month = month.next()
    return tuple(_cost(month, by_month[month], today) for month in shown if month in by_month)


def _cost(month: Month | None, terms: list[GrantTerm], today: date) -> MonthlyCost:
    priced = [(term, term.price.amount(today)) for term in terms]
    return MonthlyCost(
        month=month,
        domains=sum(term.clock is ExpiryKind.DOMAIN for term in terms),
        hostings=sum(term.clock is ExpiryKind.HOSTING for term in terms),
        office=sum(amount or 0 for term, amount in priced if term.paid_by_office),
        owners=sum(amount or 0 for term, amount in priced if not term.paid_by_office),
        unpriced=sum(amount is None for _, amount in priced),
    )
