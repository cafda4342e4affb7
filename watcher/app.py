"""The composition root: build from the settings what jobs need, with the real clock."""

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
    """Run a coroutine: on uvloop where the extra "fast" is installed, else on asyncio's loop."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    done: T = uvloop.run(work)
    return done


def utc_now() -> datetime:
    """Return the system time as aware UTC."""
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Return the seconds since the machine was started, sleep included; this cannot be set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class App:
    """What the jobs of an office need.

    Attributes:
        net: the client of all requests.
        clock: the system time; `steady` counts seconds and cannot be set.
    """

    settings: Settings
    database: "Database"
    net: Client
    clock: Clock
    steady: Callable[[], float] = steady_seconds


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[App]:
    """Open database and client within the block.

    Raises:
        StorageError: the database cannot be used.
    """
    from watcher.storage.engine import open_database  # not needed by `watcher look`

    database = await asyncio.to_thread(open_database, settings.database.url)
    try:
        async with office_client(settings) as net:
            yield App(settings, database, net, clock)
    finally:
        database.close()


def office_client(settings: Settings) -> AbstractAsyncContextManager[Client]:
    """Open the client that the settings describe."""
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
