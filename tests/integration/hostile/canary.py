"""A canary: it stands for everything behind the office's door, and counts who comes."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from hostile.private_network import is_private

PORT = 7007
#: Where a request would do harm: ssh, mail, web servers, a database; and the port of the cases.
_PORTS = (22, 25, 80, 443, 6379, 8080, PORT)


@dataclass(slots=True)
class Canary:
    """Who came: for each connection the address that was called, and the first words."""

    knocks: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch the whole world where it is ours, and else two addresses of loopback."""
        async with contextlib.AsyncExitStack() as doors:
            for door in _the_world() if is_private() else _two_of_loopback():
                server = await asyncio.start_server(self._note, sock=door)
                await doors.enter_async_context(server)
            yield

    async def _note(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called = "{} port {}".format(*writer.get_extra_info("sockname")[:2])
        self.knocks.append(called)
        place = len(self.knocks) - 1
        with contextlib.suppress(OSError):
            self.knocks[place] = f"{called}: {await reader.read(200)!r}"
        writer.transport.abort()


def _the_world() -> list[socket.socket]:
    return [
        socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
        for port in _PORTS
    ]


def _two_of_loopback() -> list[socket.socket]:
    here = [(socket.AF_INET, "127.0.0.2"), (socket.AF_INET6, "::1")]
    return [socket.create_server((host, PORT), family=family) for family, host in here]
