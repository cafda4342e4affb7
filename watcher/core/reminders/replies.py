"""Which letters to an owner are stopped by answers and payments (design/behaviour, section 7).

An answer stops letters to the owner only; letters to the office are still sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from watcher.core.domains.expiry import DUE_WITHIN, ExpiryKind
from watcher.core.reminders.domain_events import DomainEvent
from watcher.core.reminders.reminder_schedule import FOR_OFFICER, Reminder, Stage
from watcher.core.sites.decisions import Decisions, Payment, Reply
from watcher.core.sites.site import OwnerAnswer

#: How long no reminders are sent to an owner who says that a term is paid, or asks for help.
QUIET_FOR = timedelta(days=7)
#: Answers after which an owner gets no letters, until another answer comes.
_NO_MORE = frozenset({OwnerAnswer.STOP, OwnerAnswer.CLOSE})
#: Stages whose reminders wait while the owner waits for help.
_CAN_WAIT = frozenset({Stage.H60, Stage.H30, Stage.H14, Stage.H7})


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers and payments about one site.

    Attributes:
        reply: the owner's last answer; None without one.
        paid: the last payment of each kind of term that an officer has seen.
    """

    reply: Reply | None = None
    paid: Mapping[ExpiryKind, Payment] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Decisions) -> "Replies":
        """Select from all decisions those that concern letters."""
        return cls(known.reply, known.paid)

    @property
    def owner_may_be_written_to(self) -> bool:
        """Whether letters may be sent to the owner; otherwise the office calls."""
        return self.reply is None or self.reply.answer not in _NO_MORE

    def about_term(self, ends: date) -> Reply | None:
        """The owner's last answer; one about an earlier term is past, one for good is not.

        Args:
            ends: the end of the term.
        """
        reply = self.reply
        if reply is None or reply.answer in _NO_MORE or _is_about(ends, reply.on):
            return reply
        return None

    def instead_of(
        self, reminder: Reminder, clock: ExpiryKind, ends: date, today: date
    ) -> Stage | DomainEvent | None:
        """Choose what is written when a reminder is due.

        Args:
            reminder: the one that is due.
            clock: the term that it is about.
            ends: the end of this term; answers about an earlier term do not count.
            today: in the programme's zone.

        Returns:
            Its stage, or NOT_SEEN where the owner says that it is paid and the date has not
            moved; None where nothing is written for now.
        """
        said_on = self._said_paid_on(clock, ends)
        if reminder.stage in FOR_OFFICER:
            return reminder.stage
        if said_on is not None and today - said_on < QUIET_FOR:
            return None
        if self._waits_for_help(reminder.stage, today):
            return None
        owner_said_so = said_on is not None and self._owner_said_paid(clock)
        reached_meanwhile = said_on is not None and reminder.from_day <= said_on + QUIET_FOR
        return DomainEvent.NOT_SEEN if owner_said_so and reached_meanwhile else reminder.stage

    def _said_paid_on(self, clock: ExpiryKind, ends: date) -> date | None:
        """The last day on which the owner or an officer said that this term is paid; None never."""
        days = [self.reply.on] if self.reply is not None and self._owner_said_paid(clock) else []
        paid = self.paid.get(clock)
        if paid is not None and paid.until > ends:
            days.append(paid.on)
        return max((day for day in days if _is_about(ends, day)), default=None)

    def _owner_said_paid(self, clock: ExpiryKind) -> bool:
        reply = self.reply
        return reply is not None and reply.answer is OwnerAnswer.DONE and reply.clock is clock

    def _waits_for_help(self, stage: Stage, today: date) -> bool:
        reply = self.reply
        asked = reply is not None and reply.answer is OwnerAnswer.HELP
        recently = reply is not None and today - reply.on < QUIET_FOR
        return asked and recently and stage in _CAN_WAIT


def _is_about(ends: date, said_on: date) -> bool:
    """Whether what was said on a day can be about the term that ends on another."""
    return said_on >= ends - DUE_WITHIN - QUIET_FOR
