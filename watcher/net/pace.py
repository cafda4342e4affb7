"""Politeness: how many connections one address or one server gets at once, and how often.

Kept by key for the life of the process. The time spent waiting for our own turn is nobody's
delay: whoever waits gets it back from `turn`.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """At most `at_once` turns together and one beginning each `seconds`, for each key."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._seconds = seconds
        self._room: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._next: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[float]:
        """Wait for a turn; give how many seconds that took."""
        began = time.monotonic()
        async with self._room[key]:
            at = max(began, self._next.get(key, 0.0), time.monotonic())
            self._next[key] = at + self._seconds
            if at > time.monotonic():
                await asyncio.sleep(at - time.monotonic())
            yield time.monotonic() - began
