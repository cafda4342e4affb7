"""An open connection that is read and written without blocking: plainly, or through TLS.

OpenSSL works in memory and the socket is the loop's, so there is no transport, no protocol
and no flow control between a look and its bytes: that is a third of what a look costs.
"""

import asyncio
import contextlib
import socket
import ssl
from typing import Self

READ_BYTES = 64 * 1024
_IN_A_ROW = 16  # a socket that always has more is read at once, without the loop's having a turn


class Stream:
    """A connection as it was dialled; closed at the end of its `with` block."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._reads = 0

    def __enter__(self) -> Self:
        """Nothing to open: the connection is."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at once: the answer was read, or never will be."""
        self._socket.close()

    async def read(self) -> bytes:
        """Wait for bytes; none means the end. Raises OSError."""
        self._reads += 1
        if self._reads % _IN_A_ROW == 0:
            await asyncio.sleep(0)  # time limits and everybody else
        return await self._loop.sock_recv(self._socket, READ_BYTES)

    async def write(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        await self._loop.sock_sendall(self._socket, data)


class TlsStream(Stream):
    """The same through TLS."""

    def __init__(self, connection: socket.socket, context: ssl.SSLContext, host: str) -> None:
        super().__init__(connection)
        self._heard, self._told = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._heard, self._told, server_hostname=host)
        self._broken: ssl.SSLError | None = None

    @property
    def certificate(self) -> bytes | None:
        """What the other side showed, as DER."""
        return self._tls.getpeercert(binary_form=True)

    async def handshake(self) -> None:
        """Agree on keys and verify who is there. Raises ssl.SSLError or OSError."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._hear()
            except ssl.SSLError:
                with contextlib.suppress(OSError):  # the alert that says what we did not like
                    self._socket.send(self._told.read())
                raise
            else:
                return  # what is still to be told goes out with the request

    async def read(self) -> bytes:
        """Wait for bytes; none means the end, however the other side took its leave."""
        while (decrypted := self._decrypted()) is None:
            await self._flush()  # an answer of TLS itself, such as to a new key
            await self._hear()
        return decrypted

    def _decrypted(self) -> bytes | None:
        """All that has arrived, together, for a record may be a single byte; None for nothing."""
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
                self._broken = error  # told once what came before it was read
                return bytes(decrypted) if decrypted else self._decrypted()
            if not record:
                break
            decrypted += record
        return bytes(decrypted)

    async def write(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        self._tls.write(data)
        await self._flush()

    async def _hear(self) -> None:
        received = await super().read()
        if received:
            self._heard.write(received)
        else:
            self._heard.write_eof()

    async def _flush(self) -> None:
        if self._told.pending:
            await super().write(self._told.read())
