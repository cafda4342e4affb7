"""What people have done about a site: one append-only row an act.

An act is never changed or removed; a later one overrules it. core/decisions reads what holds at an
instant from the acts before it, so that a month can be told again as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ActKind(StrEnum):
    """What was done."""

    ANSWERED = "answered"  # an owner's answer was noted
    CONTACTED = "contacted"  # somebody has spoken with the owner
    PAYMENT = "payment"  # somebody has seen the receipt
    PAUSED = "paused"
    RESUMED = "resumed"
    OVERRIDE = "override"  # a state was set by hand
    SAFE = "safe"  # a suspicion was found to be wrong ("aman")
    CONFIRMED = "confirmed"  # an accusation was found to be right ("benar")
    BASELINE = "baseline"  # the present content is that of the hand-over
    MOVED = "moved"  # the site has another address


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a person.

    Attributes:
        by: the person's name, as it was given.
        way: how it came: "cli", "mail", "web", or "import" for what older versions kept.
        reason: in the person's own words.
        before, after: what the act changed, by name; dates as ISO 8601.
    """

    at: datetime
    site_id: int
    kind: ActKind
    by: str
    way: str = "cli"
    reason: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
