"""How many looks go abreast: so many that move, and at most as many again that only wait.

A dead site or a tarpit holds a connection for seconds and costs no work. After a moment such
a look steps aside and the next one begins, so that a few of them do not hold up all others.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

from watcher.net.lane import Lane

PATIENCE = 2.0

Item = TypeVar("Item")
Result = TypeVar("Result")


async def abreast(
    items: Iterable[Item],
    work: Callable[[Item], Awaitable[Result]],
    at_once: int,
    patience: float = PATIENCE,
) -> AsyncIterator[Result]:
    """Work on items, `at_once` at a time, and give each result as soon as it is there.

    Items are taken when their turn has come: there may be more than memory holds.
    """
    done: asyncio.Queue[tuple[Result, ...]] = asyncio.Queue()
    lane, road = Lane(at_once, patience), asyncio.Semaphore(2 * at_once)
    open_ = 1  # beginning, and whatever was begun and is not told

    async def go(item: Item) -> None:
        try:
            async with lane.turn():
                done.put_nowait((await work(item),))
        finally:
            road.release()

    async def begin(group: asyncio.TaskGroup) -> None:
        nonlocal open_
        for item in items:
            await road.acquire()
            open_ += 1
            group.create_task(go(item))
        done.put_nowait(())

    async with asyncio.TaskGroup() as group:
        group.create_task(begin(group))
        while open_:
            for result in await done.get():
                yield result
            open_ -= 1
