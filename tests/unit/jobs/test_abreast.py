"""Many looks at once: never more than was asked for, each result once, and no room is lost."""

import asyncio
from collections.abc import Iterator

import pytest

from watcher.jobs.looks.abreast import abreast


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

    asyncio.run(abreast(range(100), work, 7))
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

    asyncio.run(abreast(items(), work, 3))
    assert len(ahead) == taken == 1000
    assert max(ahead) <= 2 * 3 + 1


def test_what_breaks_ends_all_and_is_told() -> None:
    begun = list[float]()

    async def work(number: int) -> None:
        begun.append(number)
        await asyncio.sleep(0)
        begun.append(1 / number)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(abreast([1, 0, 2, 4, 5, 6], work, 1))
    assert 6 not in begun


def test_of_those_that_only_wait_there_are_as_many_again_at_most() -> None:
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
            await abreast(range(50), work, 3, patience=0.01)

    asyncio.run(story())
    assert sorted(done) == list(range(50))
    assert most == 6
