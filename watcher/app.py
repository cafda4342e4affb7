"""The composition root: settings in, everything a job needs out. Names the real clock."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from watcher.core.period import Clock
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import Client, open_client
from watcher.net.limits import RateLimiter
from watcher.net.registry_turns import Registries
from watcher.settings import Settings

if TYPE_CHECKING:
    from watcher.storage.engine import Database

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end: on uvloop where the extra "fast" is installed, else on asyncio's own loop."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    done: T = uvloop.run(work)
    return done


def utc_now() -> datetime:
    """The real clock, aware UTC."""
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Seconds since the machine was started, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class App:
    """An office at work: its settings, its history, its door, and the time.

    `steady` counts the seconds of a clock that nobody sets, and that runs on in a machine's sleep.
    """

    settings: Settings
    database: "Database"
    net: Client
    clock: Clock
    steady: Callable[[], float] = steady_seconds


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[App]:
    """Open database and door for as long as the block lasts.

    Raises:
        StorageError: the database cannot be used.
    """
    from watcher.storage.engine import open_database  # a look by hand does without a database

    database = await asyncio.to_thread(open_database, settings.database.url)
    try:
        async with open_door(settings) as net:
            yield App(settings, database, net, clock)
    finally:
        database.close()


def open_door(settings: Settings) -> AbstractAsyncContextManager[Client]:
    """Open the door as an office has set it."""
    network, registry = settings.network, settings.registry
    return open_client(
        ca_file=network.ca_file,
        nameservers=network.nameservers,
        policy=AddressPolicy.of(network.allow_addresses, network.allow_ports),
        contact=network.contact_url,
        per_address=(network.per_address_at_once, network.per_address_seconds),
        registries=Registries(
            RateLimiter(1, registry.seconds_between), registry.rdap, registry.whois
        ),
        look_seconds=network.look_seconds,
        slow_seconds=network.slow_seconds,
        sentinels=network.sentinels,
        whois_server=registry.whois_server,
        rdap_base=registry.rdap_base,
    )
