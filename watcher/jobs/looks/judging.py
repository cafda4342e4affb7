"""Derive from one look the new belief, its change, and when to look again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from watcher.core.domains.expiry import domain_expiry
from watcher.core.domains.renewal import Believed
from watcher.core.looks.cadence import (
    Plan,
    free_at,
    next_slot,
    plan,
    plan_for_suspect,
    registry_interval,
    sooner,
)
from watcher.core.looks.observation import Finding, Kind, Observation, Outcome
from watcher.core.looks.verdict import clamped_to, judge
from watcher.core.pages.kind import PageKind
from watcher.core.pages.page_facts import PageFacts
from watcher.core.pages.page_history import HIDING_KINDS, HIJACKED_KINDS, TEMPLATE_KINDS
from watcher.core.period import local_day
from watcher.jobs.intervals import intervals
from watcher.settings import Settings
from watcher.storage.looks.record import Judged
from watcher.storage.schedule.queue import ClaimedLook

#: A first look within so many days of the hand-over saw the content that was handed over.
HANDOVER_DAYS = 7
#: When a suspicious page is read again: as soon as a second look can confirm it (six hours after
#: the first). Also a page hidden by a challenge or login: the last reading is what is reported.
SUSPICION_AGAIN = timedelta(hours=6, minutes=5)

#: Kinds of page that a grantee can have been handed over.
_HANDED_OVER = TEMPLATE_KINDS | {PageKind.OWNER_SITE, PageKind.UNKNOWN_CONTENT}


@dataclass(frozen=True, slots=True)
class Judging:
    """The rules in force.

    Attributes:
        believed: domain -> what its registry's answers come to, for domains of this batch.
    """

    settings: Settings
    believed: Mapping[str, Believed] = field(default_factory=dict)

    def judge(self, due: ClaimedLook, seen: Observation) -> Judged:
        """Judge one look.

        Args:
            due: the claim, with the belief before the look.
            seen: the look.
        """
        due = replace(due, belief=clamped_to(due.belief, seen.at))
        belief, change = judge(due.belief, seen, self.settings.looks.policy)
        conclusive = seen.finding.outcome is not Outcome.UNKNOWN
        inconclusive_streak = 0 if conclusive else due.inconclusive_streak + 1
        change = change if seen.kind is Kind.AVAILABILITY else None  # other kinds make no outage
        judged = Judged(due, seen, belief, change, Plan(seen.slot_at, seen.at), inconclusive_streak)
        match seen.kind:
            case Kind.AVAILABILITY:
                return replace(judged, plan=self._availability_plan(judged))
            case Kind.PAGE:
                return replace(
                    judged, plan=self._page_plan(judged), baseline=self._baseline(judged)
                )
            case Kind.DOMAIN:
                return replace(judged, plan=self._domain_plan(judged))
            case _:
                interval = intervals(self.settings)[seen.kind]
                return replace(judged, plan=plan(seen.site_id, seen.kind, interval, seen.at))

    def _availability_plan(self, judged: Judged) -> Plan:
        looks, seen, belief = self.settings.looks, judged.seen, judged.belief
        # a failure that our own network explains is UNKNOWN: it must not hasten the next look
        if belief.suspect and seen.finding.outcome is Outcome.FAILED:
            return plan_for_suspect(belief.streak, looks.policy.down_span, free_at(seen))
        interval = timedelta(minutes=looks.availability_minutes)
        return plan(seen.site_id, seen.kind, interval, free_at(seen))

    def _page_plan(self, judged: Judged) -> Plan:
        interval = timedelta(hours=self.settings.looks.page_hours)
        seen = judged.seen
        if _is_read_again(seen.finding) and interval > SUSPICION_AGAIN:
            again = seen.at + SUSPICION_AGAIN
            return Plan(again, again)
        return plan(seen.site_id, seen.kind, interval, free_at(seen))

    def _domain_plan(self, judged: Judged) -> Plan:
        seen = judged.seen
        believed = self.believed.get(judged.due.site.domain or "")
        known = believed.facts if believed else None
        today = local_day(seen.at, self.settings.programme.zoneinfo)
        entered = (judged.due.site.domain_expires, judged.due.site.paid_until)
        newest = max((day for day in entered if day is not None), default=None)
        left = domain_expiry(known, newest).days_left(today)
        interval = registry_interval(left, judged.inconclusive_streak)
        if not judged.inconclusive_streak:
            interval = sooner(seen.site_id, seen.kind, interval, seen.at)
        ready = seen.at + interval
        # registry looks have no fixed grid: only the time between two queries matters
        return Plan(next_slot(seen.site_id, seen.kind, timedelta(hours=1), ready), ready)

    def _baseline(self, judged: Judged) -> str | None:
        """Return the content's fingerprint, if this look is the first one near the hand-over."""
        site, seen = judged.due.site, judged.seen
        page = seen.finding.facts
        if site.granted_on is None or site.baseline or not isinstance(page, PageFacts):
            return None
        if page.verdict.kind not in _HANDED_OVER:
            return None
        zone = self.settings.programme.zoneinfo
        days = (local_day(seen.at, zone) - site.granted_on).days
        return page.fingerprint if 0 <= days <= HANDOVER_DAYS else None


def _is_read_again(finding: Finding) -> bool:
    page = finding.facts
    return isinstance(page, PageFacts) and page.verdict.kind in HIJACKED_KINDS | HIDING_KINDS
