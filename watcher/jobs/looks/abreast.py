"""How many looks go abreast: so many that move, and at most as many again that only wait.

A dead site or a tarpit holds a connection for seconds and costs no work. After a moment such
a look steps aside and the next one begins, so that a few of them do not hold up all others.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from watcher.net.lane import Lane

PATIENCE = 2.0

Item = TypeVar("Item")


async def abreast(
    items: Iterable[Item],
    work: Callable[[Item], Awaitable[None]],
    at_once: int,
    patience: float = PATIENCE,
) -> None:
    """Work on items, `at_once` at a time. The first error ends all of it, and is raised.

    Items are taken when their turn has come: there may be more than memory holds.
    """
    lane, road = Lane(at_once, patience), asyncio.Semaphore(2 * at_once)

    async def go(item: Item) -> None:
        try:
            async with lane.turn():
                await work(item)
        finally:
            road.release()

    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                await road.acquire()
                group.create_task(go(item))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
