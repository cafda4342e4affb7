"""Connect to exactly the address that was checked, with TLS where it is asked for."""

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from watcher.core.observation import Certificate, Reason
from watcher.net.errors import LookError
from watcher.net.tls import read_certificate, reason_of
from watcher.net.trail import Trail

CONNECT_SECONDS = 5.0
TLS_SECONDS = 8.0
READ_BUFFER = 64 * 1024

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Contexts:
    """The TLS context that looks, and the one that only reads refused certificates."""

    strict: ssl.SSLContext
    blind: ssl.SSLContext


async def connect(addresses: tuple[str, ...], port: int, trail: Trail) -> socket.socket:
    """Open a TCP connection to the first of the checked addresses that answers.

    Raises:
        LookError: why the last one did not.
    """
    trail.waiting_for = Reason.TIMEOUT_CONNECT
    failure = LookError(Reason.CONNECT_REFUSED)
    for address in addresses[:3]:  # a host with a dozen dead addresses must not take a minute
        trail.address = address
        try:
            connection = await _tcp(address, port)
        except LookError as error:
            failure = error
            continue
        trail.mark("connect")
        return connection
    raise failure


async def _tcp(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.setblocking(False)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException as error:
        connection.close()
        if isinstance(error, OSError):
            raise LookError(_reason_of(error), str(error)) from error
        raise
    return connection


def _reason_of(error: OSError) -> Reason:
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT_CONNECT
    if isinstance(error, ConnectionResetError):
        return Reason.RESET
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        return Reason.OWN_NETWORK  # no route leaves this machine: nothing the site did
    return Reason.CONNECT_REFUSED


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
        connection = await _tcp(peer[0], peer[1])
        _, writer = await _handshake(connection, host, blind)
    except (LookError, OSError):
        return None
    try:
        return read_certificate(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
    finally:
        writer.transport.abort()
