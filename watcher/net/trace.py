"""What a look leaves behind, hop by hop, whether or not it arrives.

A failure has no response to hang facts on, so they are written down on the way: the transport
finds the trail in the request's extensions and fills it in.
"""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from watcher.core.looks.observation import Certificate, Phases, Reason

KEY = "watcher.trail"

T = TypeVar("T")


@dataclass(slots=True)
class LookTrace:
    """The way of one look so far.

    Attributes:
        redirects: URLs that were left behind, the first one first.
        waiting_for: what the look waits for now, for naming a time-out.
        flaw: what was wrong with the body, if anything.
        weak_tls: the other side only speaks TLS that is no longer thought safe.
        deadline: the look's deadline, which our own politeness puts off.
        visited: addresses that were dialled before.
        began: by a clock that stands still while we wait for ourselves.
    """

    body_limit: int
    redirects: list[str] = field(default_factory=list)
    addresses: tuple[str, ...] = ()
    cnames: tuple[str, ...] = ()
    address: str | None = None
    certificate: Certificate | None = None
    waiting_for: Reason = Reason.TIMEOUT_TOTAL
    flaw: Reason | None = None
    weak_tls: bool = False
    deadline: asyncio.Timeout | None = None
    began: float = field(default_factory=time.perf_counter)
    visited: set[str] = field(default_factory=set)
    marks: dict[str, float] = field(default_factory=dict)

    def new_hop(self) -> None:
        """Begin another connection: the phases are those of the last one."""
        self.marks.clear()
        self.flaw = self.certificate = None
        self.weak_tls = False

    def mark(self, phase: str) -> None:
        """A phase of this hop has ended now."""
        self.marks[phase] = (time.perf_counter() - self.began) * 1000

    async def pause(self, ours: Awaitable[T]) -> T:
        """Wait for our own turn, or for room. It is nobody's delay: the clocks stand still."""
        began, when = time.perf_counter(), self.deadline and self.deadline.when()
        if self.deadline is not None:
            self.deadline.reschedule(None)
        try:
            return await ours
        finally:
            waited = time.perf_counter() - began
            self.began += waited
            if self.deadline is not None and when is not None:
                self.deadline.reschedule(when + waited)

    @property
    def phases(self) -> Phases:
        """Milliseconds from the look's beginning to the end of each phase."""
        return Phases(**{name: round(ms, 1) for name, ms in self.marks.items()})
