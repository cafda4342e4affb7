"""A name server that may say anything: a lie for each name.

A lie gets the query and gives the packets to send back, over UDP from wherever it says.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import dns.message
import dns.rdatatype

from watcher.demo.servers.loopback import listening
from watcher.demo.servers.zone import DnsZone, ZoneAnswer, reply


@dataclass(frozen=True, slots=True)
class Query:
    """A question: as it came, and in words."""

    packet: bytes
    name: str
    kind: str
    over_tcp: bool
    nth: int  # of this name and kind, from 1

    @property
    def message(self) -> dns.message.Message:
        return dns.message.from_wire(self.packet)


Lie = Callable[[Query], list[bytes]]
HERE = ZoneAnswer(("127.0.0.1",))
INSIDE = ZoneAnswer(("127.0.0.2",))


def told(answer: ZoneAnswer) -> Lie:
    """What the demo's zone says of a name with this answer."""

    def speak(query: Query) -> list[bytes]:
        chain = DnsZone({query.name: answer}, INSIDE).chain(query.name)
        return [reply(query.message, query.kind, chain)]

    return speak


def first_then(first: ZoneAnswer, later: ZoneAnswer) -> Lie:
    """Another answer from the second question on: DNS rebinding."""
    return lambda query: told(first if query.nth == 1 else later)(query)


@dataclass(slots=True)
class LyingServer:
    """Leads every name inside, to the canary, unless there is a lie about it."""

    lies: dict[str, Lie] = field(default_factory=dict)
    address: str = ""
    _asked: list[tuple[str, str]] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen on one port, for UDP and TCP."""
        async with listening(self._converse) as self.address:
            host, _, port = self.address.partition(":")
            door = socket.socket(type=socket.SOCK_DGRAM)
            door.bind((host, int(port)))
            door.setblocking(False)
            loop = asyncio.get_running_loop()
            loop.add_reader(door, self._hear, door)
            try:
                yield
            finally:
                loop.remove_reader(door)
                door.close()

    def answers(self, packet: bytes, *, over_tcp: bool) -> list[bytes]:
        """The packets that go back."""
        question = dns.message.from_wire(packet).question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self._asked.append((name, kind))
        nth = self._asked.count((name, kind))
        return self.lies.get(name, told(INSIDE))(Query(packet, name, kind, over_tcp, nth))

    def _hear(self, door: socket.socket) -> None:
        packet, sender = door.recvfrom(65535)
        for answer in self.answers(packet, over_tcp=False):
            from_elsewhere = answer.startswith(ELSEWHERE)
            with contextlib.suppress(OSError):  # the other side may have left
                if from_elsewhere:
                    _send_from_elsewhere(answer.removeprefix(ELSEWHERE), sender)
                else:
                    door.sendto(answer, sender)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:  # the client's leaving ends it, as IncompleteReadError
            size = int.from_bytes(await reader.readexactly(2), "big")
            query = await reader.readexactly(size)
            for answer in self.answers(query, over_tcp=True):
                writer.write(len(answer).to_bytes(2, "big") + answer)
            await writer.drain()


#: Before a packet: somebody else sends it, from another port.
ELSEWHERE = b"from elsewhere: "


def _send_from_elsewhere(packet: bytes, to: tuple[str, int]) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.sendto(packet, to)
