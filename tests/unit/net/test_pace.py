"""Politeness keeps its word also to those it has forgotten, and forgets those it owes nothing."""

import asyncio
import time

from watcher.net.pace import Pace

KEYS = [f"192.0.2.{n}:{port}" for n in range(250) for port in range(20)]


async def visit(pace: Pace, key: str) -> float:
    async with pace.turn(key):
        return time.monotonic()


def test_so_many_have_a_turn_together() -> None:
    async def story() -> list[int]:
        pace, inside, seen = Pace(2, 0.0), 0, list[int]()

        async def stay() -> None:
            nonlocal inside
            async with pace.turn("192.0.2.1"):
                inside += 1
                seen.append(inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(stay() for _ in range(9)))
        return seen

    assert max(asyncio.run(story())) == 2


def test_turns_begin_so_far_apart() -> None:
    async def story() -> list[float]:
        pace, began = Pace(3, 0.05), list[float]()

        async def come() -> None:
            async with pace.turn("192.0.2.1"):
                began.append(time.monotonic())

        first = time.monotonic()
        await asyncio.gather(*(come() for _ in range(4)))
        return [at - first for at in began]

    # a busy machine may begin a turn late, and the next one on time: never before its time
    assert all(at >= 0.049 * number for number, at in enumerate(asyncio.run(story())))


def test_who_goes_on_waits_for_no_interval() -> None:
    async def story() -> float:
        pace, first = Pace(1, 60.0), time.monotonic()
        for goes_on in (False, True, True):
            async with pace.turn("192.0.2.1", goes_on=goes_on):
                pass
        return time.monotonic() - first

    assert asyncio.run(story()) < 60


def test_addresses_that_are_owed_nothing_are_forgotten() -> None:
    async def story() -> int:
        pace = Pace(2, 0.0)
        for key in KEYS:
            await visit(pace, key)
        return len(pace._places)

    assert asyncio.run(story()) < len(KEYS) / 2


def test_who_is_being_visited_is_not_forgotten() -> None:
    async def story() -> bool:
        pace = Pace(1, 0.0)
        async with pace.turn("held"):
            for key in KEYS:
                await visit(pace, key)
            again = asyncio.create_task(visit(pace, "held"))
            await asyncio.sleep(0)
            waited = not again.done()
        await again
        return waited

    assert asyncio.run(story())


def test_who_was_visited_a_moment_ago_is_not_forgotten() -> None:
    async def story() -> float:
        pace = Pace(1, 0.2)
        first = await visit(pace, "first")
        await asyncio.gather(*(visit(pace, key) for key in KEYS))
        return await visit(pace, "first") - first

    assert asyncio.run(story()) >= 0.199
