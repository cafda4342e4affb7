"""A resolver far away: hand every question on, and let question and answer take their time."""

import asyncio
import sys
from typing import cast

DELAY = 0.080


class Forwarder(asyncio.DatagramProtocol):
    """Takes questions and sends each on from a socket of its own, `DELAY` later."""

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._waiting: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.ensure_future(self._hand_on(data, addr))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _hand_on(self, question: bytes, addr: tuple[str, int]) -> None:
        await asyncio.sleep(DELAY)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes] = loop.create_future()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Once(answer), remote_addr=("127.0.0.1", self._behind)
        )
        try:
            transport.sendto(question)
            self._transport.sendto(await asyncio.wait_for(answer, 2), addr)
        finally:
            transport.close()


class _Once(asyncio.DatagramProtocol):
    def __init__(self, answer: asyncio.Future[bytes]) -> None:
        self._answer = answer

    def datagram_received(self, data: bytes, _addr: tuple[str, int]) -> None:
        if not self._answer.done():
            self._answer.set_result(data)


async def main(port: int, behind: int) -> None:
    """Stand between a port and the resolver behind it."""
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Forwarder(behind), local_addr=("127.0.0.1", port))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
