"""A lane of so many abreast; who has held it up for a moment steps aside for the next."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lane:
    """Room for `abreast` that move, and for as many more as only wait."""

    def __init__(self, abreast: int, patience: float) -> None:
        """Let the next one begin after `patience` seconds in any case."""
        self._free, self._patience = asyncio.Semaphore(abreast), patience

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn."""
        await self._free.acquire()
        in_lane = True

        def step_aside() -> None:
            nonlocal in_lane
            if in_lane:
                in_lane = False
                self._free.release()

        timer = asyncio.get_running_loop().call_later(self._patience, step_aside)
        try:
            yield
        finally:
            timer.cancel()
            step_aside()
