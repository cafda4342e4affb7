"""What is in force about one site at an instant, computed from the acts before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from watcher.core.domains.expiry import ExpiryKind
from watcher.core.sites.act import Act, ActKind
from watcher.core.sites.assessment import Override
from watcher.core.sites.site import OwnerAnswer, Site
from watcher.core.sites.state import State


@dataclass(frozen=True, slots=True)
class Payment:
    """A term that the office has seen paid, and the day on which that was entered."""

    until: date
    on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """An owner's answer, its day, and the term it is about."""

    answer: OwnerAnswer
    on: date
    clock: ExpiryKind = ExpiryKind.DOMAIN


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is in force about one site.

    Attributes:
        reply: the last answer of the owner; None without one.
        answered_on: the days of all answers, the oldest first.
        paid: the last payment of each kind of term.
        override: the newest one; None where there is none or it was withdrawn.
        safe_key, confirmed_key: evidence that a person has found to be harmless, or true; "" for
            none.
    """

    reply: Reply | None = None
    answered_on: tuple[date, ...] = ()
    paid: Mapping[ExpiryKind, Payment] = field(default_factory=dict)
    override: Override | None = None
    safe_key: str = ""
    confirmed_key: str = ""

    def after(self, act: Act) -> "Decisions":
        """What is in force after one more act."""
        after = act.after
        match act.kind:
            case ActKind.ANSWERED:
                reply = Reply(
                    OwnerAnswer(after["answer"]), _day(after["on"]), ExpiryKind(after["clock"])
                )
                return replace(self, reply=reply, answered_on=(*self.answered_on, reply.on))
            case ActKind.PAYMENT:
                payment = Payment(_day(after["until"]), _day(after["on"]))
                return replace(self, paid={**self.paid, ExpiryKind(after["clock"]): payment})
            case ActKind.OVERRIDE:
                return replace(self, override=_override(act))
            case ActKind.SAFE:
                return replace(self, safe_key=after["evidence"], confirmed_key="")
            case ActKind.CONFIRMED:
                return replace(self, confirmed_key=after["evidence"], safe_key="")
            case (
                ActKind.CONTACTED
                | ActKind.PAUSED
                | ActKind.RESUMED
                | ActKind.BASELINE
                | ActKind.MOVED
            ):  # these change the register's row, or are kept for the history only
                return self


def decisions(acts: Iterable[Act]) -> Decisions:
    """Compute what is in force after the acts about one site, the oldest first."""
    in_force = Decisions()
    for act in acts:
        in_force = in_force.after(act)
    return in_force


def before(site: Site, later: Iterable[Act]) -> Site:
    """Undo what some acts changed in the register's row.

    Args:
        site: the row after the acts.
        later: the acts to undo, the oldest first.
    """
    for act in reversed(list(later)):
        if act.kind is ActKind.PAYMENT and act.after["clock"] == ExpiryKind.HOSTING:
            until = act.before.get("until")
            site = replace(site, hosting_expires=_day(until) if until else None)
        elif act.kind is ActKind.BASELINE:
            site = replace(site, baseline=act.before.get("fingerprint"))
    return site


def _override(act: Act) -> Override | None:
    """The override that an act set; None where it withdrew one."""
    after = act.after
    if "state" not in after:
        return None
    return Override(State(after["state"]), after["evidence"], act.by, _day(after["on"]), act.reason)


def _day(text: str) -> date:
    return date.fromisoformat(text)
