"""How many looks of all kinds are under way in this process, and which batch began when.

Dead sites and tarpits cost a connection for seconds and no work: where few of a batch are
left, the next one may begin. All together are never more than twice `at_once`.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.core.looks.observation import Kind

#: A fifth of a batch may linger while the next one is under way.
_FEW = 5
#: So many batches may have all looks behind them and ask about our own side, or be stored.
_SETTLING = 2


class Batch:
    """One batch: how many of its looks are under way, and what it may say of our own side."""

    def __init__(self, road: "Road", kind: Kind, number: int, size: int) -> None:
        self._road, self.kind, self.number = road, kind, number
        self.size = self.left = size

    def ended(self, looks: int = 1) -> None:
        """So many of its looks are no longer under way."""
        looks = min(looks, self.left)
        self.left -= looks
        self._road.give_back(looks)

    def blind(self) -> None:
        """Our own side was found ill."""
        self._road.blind_since = max(self._road.blind_since, self.number)

    @property
    def sees(self) -> bool:
        """Whether it began after the last one that was blind: an older one proves nothing."""
        return self.number > self._road.blind_since


class Road:
    """Room for twice `at_once` looks."""

    def __init__(self, at_once: int) -> None:
        self._room = 2 * at_once
        self._newest: dict[Kind, Batch] = {}
        self._open: set[Batch] = set()
        self._waiting: list[asyncio.Event] = []
        self._begun = self.blind_since = 0

    @asynccontextmanager
    async def batch(self, kind: Kind, size: int) -> AsyncIterator[Batch]:
        """Wait until a batch of one kind may begin; at its end nothing of it is under way."""
        changed = asyncio.Event()
        self._waiting.append(changed)
        try:
            while not self._may_begin(kind, size):
                changed.clear()
                await changed.wait()
        finally:
            self._waiting.remove(changed)
        batch = self.alone(kind, size)
        self._open.add(batch)
        try:
            yield batch
        finally:
            self._open.remove(batch)
            batch.ended(batch.left)

    def alone(self, kind: Kind, size: int) -> Batch:
        """A batch that begins at once, as nobody else is there."""
        self._begun += 1
        self._room -= size
        batch = self._newest[kind] = Batch(self, kind, self._begun, size)
        return batch

    def _may_begin(self, kind: Kind, size: int) -> bool:
        newest = self._newest.get(kind)
        few = newest is None or newest.left <= newest.size // _FEW
        settling = sum(batch.left == 0 for batch in self._open)
        return few and size <= self._room and settling < _SETTLING

    def give_back(self, looks: int) -> None:
        """Let others begin."""
        self._room += looks
        for waiting in self._waiting:
            waiting.set()
