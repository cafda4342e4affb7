"""Bound the looks in flight, of all kinds together, and keep the order of their batches.

Dead sites and tarpits keep a connection open for seconds but use no CPU: once few looks of a
batch are left, the next batch may begin. All looks together are never more than twice `at_once`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.core.looks.observation import Kind

#: The next batch of a kind may begin when at most this part of the last one is in flight: 1/5.
_FEW = 5
#: How many batches may be judged and stored at the same time, all of their looks being done.
_SETTLING = 2


class InFlightBatch:
    """One batch of looks, and the slots that it holds.

    Attributes:
        number: counts the batches of this process, from 1.
        size: how many slots it was given; `left`: how many it still holds.
    """

    def __init__(self, limiter: "InFlightLimiter", kind: Kind, number: int, size: int) -> None:
        self._limiter, self.kind, self.number = limiter, kind, number
        self.size = self.left = size

    def ended(self, looks: int = 1) -> None:
        """Free the slots of `looks` of its looks."""
        looks = min(looks, self.left)
        self.left -= looks
        self._limiter.release(looks)

    def mark_unhealthy(self) -> None:
        """Note that our own network was down while this batch was made."""
        self._limiter.unhealthy_at = max(self._limiter.unhealthy_at, self.number)

    @property
    def may_close_gap(self) -> bool:
        """Whether it began after the last unhealthy batch, and so shows that the network is up."""
        return self.number > self._limiter.unhealthy_at


class InFlightLimiter:
    """Slots for twice `at_once` looks.

    Attributes:
        unhealthy_at: number of the last batch that found our own network down; 0 without one.
    """

    def __init__(self, at_once: int) -> None:
        self._free = 2 * at_once
        self._newest: dict[Kind, InFlightBatch] = {}
        self._open: set[InFlightBatch] = set()
        self._waiting: list[asyncio.Event] = []
        self._begun = self.unhealthy_at = 0

    @asynccontextmanager
    async def batch(self, kind: Kind, size: int) -> AsyncIterator[InFlightBatch]:
        """Wait until a batch of `size` looks may begin; free its slots when the block ends."""
        changed = asyncio.Event()
        self._waiting.append(changed)
        try:
            while not self._may_begin(kind, size):
                changed.clear()
                await changed.wait()
        finally:
            self._waiting.remove(changed)
        batch = self.begin(kind, size)
        self._open.add(batch)
        try:
            yield batch
        finally:
            self._open.remove(batch)
            batch.ended(batch.left)

    def begin(self, kind: Kind, size: int) -> InFlightBatch:
        """Begin a batch without waiting: for a limiter with no other batch."""
        self._begun += 1
        self._free -= size
        batch = self._newest[kind] = InFlightBatch(self, kind, self._begun, size)
        return batch

    def _may_begin(self, kind: Kind, size: int) -> bool:
        newest = self._newest.get(kind)
        few = newest is None or newest.left <= newest.size // _FEW
        settling = sum(batch.left == 0 for batch in self._open)
        return few and size <= self._free and settling < _SETTLING

    def release(self, looks: int) -> None:
        """Free slots, and let waiting batches check whether they may begin."""
        self._free += looks
        for waiting in self._waiting:
            waiting.set()
