"""Speak over an open connection: plainly, or through TLS with the certificate as a fact."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from watcher.core.observation import Certificate, Reason
from watcher.net.dial import dial
from watcher.net.errors import LookError
from watcher.net.tls import read_certificate, reason_of
from watcher.net.trail import Trail

TLS_SECONDS = 8.0
READ_BUFFER = 64 * 1024

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Contexts:
    """The TLS context that looks, and the one that only reads refused certificates."""

    strict: ssl.SSLContext
    blind: ssl.SSLContext


@asynccontextmanager
async def open_streams(
    connection: socket.socket, host: str, contexts: Contexts | None, trail: Trail
) -> AsyncIterator[Streams]:
    """Speak over a connection, through TLS when `contexts` are given; it is closed after.

    Raises:
        LookError: what was wrong with the handshake.
    """
    streams = await (
        _plain(connection) if contexts is None else _tls(connection, host, contexts, trail)
    )
    try:
        yield streams
    finally:
        streams[1].transport.abort()  # no lingering close: the answer was read, or never will be


async def _plain(connection: socket.socket) -> Streams:
    return await asyncio.open_connection(sock=connection, limit=READ_BUFFER)


async def _tls(connection: socket.socket, host: str, contexts: Contexts, trail: Trail) -> Streams:
    trail.waiting_for = Reason.TIMEOUT_TLS
    peer = connection.getpeername()
    try:
        streams = await _handshake(connection, host, contexts.strict)
    except ssl.SSLCertVerificationError as error:
        trail.certificate = await _refused_certificate(peer, host, contexts.blind)
        raise LookError(reason_of(error), error.verify_message) from error
    except ssl.SSLEOFError as error:
        raise LookError(Reason.CLOSED, "closed in the handshake") from error
    except ssl.SSLError as error:
        raise LookError(reason_of(error), str(error.reason)) from error
    except TimeoutError as error:
        raise LookError(Reason.TIMEOUT_TLS) from error
    except OSError as error:
        reset = isinstance(error, ConnectionResetError)
        raise LookError(Reason.RESET if reset else Reason.CLOSED, "in the handshake") from error
    trail.mark("tls")
    peer_tls = streams[1].get_extra_info("ssl_object")
    trail.certificate = read_certificate(peer_tls.getpeercert(binary_form=True))
    return streams


async def _handshake(connection: socket.socket, host: str, context: ssl.SSLContext) -> Streams:
    try:
        async with asyncio.timeout(TLS_SECONDS):
            return await asyncio.open_connection(
                sock=connection, ssl=context, server_hostname=host, limit=READ_BUFFER
            )
    except BaseException:
        connection.close()
        raise


async def _refused_certificate(
    peer: tuple[str, int], host: str, blind: ssl.SSLContext
) -> Certificate | None:
    """Look once more without verifying, only to say what was refused."""
    try:
        connection = await dial(peer[0], peer[1])
        _, writer = await _handshake(connection, host, blind)
    except (LookError, OSError):
        return None
    try:
        return read_certificate(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
    finally:
        writer.transport.abort()
