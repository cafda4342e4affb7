"""Batches that overlap: never more than twice at once, and none may deny what a later one saw."""

import asyncio

from watcher.core.looks.observation import Kind
from watcher.jobs.looks.in_flight import InFlightBatch, InFlightLimiter


async def begins(limiter: InFlightLimiter, kind: Kind, size: int) -> InFlightBatch | None:
    """A batch that began, and is left under way; None if it has to wait."""
    begun = asyncio.Event()
    batches: list[InFlightBatch] = []

    async def hold() -> None:
        async with limiter.batch(kind, size) as batch:
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


def test_the_next_one_begins_where_few_are_left_and_there_is_slots() -> None:
    async def story() -> list[bool]:
        limiter = InFlightLimiter(10)
        first = await begins(limiter, Kind.AVAILABILITY, 10)
        assert first is not None
        told = [await begins(limiter, Kind.AVAILABILITY, 10) is not None]
        first.ended(8)
        second = await begins(limiter, Kind.AVAILABILITY, 10)
        assert second is not None
        second.ended(8)
        third = await begins(limiter, Kind.AVAILABILITY, 10)
        assert third is not None  # 2 and 2 and 10 are under way
        third.ended(2)
        told.append(await begins(limiter, Kind.PAGE, 10) is not None)  # 2 and 2 and 8 and 10
        third.ended(2)
        told.append(await begins(limiter, Kind.PAGE, 10) is not None)
        return told

    assert asyncio.run(story()) == [False, False, True]


def test_one_that_waits_begins_when_another_ends() -> None:
    async def story() -> None:
        limiter = InFlightLimiter(5)
        first = await begins(limiter, Kind.AVAILABILITY, 5)
        assert first is not None
        waiting = asyncio.create_task(begun(limiter))
        await asyncio.sleep(0)
        first.ended(4)
        async with asyncio.timeout(5):
            await waiting

    async def begun(limiter: InFlightLimiter) -> None:
        async with limiter.batch(Kind.AVAILABILITY, 5):
            pass

    asyncio.run(story())


def test_batches_that_are_being_settled_do_not_pile_up() -> None:
    async def story() -> bool:
        limiter = InFlightLimiter(10)
        for _ in range(2):
            batch = await begins(limiter, Kind.AVAILABILITY, 10)
            assert batch is not None
            batch.ended(10)
        return await begins(limiter, Kind.AVAILABILITY, 10) is not None

    assert not asyncio.run(story())


def test_an_older_batch_does_not_deny_what_a_later_one_was_blind_to() -> None:
    limiter = InFlightLimiter(10)
    old, later = limiter.begin(Kind.AVAILABILITY, 5), limiter.begin(Kind.AVAILABILITY, 5)
    later.mark_unhealthy()
    assert not old.may_close_gap
    assert not later.may_close_gap
    assert limiter.begin(Kind.AVAILABILITY, 5).may_close_gap
