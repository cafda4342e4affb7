"""Share the rate limit and the refusals of registries among all processes of an office."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from watcher.core.period import Clock
from watcher.net.registry_turns import Registries
from watcher.storage.engine import Database
from watcher.storage.registries.rdap_list import read_rdap_list
from watcher.storage.registries.refusals import read_refusals, write_refusals
from watcher.storage.registries.registry_slots import reserve_slot


@asynccontextmanager
async def shared_by_processes(
    registries: Registries, database: Database, between: timedelta, clock: Clock
) -> AsyncIterator[None]:
    """Load the shared state of registries within the block, and store what changed after it.

    Args:
        registries: the limiter of this process, whose state is replaced.
        between: the least time between two queries to one server.
        clock: the current time.
    """

    async def next_slot(server: str) -> timedelta:
        slot = await asyncio.to_thread(reserve_slot, database, server, between, clock())
        return max(slot - clock(), timedelta())

    registries.next_slot = next_slot
    registries.listed = (await asyncio.to_thread(read_rdap_list, database)).servers
    before = registries.refusals = await asyncio.to_thread(read_refusals, database)
    try:
        yield
    finally:
        if registries.refusals != before:
            await asyncio.to_thread(write_refusals, database, before, registries.refusals)
