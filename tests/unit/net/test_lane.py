"""A lane: so many at a time, but nobody holds up those behind for longer than a moment."""

import asyncio

from watcher.net.lane import Lane


class Road:
    """Who is under way, and how many were at most; each stays until told to go."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._go = asyncio.Event()
        self.under_way = self.most = 0
        self.crowded = asyncio.Event()

    async def pass_by(self, crowd: int) -> None:
        """Enter, wait, leave."""
        async with self._lane.turn():
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            if self.under_way == crowd:
                self.crowded.set()
            await self._go.wait()
            self.under_way -= 1

    def go(self) -> None:
        """Let everybody leave."""
        self._go.set()


def test_no_more_than_three_move() -> None:
    async def story() -> int:
        road = Road(Lane(3, 60))
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(road.pass_by(3))
            await road.crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            road.go()
        return road.most

    assert asyncio.run(story()) == 3


def test_who_only_waits_steps_aside_and_gives_the_lane_back_once() -> None:
    async def story() -> int:
        lane = Lane(3, 0.01)
        crowd = Road(lane)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(crowd.pass_by(10))
            await crowd.crowded.wait()
            crowd.go()
        lane._patience = 60
        later = Road(lane)
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            for _ in range(10):
                group.create_task(later.pass_by(3))
            await later.crowded.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            later.go()
        return later.most

    assert asyncio.run(story()) == 3
