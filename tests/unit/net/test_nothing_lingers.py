"""What a look has read goes when the look is over, and not when the collector of cycles comes.

Thousands of looks make few objects each, so it comes rarely, and pages are large.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from watcher.demo.servers.loopback import listening
from watcher.net.address_policy import AddressPolicy
from watcher.net.client import Client, open_client
from watcher.net.http.decode import BoundedBody
from watcher.net.http.fetch import fetch
from watcher.net.http.response_parser import ResponseParser
from watcher.net.look_error import LookError
from watcher.net.trace import LookTrace

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 5\r\n\r\nhello"
BROKEN = b"HTTP/1.1 200 OK\r\nBad\0: x\r\n\r\n"
PARTS = (httpx.Response, ResponseParser, BoundedBody, LookTrace)


@asynccontextmanager
async def a_shop(*answers: bytes) -> AsyncIterator[tuple[Client, str]]:
    """A door, and the address of a shop that says one thing after the other."""
    left = iter(answers)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(left))

    async with listening(converse) as place:
        policy = AddressPolicy.of(("127.0.0.1/32",), (int(place.rpartition(":")[2]),))
        async with open_client(policy=policy, per_address=(9, 0.0)) as net:
            yield net, f"http://{place}/"


async def look(net: Client, url: str) -> int:
    try:
        return (await fetch(net.http, url, LookTrace(1000), 5.0)).status_code
    except LookError:
        return 0


@pytest.mark.parametrize(("answers", "status"), [((OK,), 200), ((MOVED, OK), 200), ((BROKEN,), 0)])
def test_no_part_of_a_look_outlives_it(answers: tuple[bytes, ...], status: int) -> None:
    async def looked() -> list[object]:
        async with a_shop(*answers) as (net, url):
            gc.collect()
            gc.disable()
            try:
                assert await look(net, url) == status
                return [part for part in gc.get_objects() if type(part) in PARTS]
            finally:
                gc.enable()

    assert asyncio.run(looked()) == []
