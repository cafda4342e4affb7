"""What the acts about one site come to: what holds at an instant, by the acts before it."""

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
    """A term that somebody has seen paid, and the day on which it was noted."""

    until: date
    on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """What an owner said: when, and about which term."""

    answer: OwnerAnswer
    on: date
    clock: ExpiryKind = ExpiryKind.DOMAIN


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the acts about one site come to.

    Attributes:
        reply: the last answer of the owner.
        answered_on: the days of all answers, the oldest first.
        paid: the last payment that was seen, by what was paid.
        safe_key, confirmed_key: evidence that a person has found to be harmless, or true.
    """

    reply: Reply | None = None
    answered_on: tuple[date, ...] = ()
    paid: Mapping[ExpiryKind, Payment] = field(default_factory=dict)
    override: Override | None = None
    safe_key: str = ""
    confirmed_key: str = ""

    def after(self, act: Act) -> "Decisions":
        """What holds once one more act was done."""
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
            ):  # they change the register, or only stand in the history
                return self


def decisions(acts: Iterable[Act]) -> Decisions:
    """Fold the acts about one site, the oldest first, into what holds after them."""
    found = Decisions()
    for act in acts:
        found = found.after(act)
    return found


def before(site: Site, later: Iterable[Act]) -> Site:
    """The register's row as it was before some acts: what they changed in it is taken back."""
    for act in reversed(list(later)):
        if act.kind is ActKind.PAYMENT and act.after["clock"] == ExpiryKind.HOSTING:
            known = act.before.get("until")
            site = replace(site, hosting_expires=_day(known) if known else None)
        elif act.kind is ActKind.BASELINE:
            site = replace(site, baseline=act.before.get("fingerprint"))
    return site


def _override(act: Act) -> Override | None:
    """The state that was set; None where an override was taken back."""
    after = act.after
    if "state" not in after:
        return None
    return Override(State(after["state"]), after["evidence"], act.by, _day(after["on"]), act.reason)


def _day(text: str) -> date:
    return date.fromisoformat(text)
