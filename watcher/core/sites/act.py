"""What people have done about a site: one append-only row for each act.

An act is never changed or removed; a later one overrules it. sites/decisions.py computes what is
in force at an instant from the acts before it, so that any month can be reported again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ActKind(StrEnum):
    """What was done."""

    ANSWERED = "answered"  # an owner's answer was entered
    CONTACTED = "contacted"  # the office has spoken with the owner
    PAYMENT = "payment"  # the office has seen the receipt
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
        at: aware UTC.
        by: the person's name, as entered.
        way: how it was entered: "cli", "mail", "web", or "import" for data of older versions.
        reason: free text of the person.
        before, after: the values that the act changed, by name; dates as ISO 8601.
    """

    at: datetime
    site_id: int
    kind: ActKind
    by: str
    way: str = "cli"
    reason: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
