"""A name server on loopback, over UDP and TCP, that answers from a table.

This module has the sockets and the list of queries; servers/zone.py builds the answers. The server
neither recurses nor caches, and marks its answers as authoritative.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Self, cast

import dns.exception
import dns.message
import dns.rdatatype

from watcher.demo.servers.loopback import listening
from watcher.demo.servers.zone import NO_SUCH_NAME, DnsZone, Trouble, ZoneAnswer, reply

__all__ = ["NameServer", "Trouble", "ZoneAnswer"]

_PORTS_TO_TRY = 20


class NameServer:
    """Answers for the names in `records`; that mapping may change while the server runs.

    Attributes:
        address: "127.0.0.1:PORT", the same port for UDP and TCP; set once entered.
        queries: (name, type) of every query, in order of arrival.
    """

    def __init__(
        self,
        records: Mapping[str, ZoneAnswer],
        *,
        otherwise: ZoneAnswer = NO_SUCH_NAME,
        port: int = 0,
    ) -> None:
        self.zone = DnsZone(records, otherwise)
        self.address = ""
        self.queries: list[tuple[str, str]] = []
        self._port = port
        self._doors = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        attempts = 1 if self._port else _PORTS_TO_TRY
        for _ in range(attempts - 1):  # a free TCP port may be somebody else's UDP port
            with contextlib.suppress(OSError):
                await self._listen()
                return self
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop, and end every conversation."""
        await self._doors.aclose()

    async def _listen(self) -> None:
        async with contextlib.AsyncExitStack() as doors:
            address = await doors.enter_async_context(listening(self._converse, port=self._port))
            host, _, port = address.partition(":")
            datagrams, _protocol = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: _Datagrams(self), local_addr=(host, int(port))
            )
            doors.callback(datagrams.close)
            self._doors = doors.pop_all()
            self.address = address

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:  # the client's leaving ends it, as IncompleteReadError
            size = int.from_bytes(await reader.readexactly(2), "big")
            answer = self.answer(await reader.readexactly(size))
            if answer is not None:
                writer.write(len(answer).to_bytes(2, "big") + answer)
                await writer.drain()

    def answer(self, packet: bytes) -> bytes | None:
        """The packet that answers `packet`; None where silence does."""
        try:
            query = dns.message.from_wire(packet)
        except dns.exception.DNSException:
            return None
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        seen_before = (name, kind) in self.queries
        self.queries.append((name, kind))
        chain = self.zone.chain(name)
        if seen_before:
            chain = [(link, _later(answer)) for link, answer in chain]
        match chain[0][1].trouble:
            case Trouble.SILENT:
                return None
            case Trouble.GARBAGE:
                return packet[:2] + b"\xff" * 9
            case _:
                return reply(query, kind, chain)


def _later(answer: ZoneAnswer) -> ZoneAnswer:
    return replace(answer, addresses=answer.afterwards or answer.addresses)


class _Datagrams(asyncio.DatagramProtocol):
    """Hands packets to the server and its answers back."""

    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)  # 3.11's is no subclass

    def datagram_received(self, packet: bytes, sender: tuple[str, int]) -> None:
        answer = self._server.answer(packet)
        if answer is not None:
            self._transport.sendto(answer, sender)
