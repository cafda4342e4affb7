"""The settings and entries of an office that its figures depend on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from watcher.core.domains.life import LifeCycle
from watcher.core.months.budget import Price
from watcher.core.months.indicators import Indicator
from watcher.core.sites.view import Thresholds

#: Default targets of the indicators, 0..1, where an office has set none.
TARGETS = {
    Indicator.TARGETING: 0.95,
    Indicator.OUTREACH: 0.9,
    Indicator.GOALS: 0.7,
    Indicator.MONITORING: 0.9,
}


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """An indicator as staff entered it: a share, 0..1, and how it was counted."""

    share: float
    note: str


def _no_price(_domain: str | None) -> Price:
    return Price()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by which an office's months are computed.

    Attributes:
        lives: domain -> life cycle of its registry.
        limits: thresholds of the states.
        prices: domain -> price of a year; `redeem_prices` of buying it back in redemption.
        hosting: price of a year of hosting.
        targets: indicator -> target, 0..1.
        staff_entries: indicator -> what staff entered for the month.
    """

    lives: Callable[[str | None], LifeCycle]
    limits: Thresholds
    prices: Callable[[str | None], Price] = _no_price
    redeem_prices: Callable[[str | None], Price] = _no_price
    hosting: Price = field(default_factory=Price)
    targets: Mapping[Indicator, float] = field(default_factory=dict)
    staff_entries: Mapping[Indicator, StaffEntry] = field(default_factory=dict)

    def target(self, indicator: Indicator) -> float:
        """Return the office's target, 0..1, else the default one."""
        return self.targets.get(indicator, TARGETS[indicator])
