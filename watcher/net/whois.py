"""Ask a WHOIS server (RFC 3912): send one line, read text, bounded in time and size."""

import asyncio

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy
from watcher.net.connect import DialError, dial_host
from watcher.net.dns.resolver import Resolver
from watcher.net.look_error import LookError

SECONDS = 10.0
MAX_BYTES = 16 * 1024


async def ask(server: str, domain: str, resolver: Resolver, policy: AddressPolicy) -> str:
    """Ask a server about a domain.

    Args:
        server: "host:port".
        domain: in A-labels.
        resolver: finds the server's addresses.
        policy: which of them may be dialled.

    Returns:
        The answer, decoded as UTF-8 or else as Latin-1.

    Raises:
        LookError: timeout_total, connect_refused, reset, closed, too_large, blocked_address, or
            why the server's name did not resolve.
    """
    host, _, port = server.rpartition(":")
    try:
        async with asyncio.timeout(SECONDS):
            answer = await _ask(host, int(port), domain, resolver, policy)
    except TimeoutError as error:
        raise LookError(Reason.TIMEOUT_TOTAL) from error
    except DialError as error:  # registry looks do not tell the phases of a time-out apart
        timed_out = error.reason is Reason.TIMEOUT_CONNECT
        raise LookError(Reason.TIMEOUT_TOTAL if timed_out else error.reason, str(error)) from error
    except ConnectionResetError as error:
        raise LookError(Reason.RESET) from error
    except OSError as error:
        raise LookError(Reason.CLOSED, str(error)) from error
    if not answer:
        raise LookError(Reason.CLOSED)
    if len(answer) > MAX_BYTES:
        raise LookError(Reason.TOO_LARGE)
    return _text(answer)


async def _ask(
    host: str, port: int, domain: str, resolver: Resolver, policy: AddressPolicy
) -> bytes:
    connection = await dial_host(host, port, resolver, policy)
    reader, writer = await asyncio.open_connection(sock=connection)
    try:
        writer.write(domain.encode("ascii") + b"\r\n")
        await writer.drain()
        answer = bytearray()
        while len(answer) <= MAX_BYTES and (chunk := await reader.read(4096)):
            answer += chunk
        return bytes(answer)
    finally:
        writer.transport.abort()


def _text(answer: bytes) -> str:
    try:
        return answer.decode("utf-8-sig")
    except UnicodeDecodeError:
        return answer.decode("latin-1")
