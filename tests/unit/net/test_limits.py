"""The limits hold, serve first come first served, and lose nothing when a wait is cancelled."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest

from watcher.net.limits import MemoryBudget, RateLimiter, SlowReleaseLimiter, run_bounded

KEYS = [f"192.0.2.{n}:{port}" for n in range(250) for port in range(20)]


class Crowd:
    """Tasks that hold a slot until they are let go; `most` is how many did at once."""

    def __init__(self, limiter: SlowReleaseLimiter) -> None:
        self._limiter = limiter
        self._go = asyncio.Event()
        self.under_way = self.most = 0
        self.crowded = asyncio.Event()

    async def hold(self, crowd: int) -> None:
        async with self._limiter.slot():
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            if self.under_way == crowd:
                self.crowded.set()
            await self._go.wait()
            self.under_way -= 1

    def go(self) -> None:
        """Let all tasks end."""
        self._go.set()


def test_no_more_than_three_hold_a_slot() -> None:
    async def story() -> int:
        crowd = Crowd(SlowReleaseLimiter(3, 60))
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(crowd.hold(3))
            await crowd.crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            crowd.go()
        return crowd.most

    assert asyncio.run(story()) == 3


def test_a_slow_holder_frees_its_slot_early_and_only_once() -> None:
    async def story() -> int:
        limiter = SlowReleaseLimiter(3, 0.01)
        crowd = Crowd(limiter)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(crowd.hold(10))
            await crowd.crowded.wait()
            crowd.go()
        limiter._patience = 60
        later = Crowd(limiter)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(later.hold(3))
            await later.crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            later.go()
        return later.most

    assert asyncio.run(story()) == 3


def test_no_more_at_once_than_asked_and_every_result() -> None:
    under_way, most = 0, 0

    done = list[int]()

    async def work(number: int) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        done.append(number)

    asyncio.run(run_bounded(range(100), work, 7))
    assert sorted(done) == list(range(100))
    assert most == 7


def test_an_item_is_taken_when_its_turn_has_come() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    ahead = list[int]()

    async def work(number: int) -> None:
        ahead.append(taken - number)

    asyncio.run(run_bounded(items(), work, 3))
    assert len(ahead) == taken == 1000
    assert max(ahead) <= 2 * 3 + 1


def test_the_first_error_cancels_the_rest_and_is_raised() -> None:
    begun = list[float]()

    async def work(number: int) -> None:
        begun.append(number)
        await asyncio.sleep(0)
        begun.append(1 / number)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run_bounded([1, 0, 2, 4, 5, 6], work, 1))
    assert 6 not in begun


def test_slow_work_doubles_what_is_under_way_at_most() -> None:
    under_way, most = 0, 0

    done = list[int]()

    async def story() -> None:
        crowded = asyncio.Event()

        async def work(number: int) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            if under_way == 6:
                crowded.set()
            await crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            under_way -= 1
            done.append(number)

        async with asyncio.timeout(10):
            await run_bounded(range(50), work, 3, patience=0.01)

    asyncio.run(story())
    assert sorted(done) == list(range(50))
    assert most == 6


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def reserve(budget: MemoryBudget, size: int, until: asyncio.Event, held: list[int]) -> None:
    async with budget.reserve(size):
        held.append(size)
        await until.wait()


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_bytes_are_reserved_first_come_first_served() -> None:
    async def story() -> None:
        budget, done, held = MemoryBudget(10), asyncio.Event(), list[int]()
        tasks = [asyncio.ensure_future(reserve(budget, size, done, held)) for size in (8, 4, 2)]
        await _soon()
        assert held == [8]  # the 2 would fit, but the 4 came first
        done.set()
        await asyncio.gather(*tasks)
        assert held == [8, 4, 2]

    run(story())


def test_more_than_the_budget_reserves_all_of_it() -> None:
    async def story() -> None:
        async with asyncio.timeout(5), MemoryBudget(10).reserve(99):
            pass

    run(story())


def test_a_cancelled_wait_lets_the_next_one_go_on() -> None:
    async def story() -> None:
        budget, done, held = MemoryBudget(10), asyncio.Event(), list[int]()
        first, second, third = (
            asyncio.ensure_future(reserve(budget, size, done, held)) for size in (6, 9, 4)
        )
        await _soon()
        second.cancel()
        await _soon()
        assert held == [6, 4]
        done.set()
        await asyncio.gather(first, third)

    run(story())


def test_a_wait_that_is_cancelled_as_its_turn_comes_loses_no_bytes() -> None:
    async def story() -> None:
        budget, done, held = MemoryBudget(10), asyncio.Event(), list[int]()
        first = asyncio.ensure_future(reserve(budget, 10, done, held))
        second = asyncio.ensure_future(reserve(budget, 10, asyncio.Event(), held))
        await _soon()
        done.set()
        await first
        second.cancel()  # its turn has come, and it has not yet run
        await asyncio.gather(second, return_exceptions=True)
        async with budget.reserve(10):
            held.append(1)
        assert held[-1] == 1

    run(story())


async def visit(limiter: RateLimiter, key: str) -> float:
    async with limiter.turn(key):
        return time.monotonic()


def test_so_many_have_a_turn_together() -> None:
    async def story() -> list[int]:
        limiter, inside, seen = RateLimiter(2, 0.0), 0, list[int]()

        async def stay() -> None:
            nonlocal inside
            async with limiter.turn("192.0.2.1"):
                inside += 1
                seen.append(inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(stay() for _ in range(9)))
        return seen

    assert max(asyncio.run(story())) == 2


def test_turns_begin_so_far_apart() -> None:
    async def story() -> list[float]:
        limiter, began = RateLimiter(3, 0.05), list[float]()

        async def come() -> None:
            async with limiter.turn("192.0.2.1"):
                began.append(time.monotonic())

        first = time.monotonic()
        await asyncio.gather(*(come() for _ in range(4)))
        return [at - first for at in began]

    # a busy machine may begin a turn late, and the next one on time: never before its time
    assert all(at >= 0.049 * number for number, at in enumerate(asyncio.run(story())))


def test_a_visit_that_continues_waits_for_no_interval() -> None:
    async def story() -> float:
        limiter, first = RateLimiter(1, 60.0), time.monotonic()
        for goes_on in (False, True, True):
            async with limiter.turn("192.0.2.1", goes_on=goes_on):
                pass
        return time.monotonic() - first

    assert asyncio.run(story()) < 60


def test_idle_keys_are_evicted() -> None:
    async def story() -> int:
        limiter = RateLimiter(2, 0.0)
        for key in KEYS:
            await visit(limiter, key)
        return len(limiter._keys)

    assert asyncio.run(story()) < len(KEYS) / 2


def test_a_key_with_a_turn_under_way_is_not_evicted() -> None:
    async def story() -> bool:
        limiter = RateLimiter(1, 0.0)
        async with limiter.turn("held"):
            for key in KEYS:
                await visit(limiter, key)
            again = asyncio.create_task(visit(limiter, "held"))
            await asyncio.sleep(0)
            waited = not again.done()
        await again
        return waited

    assert asyncio.run(story())


def test_a_key_whose_interval_is_not_over_is_not_evicted() -> None:
    async def story() -> float:
        limiter = RateLimiter(1, 0.2)
        first = await visit(limiter, "first")
        await asyncio.gather(*(visit(limiter, key) for key in KEYS))
        return await visit(limiter, "first") - first

    assert asyncio.run(story()) >= 0.199
