"""Make a stream of an open connection, plain or through TLS, and read the certificate."""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from watcher.core.looks.observation import Certificate, Reason
from watcher.net.connect import dial
from watcher.net.look_error import LookError
from watcher.net.stream import Stream, TlsStream
from watcher.net.tls.certificate import read_certificate
from watcher.net.tls.contexts import make_context, make_unverified_context, reason_of
from watcher.net.trace import LookTrace

TLS_SECONDS = 8.0
_NO_AGREEMENT = frozenset({Reason.TLS_ERROR, Reason.TLS_WEAK})


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of all looks.

    Attributes:
        strict: Python's defaults; every look begins with it.
        wide: verifies certificates as strictly, but accepts old ciphers that browsers accept.
        unverified: verifies nothing; used only to read refused certificates.
    """

    strict: ssl.SSLContext
    wide: ssl.SSLContext
    unverified: ssl.SSLContext


def load_contexts(ca_file: Path | None) -> Contexts:
    """Make the contexts, once for all looks. Raises SettingsError as make_context does."""
    return Contexts(
        make_context(ca_file), make_context(ca_file, wide=True), make_unverified_context()
    )


async def open_stream(
    connection: socket.socket, host: str, contexts: Contexts | None, trace: LookTrace
) -> Stream:
    """Make a stream of a connection, through TLS where `contexts` are given.

    Args:
        connection: connected and non-blocking; it belongs to the stream from now on.
        host: the name that the certificate must hold.
        contexts: None for a plain stream.
        trace: gets the certificate, also a refused one, and the time of the handshake.

    Raises:
        LookError: what was wrong with the handshake; the connection is closed.
    """
    if contexts is None:
        return Stream(connection)
    trace.waiting_for = Reason.TIMEOUT_TLS
    peer = connection.getpeername()
    try:
        stream = await _agreed(connection, host, contexts, trace)
    except ssl.SSLCertVerificationError as error:
        trace.certificate = await _refused_certificate(peer, host, contexts.unverified)
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
    trace.mark("tls")
    trace.certificate = read_certificate(stream.certificate)
    return stream


async def _agreed(
    connection: socket.socket, host: str, contexts: Contexts, trace: LookTrace
) -> TlsStream:
    """Make the handshake; try again with old ciphers where no cipher or protocol was agreed on.

    A refused certificate and a time-out are final. A server without a common cipher may send an
    alert, or only close or reset, so every other failure is tried again.
    """
    peer = connection.getpeername()
    try:
        return await _handshake(connection, host, contexts.strict)
    except (ssl.SSLCertVerificationError, TimeoutError):
        raise
    except OSError as error:  # an SSLError is one
        if isinstance(error, ssl.SSLError) and reason_of(error) not in _NO_AGREEMENT:
            raise
        try:
            stream = await _handshake(await dial(peer[0], peer[1]), host, contexts.wide)
        except ssl.SSLCertVerificationError:
            raise
        except (LookError, OSError):
            raise error from None
        trace.weak_tls = True
        return stream


async def _handshake(connection: socket.socket, host: str, context: ssl.SSLContext) -> TlsStream:
    try:
        stream = TlsStream(connection, context, host)
        async with asyncio.timeout(TLS_SECONDS):
            await stream.handshake()
    except BaseException:
        connection.close()
        raise
    return stream


async def _refused_certificate(
    peer: tuple[str, int], host: str, unverified: ssl.SSLContext
) -> Certificate | None:
    """Dial again without verifying, to read the certificate that was refused."""
    try:
        connection = await dial(peer[0], peer[1])
        with await _handshake(connection, host, unverified) as stream:
            return read_certificate(stream.certificate)
    except (LookError, OSError):
        return None
