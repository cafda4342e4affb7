"""All bodies together have one bound, and nobody who waits is forgotten."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from watcher.net.room import Room


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def hold(room: Room, size: int, until: asyncio.Event, held: list[int]) -> None:
    async with room.take(size):
        held.append(size)
        await until.wait()


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_finds_no_room_waits_and_comes_in_turn() -> None:
    async def story() -> None:
        room, done, held = Room(10), asyncio.Event(), list[int]()
        tasks = [asyncio.ensure_future(hold(room, size, done, held)) for size in (8, 4, 2)]
        await _soon()
        assert held == [8]  # the 2 would fit, but the 4 came first
        done.set()
        await asyncio.gather(*tasks)
        assert held == [8, 4, 2]

    run(story())


def test_more_than_there_is_takes_all_of_it() -> None:
    async def story() -> None:
        async with asyncio.timeout(5), Room(10).take(99):
            pass

    run(story())


def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    async def story() -> None:
        room, done, held = Room(10), asyncio.Event(), list[int]()
        first, second, third = (
            asyncio.ensure_future(hold(room, size, done, held)) for size in (6, 9, 4)
        )
        await _soon()
        second.cancel()
        await _soon()
        assert held == [6, 4]
        done.set()
        await asyncio.gather(first, third)

    run(story())


def test_who_is_cancelled_as_the_turn_comes_gives_it_back() -> None:
    async def story() -> None:
        room, done, held = Room(10), asyncio.Event(), list[int]()
        first = asyncio.ensure_future(hold(room, 10, done, held))
        second = asyncio.ensure_future(hold(room, 10, asyncio.Event(), held))
        await _soon()
        done.set()
        await first
        second.cancel()  # its turn has come, and it has not yet run
        await asyncio.gather(second, return_exceptions=True)
        async with room.take(10):
            held.append(1)
        assert held[-1] == 1

    run(story())
