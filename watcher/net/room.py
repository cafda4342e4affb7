"""Room for answers: however many looks are under way, all that they hold has one bound.

A look waits for as much room as its answer may come to need, first come first served, before
it decodes anything. That wait is ours and not the site's.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

ALL_BODIES = 128 * 1024 * 1024


class Room:
    """So many bytes, lent and given back."""

    def __init__(self, size: int = ALL_BODIES) -> None:
        self._size = self._free = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def take(self, size: int) -> AsyncIterator[None]:
        """Wait for room, at most for all there is."""
        wanted = min(size, self._size)
        if self._waiting or wanted > self._free:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((wanted, turn))
            await self._turn(wanted, turn)
        else:
            self._free -= wanted
        try:
            yield
        finally:
            self._give_back(wanted)

    async def _turn(self, wanted: int, turn: "asyncio.Future[None]") -> None:
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was lent in the very same moment
                self._give_back(wanted)
            else:
                self._waiting.remove((wanted, turn))
                self._lend()
            raise

    def _give_back(self, size: int) -> None:
        self._free += size
        self._lend()

    def _lend(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._free:
            wanted, turn = self._waiting.popleft()
            self._free -= wanted
            turn.set_result(None)
