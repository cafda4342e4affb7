"""Politeness: how many connections one address or one server gets at once, and how often."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_FEW = 1024  # keys that are kept without a thought


@dataclass(slots=True)
class _Place:
    """What is known of one key.

    Attributes:
        free_at: when the next turn may begin, in seconds of the monotonic clock.
        visitors: who has a turn or waits for one.
    """

    room: asyncio.Semaphore
    free_at: float = 0.0
    visitors: int = 0


class Pace:
    """At most `at_once` turns together and one beginning each `seconds`, for each key."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._at_once, self._seconds = at_once, seconds
        self._places: dict[str, _Place] = {}
        self._tidy_at = _FEW

    @asynccontextmanager
    async def turn(self, key: str, *, goes_on: bool = False) -> AsyncIterator[None]:
        """Wait for a turn.

        Args:
            goes_on: the visit began before, and only goes on, as by a redirect: it waits for room
                and for no interval.
        """
        place = self._place(key)
        place.visitors += 1
        try:
            async with place.room:
                if not goes_on:
                    await self._interval(place)
                yield
        finally:
            place.visitors -= 1

    async def _interval(self, place: _Place) -> None:
        now = time.monotonic()
        at = max(now, place.free_at)
        place.free_at = at + self._seconds
        if at > now:
            await asyncio.sleep(at - now)

    def _place(self, key: str) -> _Place:
        if (place := self._places.get(key)) is None:
            self._tidy()
            place = self._places[key] = _Place(asyncio.Semaphore(self._at_once))
        return place

    def _tidy(self) -> None:
        """Forget, now and then, whom nobody visits and who may be visited at any time."""
        if len(self._places) < self._tidy_at:
            return
        now = time.monotonic()
        for key in [k for k, at in self._places.items() if not at.visitors and at.free_at <= now]:
            del self._places[key]
        self._tidy_at = max(_FEW, 2 * len(self._places))
