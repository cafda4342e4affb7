"""Decide what a run of availability looks says about one site.

Pure: the time is in the observation, so the same observations always give the same
incidents, and any month can be replayed from history.

Rules (design/behaviour, section 2)
    1. UNKNOWN proves nothing: it opens, resolves and interrupts nothing.
    2. A site is DOWN after `confirm_down` failures in a row that span `down_span`, UP after
       `confirm_up` successes in a row.
    3. A change is dated to the first look of the streak that proved it. Confirming late must
       not make a site look better than it was.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from watcher.core.looks.observation import Observation, Outcome, Reason


class Status(IntEnum):
    """What we believe about a site. The numbers are stored."""

    NEW = 0  # not enough looks yet
    UP = 1
    DOWN = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """How many equal outcomes in a row, over how long, make a change believable."""

    confirm_down: int = 3
    confirm_up: int = 2
    down_span: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Belief:
    """What we believe about a site between two looks. Stored as it is.

    Attributes:
        since: when `status` began, aware UTC; None while NEW.
        reason: of the last conclusive look.
        streak: length of the current run of equal, conclusive outcomes.
        streak_began: time of the first look of that run.
        decided_at: time of the last conclusive look, at which measured time ends.
        seen_at: time of the last look taken in, conclusive or not.
    """

    status: Status = Status.NEW
    since: datetime | None = None
    reason: Reason = Reason.OK
    outcome: Outcome | None = None
    streak: int = 0
    streak_began: datetime | None = None
    decided_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def suspect(self) -> bool:
        """Whether the last conclusive look failed and the failure is not confirmed yet."""
        return self.outcome is Outcome.FAILED and self.status is not Status.DOWN


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident begins. `at`: its first failure; `reason`: of the look that confirmed it."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Resolved:
    """The open incident ends. `at` is the first success after it."""

    at: datetime


Change = Opened | Resolved


def clamped_to(belief: Belief, to: datetime) -> Belief:
    """Move the times of a belief that lie after `to` to it, once the clock was set back."""
    names = ("since", "streak_began", "decided_at", "seen_at")
    times = {name: getattr(belief, name) for name in names}
    return replace(belief, **{name: min(at, to) for name, at in times.items() if at is not None})


def judge(belief: Belief, seen: Observation, policy: Policy) -> tuple[Belief, Change | None]:
    """Take one look in.

    Args:
        belief: the result of the previous call; `Belief()` for a site never seen.
        seen: the next observation of the same site and kind.
        policy: thresholds in force.

    Returns:
        The new belief, and the change it makes to incidents, if any.

    Raises:
        ValueError: `seen` is older than the belief. Looks are judged in order.
    """
    if belief.seen_at is not None and seen.at < belief.seen_at:
        raise ValueError(f"look at {seen.at} is older than {belief.seen_at}")
    if seen.finding.outcome is Outcome.UNKNOWN:
        return replace(belief, seen_at=seen.at), None

    now = _with_streak(belief, seen)
    proven, proves = _proof(now, policy)
    if not proven or belief.status is proves:
        return now, None
    changed = replace(now, status=proves, since=now.streak_began)
    began = now.streak_began or seen.at
    if proves is Status.DOWN:
        return changed, Opened(began, seen.finding.reason)
    return changed, Resolved(began) if belief.status is Status.DOWN else None


def _with_streak(belief: Belief, seen: Observation) -> Belief:
    continues = seen.finding.outcome is belief.outcome and belief.streak_began is not None
    return replace(
        belief,
        reason=seen.finding.reason,
        outcome=seen.finding.outcome,
        streak=belief.streak + 1 if continues else 1,
        streak_began=belief.streak_began if continues else seen.at,
        decided_at=seen.at,
        seen_at=seen.at,
    )


def _proof(now: Belief, policy: Policy) -> tuple[bool, Status]:
    """Whether the streak is long enough, and the status that it proves."""
    if now.outcome is Outcome.FAILED:
        span = _span(now)
        return now.streak >= policy.confirm_down and span >= policy.down_span, Status.DOWN
    return now.streak >= policy.confirm_up, Status.UP


def _span(now: Belief) -> timedelta:
    if now.decided_at is None or now.streak_began is None:
        return timedelta()
    return now.decided_at - now.streak_began
