"""Limits on what is under way at once: looks, memory for bodies, connections to one address.

All of them serve in order of arrival. Each belongs to one event loop.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

ALL_BODIES = 128 * 1024 * 1024  # bytes that all bodies under way may take together
PATIENCE = 2.0  # seconds after which a look frees its slot for the next one
_FEW_KEYS = 1024  # keys of a rate limiter below which none is evicted

Item = TypeVar("Item")


class SlowReleaseLimiter:
    """Semaphore of N; a holder that exceeds `patience` seconds frees its slot early.

    A dead site or a tarpit holds a connection for seconds and costs no work, so slow holders
    must not block the queue. Their number is not bounded here: the caller does (`run_bounded`).
    """

    def __init__(self, at_once: int, patience: float) -> None:
        self._free, self._patience = asyncio.Semaphore(at_once), patience

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot; hold it until the block ends or has taken too long."""
        await self._free.acquire()
        with ExitStack() as held:  # released once, by the timer or at the end of the block
            held.callback(self._free.release)
            timer = asyncio.get_running_loop().call_later(self._patience, held.close)
            try:
                yield
            finally:
                timer.cancel()


async def run_bounded(
    items: Iterable[Item],
    work: Callable[[Item], Awaitable[None]],
    at_once: int,
    patience: float = PATIENCE,
) -> None:
    """Await `work` for each item: `at_once` together, and as many again that exceed `patience`.

    Args:
        items: read lazily, one when its turn has come: there may be more than memory holds.
        work: awaited once for each item.
        at_once: number of items that may hold a slot.
        patience: seconds after which an item frees its slot, although it is still under way.

    Raises:
        Exception: the first error of `work`; it cancels all other work.
    """
    limiter, under_way = SlowReleaseLimiter(at_once, patience), asyncio.Semaphore(2 * at_once)

    async def run(item: Item) -> None:
        try:
            async with limiter.slot():
                await work(item)
        finally:
            under_way.release()

    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                await under_way.acquire()
                group.create_task(run(item))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None


class MemoryBudget:
    """Weighted semaphore: bytes that are reserved while a body is read and decoded.

    The wait for them says nothing about the site: callers exclude it from a look's deadline.
    """

    def __init__(self, size: int = ALL_BODIES) -> None:
        self._size = self._free = size
        self._queue, self._given_back = asyncio.Lock(), asyncio.Event()

    @asynccontextmanager
    async def reserve(self, size: int) -> AsyncIterator[None]:
        """Wait for `size` bytes, or for the whole budget where that is less."""
        wanted = min(size, self._size)
        async with self._queue:
            while self._free < wanted:
                self._given_back.clear()
                await self._given_back.wait()
            self._free -= wanted
        try:
            yield
        finally:
            self._free += wanted
            self._given_back.set()


@dataclass(slots=True)
class _KeyState:
    """What a rate limiter stores for one key.

    Attributes:
        slots: bounds the turns held together.
        free_at: when the next turn may begin, in seconds of the monotonic clock.
        waiters: tasks that hold a turn or wait for one.
    """

    slots: asyncio.Semaphore
    free_at: float = 0.0
    waiters: int = 0


class RateLimiter:
    """For each key: at most `at_once` turns together, and one new turn each `seconds`."""

    def __init__(self, at_once: int, seconds: float) -> None:
        self._at_once, self._seconds = at_once, seconds
        self._keys: dict[str, _KeyState] = {}
        self._evict_from = _FEW_KEYS

    @asynccontextmanager
    async def turn(self, key: str, *, goes_on: bool = False) -> AsyncIterator[None]:
        """Wait for a turn; hold it until the block ends.

        Args:
            key: an address, or the name of a registry server.
            goes_on: this continues an earlier turn, as a redirect does: wait for a slot, but
                not for the interval.
        """
        if (state := self._keys.get(key)) is None:
            self._evict_idle()
            state = self._keys[key] = _KeyState(asyncio.Semaphore(self._at_once))
        state.waiters += 1
        try:
            async with state.slots:
                if not goes_on:
                    await self._interval(state)
                yield
        finally:
            state.waiters -= 1

    async def _interval(self, state: _KeyState) -> None:
        now = time.monotonic()
        at = max(now, state.free_at)
        state.free_at = at + self._seconds
        if at > now:
            await asyncio.sleep(at - now)

    def _evict_idle(self) -> None:
        """Drop keys without waiters whose interval is over, once there are many keys."""
        if len(self._keys) < self._evict_from:
            return
        now = time.monotonic()
        self._keys = {k: s for k, s in self._keys.items() if s.waiters or s.free_at > now}
        self._evict_from = max(_FEW_KEYS, 2 * len(self._keys))
