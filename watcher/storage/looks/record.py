"""Write a judged batch of looks, in one transaction.

fenced reschedule -> observations -> beliefs, incidents, facts -> day strips -> outbox
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from watcher.core.looks.cadence import Plan, free_at
from watcher.core.looks.observation import AvailabilityFacts, Kind, Observation, Outcome
from watcher.core.looks.verdict import Belief, Change, Opened, Resolved
from watcher.core.pages.kind import PageKind
from watcher.core.pages.page_history import SUSPICIOUS_KINDS
from watcher.storage.engine import Database
from watcher.storage.letters.outbox import LetterToSend, queue_letters
from watcher.storage.looks.beliefs import keep_beliefs, open_incident, resolve_incident
from watcher.storage.looks.facts import keep_facts
from watcher.storage.looks.strips import add_looks, rebuild
from watcher.storage.register.register import primary_sites, set_baseline
from watcher.storage.row import VANTAGE, table_of
from watcher.storage.schedule.queue import ClaimedLook, bring_forward, fence, put_off, reschedule
from watcher.storage.tables import FactKind, ObservationRow

_LOOK = table_of(ObservationRow)


@dataclass(frozen=True, slots=True)
class Judged:
    """A look that was made, what it changes, and when the next one is.

    Attributes:
        inconclusive_streak: inconclusive looks in a row, this one included.
        baseline: the fingerprint to keep as the hand-over's, if this look saw it.
    """

    due: ClaimedLook
    seen: Observation
    belief: Belief
    change: Change | None
    plan: Plan
    inconclusive_streak: int = 0
    baseline: str | None = None


def record(
    database: Database,
    batch: Sequence[Judged],
    interval: timedelta,
    zone: ZoneInfo,
    letters: Sequence[LetterToSend] = (),
) -> list[Judged]:
    """Write a batch of looks of one kind, and the letters that they call for.

    Args:
        batch: looks of the same kind, each with its claim.
        interval: how often availability is looked at: what a look vouches for.
        zone: the office's time zone, in which days are counted.
        letters: queued in the same transaction, if any look was written.

    Returns:
        What was written. A look whose lease was taken over meanwhile is left out: it would
        count twice.
    """
    if not batch:
        return []
    kind = batch[0].due.kind
    with database.write() as connection:
        held = fence(connection, kind, {j.due.site.id: j.due.token for j in batch})
        ours = [judged for judged in batch if judged.due.site.id in held]
        reschedule(connection, kind, [(j.due.site.id, j.plan, j.inconclusive_streak) for j in ours])
        put_off(
            connection, {j.due.site.id: free_at(j.seen) for j in ours if j.seen.finding.retry_after}
        )
        keep_looks(connection, [judged.seen for judged in ours])
        keep_beliefs(connection, kind, [(j.due.site.id, j.belief) for j in ours])
        new = keep_facts(connection, [judged.seen for judged in ours])
        set_baseline(connection, [(j.due.site.id, j.baseline) for j in ours if j.baseline])
        if kind is Kind.AVAILABILITY:
            _keep_availability(connection, ours, interval, zone)
            _read_suspicious_pages(connection, new, ours)
        elif kind is Kind.DELEGATION:
            _ask_registry_of_undelegated(connection, ours)
        queue_letters(connection, letters if ours else ())
    return ours


def keep_looks(connection: Connection, looks: Sequence[Observation]) -> None:
    """Insert looks; one whose slot has a row already is left out."""
    if looks:
        connection.execute(
            insert(_LOOK).on_conflict_do_nothing(), [_look_row(seen) for seen in looks]
        )


def _look_row(seen: Observation) -> dict[str, object]:
    facts = seen.finding.facts
    http = facts.http if isinstance(facts, AvailabilityFacts) else None
    return {
        "site_id": seen.site_id,
        "kind": int(seen.kind),
        "vantage": VANTAGE,
        "slot_at": seen.slot_at,
        "late_s": _seconds(seen.slot_at, seen.at),
        "outcome": int(seen.finding.outcome),
        "reason": seen.finding.reason,
        "http": http.status if http else 0,
        "took_ms": round(seen.took.total_seconds() * 1000),
    }


def _keep_availability(
    connection: Connection, ours: Sequence[Judged], interval: timedelta, zone: ZoneInfo
) -> None:
    add_looks(connection, [(j.seen, j.due.belief) for j in ours], interval, zone)
    _ask_registry_of_down(connection, ours)
    for judged in ours:
        change, site_id = judged.change, judged.due.site.id
        if isinstance(change, Opened):
            open_incident(connection, site_id, change, _address(judged.seen))
        elif isinstance(change, Resolved):
            resolve_incident(connection, site_id, change)
        if change is not None:  # it began before this look: the days since are counted anew
            rebuild(connection, site_id, change.at, judged.seen.at, zone, interval)


def _ask_registry_of_down(connection: Connection, ours: Sequence[Judged]) -> None:
    """Make domain looks due at once for sites that went down: the domain may have expired."""
    went_down = [j for j in ours if isinstance(j.change, Opened)]
    if went_down:
        primary = primary_sites(connection)
        site_ids = {primary[j.due.site.id] for j in went_down}
        bring_forward(connection, Kind.DOMAIN, site_ids, max(j.seen.at for j in went_down))


def _ask_registry_of_undelegated(connection: Connection, ours: Sequence[Judged]) -> None:
    """Make a domain look due where the delegation is gone or parked: the name may have lapsed.

    Only at the first such look in a row; each later one would ask the registry again.
    """
    failed = [j for j in ours if j.seen.finding.outcome is Outcome.FAILED and j.belief.streak == 1]
    if failed:
        site_ids = {j.due.site.id for j in failed}
        bring_forward(connection, Kind.DOMAIN, site_ids, max(j.seen.at for j in failed))


def _read_suspicious_pages(
    connection: Connection, new: Collection[tuple[int, FactKind, str]], ours: Sequence[Judged]
) -> None:
    """Make page looks due at once where the first bytes no longer look like the grantee's page.

    Not at hosts that answered with Retry-After.
    """
    postponed = {j.due.site.id for j in ours if j.seen.finding.retry_after}
    suspicious = {
        site
        for site, kind, key in new
        if kind is FactKind.GLIMPSE and PageKind(key.partition(":")[0]) in SUSPICIOUS_KINDS
    } - postponed
    if suspicious:
        bring_forward(connection, Kind.PAGE, suspicious, max(j.seen.at for j in ours))


def _address(seen: Observation) -> str:
    facts = seen.finding.facts
    if isinstance(facts, AvailabilityFacts):
        # the same one for all sites of a host: DNS gives a host's addresses in changing order
        return min(facts.addresses, default="")
    return ""


def _seconds(slot: datetime, at: datetime) -> int:
    return int(at.timestamp()) - int(slot.timestamp())
