"""What an office has set that its figures depend on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from watcher.core.domains.life import LifeCycle
from watcher.core.months.budget import Price
from watcher.core.months.indicators import Indicator
from watcher.core.sites.view import Thresholds

#: Aims in use where an office has set none of its own, 0..1.
TARGETS = {
    Indicator.TARGETING: 0.95,
    Indicator.OUTREACH: 0.9,
    Indicator.GOALS: 0.7,
    Indicator.MONITORING: 0.9,
}


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A figure that the staff entered: a share, 0..1, and how it was counted."""

    share: float
    note: str


def _no_price(_domain: str | None) -> Price:
    return Price()


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's word on how its months are worked out.

    Attributes:
        lives: the life cycle of a domain, by its name; `prices` what a year of it costs;
            `redeem_prices` what it costs to buy it back.
        hosting: what a year of hosting costs.
        targets: aims by indicator, 0..1; `told` what the staff counted in the month.
    """

    lives: Callable[[str | None], LifeCycle]
    limits: Thresholds
    prices: Callable[[str | None], Price] = _no_price
    redeem_prices: Callable[[str | None], Price] = _no_price
    hosting: Price = field(default_factory=Price)
    targets: Mapping[Indicator, float] = field(default_factory=dict)
    staff_entries: Mapping[Indicator, StaffEntry] = field(default_factory=dict)

    def target(self, indicator: Indicator) -> float:
        """The office's aim, else the usual one."""
        return self.targets.get(indicator, TARGETS[indicator])
