"""Batches that overlap: never more than twice at once, and none may deny what a later one saw."""

import asyncio

from watcher.core.looks.observation import Kind
from watcher.jobs.looks.road import Batch, Road


async def begins(road: Road, kind: Kind, size: int) -> Batch | None:
    """A batch that began, and is left under way; None if it has to wait."""
    begun = asyncio.Event()
    batches: list[Batch] = []

    async def hold() -> None:
        async with road.batch(kind, size) as batch:
            batches.append(batch)
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    for _ in range(5):
        await asyncio.sleep(0)
    if not begun.is_set():
        task.cancel()
        return None
    _HELD.append(task)
    return batches[0]


_HELD: list[asyncio.Task[None]] = []


def test_the_next_one_begins_where_few_are_left_and_there_is_room() -> None:
    async def story() -> list[bool]:
        road = Road(10)
        first = await begins(road, Kind.AVAILABILITY, 10)
        assert first is not None
        told = [await begins(road, Kind.AVAILABILITY, 10) is not None]
        first.ended(8)
        second = await begins(road, Kind.AVAILABILITY, 10)
        assert second is not None
        second.ended(8)
        third = await begins(road, Kind.AVAILABILITY, 10)
        assert third is not None  # 2 and 2 and 10 are under way
        third.ended(2)
        told.append(await begins(road, Kind.PAGE, 10) is not None)  # 2 and 2 and 8 and 10
        third.ended(2)
        told.append(await begins(road, Kind.PAGE, 10) is not None)
        return told

    assert asyncio.run(story()) == [False, False, True]


def test_one_that_waits_begins_when_another_ends() -> None:
    async def story() -> None:
        road = Road(5)
        first = await begins(road, Kind.AVAILABILITY, 5)
        assert first is not None
        waiting = asyncio.create_task(begun(road))
        await asyncio.sleep(0)
        first.ended(4)
        async with asyncio.timeout(5):
            await waiting

    async def begun(road: Road) -> None:
        async with road.batch(Kind.AVAILABILITY, 5):
            pass

    asyncio.run(story())


def test_batches_that_are_being_settled_do_not_pile_up() -> None:
    async def story() -> bool:
        road = Road(10)
        for _ in range(2):
            batch = await begins(road, Kind.AVAILABILITY, 10)
            assert batch is not None
            batch.ended(10)
        return await begins(road, Kind.AVAILABILITY, 10) is not None

    assert not asyncio.run(story())


def test_an_older_batch_does_not_deny_what_a_later_one_was_blind_to() -> None:
    road = Road(10)
    old, later = road.alone(Kind.AVAILABILITY, 5), road.alone(Kind.AVAILABILITY, 5)
    later.blind()
    assert not old.sees
    assert not later.sees
    assert road.alone(Kind.AVAILABILITY, 5).sees
