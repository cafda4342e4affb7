"""Facts of a look, collected at each hop, so that a failed look has them too.

A failure has no response that could carry facts. So the request carries a LookTrace in its
extensions, and the transport fills it in.
"""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from watcher.core.looks.observation import Certificate, Phases, Reason

KEY = "watcher.trace"  # of the request's extensions

T = TypeVar("T")


@dataclass(slots=True)
class LookTrace:
    """What is known of one look so far.

    Attributes:
        body_limit: most decoded bytes of a body that are kept.
        redirects: URLs that answered with a redirect, in their order.
        addresses, cnames: what the host of the last hop resolved to.
        address: the one that was dialled last.
        waiting_for: the reason of the look if its deadline passes now.
        flaw: what was wrong with the body, if anything.
        weak_tls: the server only speaks TLS that is no longer considered safe.
        deadline: of the whole look; `pause` moves it.
        began: seconds of the performance counter; `pause` moves it too.
        visited: addresses that were dialled before, at any hop.
        marks: phase -> milliseconds from `began` to its end.
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
        """Forget the phases and flaws of the hop before."""
        self.marks.clear()
        self.flaw = self.certificate = None
        self.weak_tls = False

    def mark(self, phase: str) -> None:
        """Note that a phase of this hop has ended now."""
        self.marks[phase] = (time.perf_counter() - self.began) * 1000

    async def pause(self, our_wait: Awaitable[T]) -> T:
        """Await one of our own limits; the wait counts neither for the deadline nor the phases."""
        began, when = time.perf_counter(), self.deadline and self.deadline.when()
        if self.deadline is not None:
            self.deadline.reschedule(None)
        try:
            return await our_wait
        finally:
            waited = time.perf_counter() - began
            self.began += waited
            if self.deadline is not None and when is not None:
                self.deadline.reschedule(when + waited)

    @property
    def phases(self) -> Phases:
        """Milliseconds from the look's beginning to the end of each phase."""
        return Phases(**{name: round(ms, 1) for name, ms in self.marks.items()})
