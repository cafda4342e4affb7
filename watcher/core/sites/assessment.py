"""The whole answer about one site: its state, what stands beside it, whether it opens, what to do.

`assess` is the only way from a view to what is printed or shown: report, status, lists are one.
"""

from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.looks.access import Access, access_at
from watcher.core.looks.observation import Reason
from watcher.core.pages.page_history import PageOwner
from watcher.core.sites.next_step import NextStep, next_step
from watcher.core.sites.overlay import Overlay, overlays
from watcher.core.sites.state import Found, State, state_of, withheld
from watcher.core.sites.view import Thresholds, View


@dataclass(frozen=True, slots=True)
class Override:
    """A state that an officer has set by hand.

    Attributes:
        evidence: what the rules found then; the override ends when they find something else.
    """

    state: State
    evidence: str
    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SiteState:
    """How a site stands.

    Attributes:
        access: whether it opens at the instant; None in months of method 1, which did not ask.
        asserted: may be printed as a fact (core/state.Found).
        override: the word of an officer that the state is, where it is not our own finding.
    """

    state: State
    since: datetime | None
    reason: Reason
    overlays: tuple[Overlay, ...]
    next_step: NextStep
    access: Access | None = None
    page_owner: PageOwner = PageOwner.UNPROVEN
    asserted: bool = True
    override: Override | None = None

    @property
    def opens(self) -> bool:
        """Whether it is counted as a site that can be opened: it answers, as the grantee's."""
        return self.access is Access.OPENS and self.page_owner is PageOwner.GRANTEE


def assess(
    view: View, limits: Thresholds, override: Override | None = None, *, signed: bool = False
) -> SiteState:
    """Say how a site stands at the instant of the view.

    Args:
        override: the newest one that was set; it holds while the evidence is the same.
        signed: for a report that is signed, which prints an accusation only as a fact.
    """
    found = state_of(view, limits)
    if signed:
        found = withheld(found)
    holds = override if override and override.evidence == evidence_of(found) else None
    if holds is not None:
        found = Found(holds.state, found.since, found.reason)
    beside = overlays(view, found, limits)
    return SiteState(
        state=found.state,
        since=found.since,
        reason=found.reason,
        overlays=beside,
        next_step=next_step(view, found, beside, limits),
        access=access_at(view.availability, view.at, limits.dark_after),
        page_owner=view.page_owner,
        asserted=found.asserted,
        override=holds,
    )


def evidence_of(found: Found) -> str:
    """Name what the rules found, for an override to hold on to."""
    return f"{found.state}:{found.reason}"
