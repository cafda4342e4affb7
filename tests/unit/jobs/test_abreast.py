"""Many looks at once: never more than was asked for, each result once, and no room is lost."""

import asyncio
from collections.abc import Iterator

import pytest

from watcher.jobs.abreast import abreast


def test_no_more_at_once_than_asked_and_every_result() -> None:
    under_way, most = 0, 0

    async def work(number: int) -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return number

    async def story() -> list[int]:
        return [number async for number in abreast(range(100), work, 7)]

    assert sorted(asyncio.run(story())) == list(range(100))
    assert most == 7


def test_an_item_is_taken_when_its_turn_has_come() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    async def work(number: int) -> int:
        return taken - number

    async def story() -> list[int]:
        return [ahead async for ahead in abreast(items(), work, 3)]

    ahead = asyncio.run(story())
    assert len(ahead) == taken == 1000
    assert max(ahead) <= 2 * 3 + 1


def test_what_breaks_is_told() -> None:
    async def work(number: int) -> float:
        await asyncio.sleep(0)
        return 1 / number

    async def story() -> None:
        async for _ in abreast([1, 0, 2], work, 1):
            pass

    with pytest.raises(ExceptionGroup, match="TaskGroup"):
        asyncio.run(story())


def test_of_those_that_only_wait_there_are_as_many_again_at_most() -> None:
    under_way, most = 0, 0

    async def story() -> list[int]:
        crowded = asyncio.Event()

        async def work(number: int) -> int:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            if under_way == 6:
                crowded.set()
            await crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            under_way -= 1
            return number

        async with asyncio.timeout(10):
            return [number async for number in abreast(range(50), work, 3, patience=0.01)]

    assert sorted(asyncio.run(story())) == list(range(50))
    assert most == 6
