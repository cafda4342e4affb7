"""A TCP server on loopback: accepts connections, with or without TLS, and ends all of them.

The protocol is the caller's. The accept loop is our own because asyncio's server neither ends
the connections that it accepted (3.11) nor unfinished handshakes, and both would leak sockets
out of a test.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

# The other side left, or spoke noise. (An SSLError is an OSError.)
GONE = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
GOODBYE_SECONDS = 1.0  # how long a TLS peer may take to say goodbye


@contextlib.asynccontextmanager
async def listening(
    converse: Conversation,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[str]:
    """Hold every incoming connection to `converse`; yields "HOST:PORT".

    Raises:
        OSError: the port is taken.
    """
    guests: set[asyncio.Task[None]] = set()
    with socket.create_server((host, port), backlog=512) as listener:
        listener.setblocking(False)
        door = asyncio.create_task(_welcome(listener, converse, tls, guests))
        try:
            yield f"{host}:{listener.getsockname()[1]}"
        finally:
            await _end(door)
            await _end(*guests)


async def _welcome(
    listener: socket.socket,
    converse: Conversation,
    tls: ssl.SSLContext | None,
    guests: set[asyncio.Task[None]],
) -> None:
    loop = asyncio.get_running_loop()
    while True:
        caller, _ = await loop.sock_accept(listener)
        guest = asyncio.create_task(_entertain(caller, converse, tls))
        guests.add(guest)
        guest.add_done_callback(guests.discard)


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _entertain(
    caller: socket.socket, converse: Conversation, tls: ssl.SSLContext | None
) -> None:
    with caller, contextlib.suppress(*GONE):
        reader, writer = await _streams(caller, tls)
        try:
            await converse(reader, writer)
            writer.close()
            await writer.wait_closed()
        finally:
            writer.transport.abort()


async def _streams(
    caller: socket.socket, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    goodbye = GOODBYE_SECONDS if tls else None
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol, caller, ssl=tls, ssl_shutdown_timeout=goodbye
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)
