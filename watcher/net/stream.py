"""An open connection that is read and written without blocking: plain, or through TLS.

OpenSSL works on memory buffers, and the loop reads and writes the socket directly. asyncio's
transports, protocols and flow control are left out: they were a third of the cost of a look.
"""

import asyncio
import contextlib
import socket
import ssl
from typing import Self

READ_BYTES = 64 * 1024
_IN_A_ROW = 16  # reads between two yields to the loop: sock_recv of a full socket never yields


class Stream:
    """A plain connection; closed at the end of its `with` block."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._reads = 0

    def __enter__(self) -> Self:
        """Return itself; the connection is open already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at once; nothing that still arrives is wanted."""
        self._socket.close()

    async def read(self) -> bytes:
        """Wait for bytes; b"" is the end of the stream. Raises OSError."""
        self._reads += 1
        if self._reads % _IN_A_ROW == 0:
            await asyncio.sleep(0)  # else timeouts and other looks would not run
        return await self._loop.sock_recv(self._socket, READ_BYTES)

    async def write(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        await self._loop.sock_sendall(self._socket, data)


class TlsStream(Stream):
    """A connection through TLS; `handshake` comes before reading and writing."""

    def __init__(self, connection: socket.socket, context: ssl.SSLContext, host: str) -> None:
        """Prepare TLS over a connection.

        Args:
            connection: connected and non-blocking.
            context: how certificates are verified.
            host: the name that the certificate must hold, also sent as SNI.
        """
        super().__init__(connection)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._broken: ssl.SSLError | None = None

    @property
    def certificate(self) -> bytes | None:
        """The leaf certificate of the server, as DER."""
        return self._tls.getpeercert(binary_form=True)

    async def handshake(self) -> None:
        """Agree on keys and verify the certificate. Raises ssl.SSLError or OSError."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._receive()
            except ssl.SSLError:
                with contextlib.suppress(OSError):  # the alert, by which servers log the cause
                    self._socket.send(self._outgoing.read())
                raise
            else:
                return  # what is still in the buffer is sent with the request

    async def read(self) -> bytes:
        """Wait for bytes; b"" is the end, with or without TLS's close_notify. Raises OSError."""
        while (decrypted := self._decrypted()) is None:
            await self._flush()  # messages of TLS itself, such as the answer to a key update
            await self._receive()
        return decrypted

    def _decrypted(self) -> bytes | None:
        """Everything that has arrived; None for nothing yet, b"" at the end.

        Records are joined, because one may hold a single byte.
        """
        if self._broken is not None:
            raise self._broken
        decrypted = bytearray()
        while len(decrypted) < READ_BYTES:
            try:
                record = self._tls.read(READ_BYTES)
            except ssl.SSLWantReadError:
                return bytes(decrypted) or None
            except ssl.SSLEOFError:
                break
            except ssl.SSLError as error:
                self._broken = error  # raised at the next read: the bytes before it are valid
                return bytes(decrypted) if decrypted else self._decrypted()
            if not record:
                break
            decrypted += record
        return bytes(decrypted)

    async def write(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        self._tls.write(data)
        await self._flush()

    async def _receive(self) -> None:
        received = await super().read()
        if received:
            self._incoming.write(received)
        else:
            self._incoming.write_eof()

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await super().write(self._outgoing.read())
