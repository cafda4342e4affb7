"""What a look waits for ourselves is no delay of the site: no clock of it runs meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from watcher.core.looks.observation import Reason
from watcher.demo.servers.loopback import listening
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import Client, open_client
from watcher.net.http.fetch import fetch
from watcher.net.http.http1 import exchange
from watcher.net.limits import MemoryBudget
from watcher.net.look_error import LookError
from watcher.net.stream import Stream
from watcher.net.trace import LookTrace

SECONDS = 1.0  # of a look
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalo"


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say hello; whose path is /lama is not answered."""
    request = await reader.readuntil(b"\r\n\r\n")
    if b"/lama" in request:
        await reader.read()
    writer.write(PAGE)


@contextlib.asynccontextmanager
async def a_host(seconds_between: float) -> AsyncIterator[tuple[Client, str]]:
    """A host of many sites, which gets one connection at a time; and the door to it."""
    async with listening(greet) as address:
        policy = AddressPolicy.of(("127.0.0.1",), (int(address.rpartition(":")[2]),))
        async with open_client(policy=policy, per_address=(1, seconds_between)) as net:
            yield net, f"http://{address}/"


async def looked_at(net: Client, url: str) -> LookTrace:
    trace = LookTrace(1000)
    await fetch(net.http, url, trace, SECONDS)
    return trace


def test_the_last_of_many_on_a_host_is_not_late() -> None:
    async def story() -> list[float]:
        async with a_host(SECONDS / 5) as (net, url):
            trails = await asyncio.gather(*(looked_at(net, f"{url}{n}") for n in range(12)))
            return [trace.phases.total for trace in trails]

    assert max(asyncio.run(story())) < SECONDS / 5 * 1000


def test_whoever_stands_before_a_tarpit_waits_for_its_turn_and_not_for_its_end() -> None:
    async def story() -> None:
        async with a_host(0) as (net, url):
            tarpits = [asyncio.ensure_future(looked_at(net, url + "lama")) for _ in range(3)]
            await asyncio.sleep(0)
            good = asyncio.ensure_future(looked_at(net, url))
            ended = await asyncio.gather(*tarpits, return_exceptions=True)
            assert [isinstance(one, LookError) and one.reason for one in ended] == [
                Reason.TIMEOUT_READ
            ] * 3
            assert (await good).phases.total < SECONDS * 1000

    asyncio.run(story())


class Wire(Stream):
    """A connection on which everything has arrived."""

    def __init__(self, *said: bytes) -> None:
        self._said = iter(said)

    async def read(self) -> bytes:
        return next(self._said, b"")

    async def write(self, data: bytes) -> None:
        pass


def test_waiting_for_room_is_no_delay() -> None:
    async def story() -> None:
        room, trace = MemoryBudget(1000), LookTrace(1000)

        async def ask() -> bytes:
            async with asyncio.timeout(SECONDS) as trace.deadline:
                return (await exchange(Wire(PAGE), b"GET", room, trace)).body.content

        async with room.reserve(1000):
            asking = asyncio.ensure_future(ask())
            await asyncio.sleep(0)
            assert trace.deadline is not None
            assert trace.deadline.when() is None  # it could wait for ever
        assert await asking == b"halo"
        assert trace.deadline.when() is not None

    asyncio.run(story())


@pytest.mark.parametrize("size", [1000, 20_000, 200_000])
def test_a_large_head_waits_for_room_too(size: int) -> None:
    """All heads that are not whole yet would else have no bound together."""

    async def story() -> bool:
        room, trace = MemoryBudget(1000), LookTrace(1000)
        head = b"HTTP/1.1 200 OK\r\nX: " + b"x" * size
        said = [*(head[at : at + 4096] for at in range(0, len(head), 4096)), b"\r\n" + PAGE[17:]]
        wire = Wire(*said)
        async with room.reserve(1000):
            asking = asyncio.ensure_future(exchange(wire, b"GET", room, trace))
            for _ in range(5):
                await asyncio.sleep(0)
            waits = bool(await wire.read())  # not all of it was taken
        with contextlib.suppress(LookError):
            await asking
        return waits

    assert asyncio.run(story()) is (size > 16 * 1024)
