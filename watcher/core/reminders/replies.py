"""What people have said, and which letters to an owner it stops (design/behaviour, section 7).

An answer stops letters to the owner only: what the office has to decide is still put before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from watcher.core.domains.expiry import DUE_WITHIN, ExpiryKind
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.reminder_schedule import FOR_OFFICER, Reminder, Stage
from watcher.core.sites.decisions import Decisions, Payment, Reply
from watcher.core.sites.site import OwnerAnswer

#: How long an owner who says that a term is paid, or wants help, is left in peace.
QUIET_FOR = timedelta(days=7)
#: Nobody who has answered so is written to again, until another answer comes.
_NO_MORE = frozenset({OwnerAnswer.STOP, OwnerAnswer.CLOSE})
#: Warnings that may be put off for somebody who waits for help.
_CAN_WAIT = frozenset({Stage.H60, Stage.H30, Stage.H14, Stage.H7})


@dataclass(frozen=True, slots=True)
class Replies:
    """What was said about one site.

    Attributes:
        reply: the owner's last answer.
        paid: the last payment that an officer has seen, by what was paid.
    """

    reply: Reply | None = None
    paid: Mapping[ExpiryKind, Payment] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Decisions) -> "Replies":
        """Take from all decisions what letters have to obey."""
        return cls(known.reply, known.paid)

    @property
    def owner_may_be_written_to(self) -> bool:
        """Whether the owner wants letters at all: otherwise people take over."""
        return self.reply is None or self.reply.answer not in _NO_MORE

    def instead_of(
        self, rung: Reminder, clock: ExpiryKind, ends: date, today: date
    ) -> Stage | DomainEvent | None:
        """What is written where the ladder has reached a rung; None where nothing is for now.

        Args:
            ends: the end that the ladder leads to; what was said about an earlier term is past.
        """
        said_on = self._said_paid_on(clock, ends)
        if rung.stage in FOR_OFFICER:
            return rung.stage
        if said_on is not None and today - said_on < QUIET_FOR:
            return None
        if self._waits_for_help(rung.stage, today):
            return None
        owner_said_so = said_on is not None and self._owner_said_paid(clock)
        reached_meanwhile = said_on is not None and rung.from_day <= said_on + QUIET_FOR
        return DomainEvent.NOT_SEEN if owner_said_so and reached_meanwhile else rung.stage

    def _said_paid_on(self, clock: ExpiryKind, ends: date) -> date | None:
        """When owner or officer last said that this very term is paid for again."""
        days = [self.reply.on] if self.reply is not None and self._owner_said_paid(clock) else []
        paid = self.paid.get(clock)
        if paid is not None and paid.until > ends:
            days.append(paid.on)
        return max((day for day in days if day >= ends - DUE_WITHIN - QUIET_FOR), default=None)

    def _owner_said_paid(self, clock: ExpiryKind) -> bool:
        reply = self.reply
        return reply is not None and reply.answer is OwnerAnswer.DONE and reply.clock is clock

    def _waits_for_help(self, stage: Stage, today: date) -> bool:
        reply = self.reply
        asked = reply is not None and reply.answer is OwnerAnswer.HELP
        recently = reply is not None and today - reply.on < QUIET_FOR
        return asked and recently and stage in _CAN_WAIT
