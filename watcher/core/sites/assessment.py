"""Everything that is reported of one site: state, overlays, whether it opens, the next step.

Report, status and lists all get it from `assess`, so that they never differ.
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
        evidence: the result of the rules then (evidence_of); when it changes, the override ends.
        by, on, reason: of the act that set it.
    """

    state: State
    evidence: str
    by: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SiteState:
    """The state of a site at an instant, with everything that is reported beside it.

    Attributes:
        since: when the state began, aware UTC; None where that is not known.
        access: whether it opens; None in months of method 1, which did not decide that.
        asserted: may be printed as a fact (state.Found).
        override: the officer's override, where the state is not that of our own rules.
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
        """Whether it counts as open: it can be opened and shows the grantee's page."""
        return self.access is Access.OPENS and self.page_owner is PageOwner.GRANTEE


def assess(
    view: View, limits: Thresholds, override: Override | None = None, *, signed: bool = False
) -> SiteState:
    """Decide the state of a site at the instant of the view.

    Args:
        view: what is known of it then.
        limits: thresholds of the settings.
        override: the newest one; it is in force while the evidence is the same.
        signed: for a signed report, in which an accusation is printed only if it is asserted.
    """
    found = state_of(view, limits)
    if signed:
        found = withheld(found)
    in_force = override if override and override.evidence == evidence_of(found) else None
    if in_force is not None:
        found = Found(in_force.state, found.since, found.reason)
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
        override=in_force,
    )


def evidence_of(found: Found) -> str:
    """Identify the result of the rules: an override ends when it changes."""
    return f"{found.state}:{found.reason}"
