"""Ask a WHOIS server (RFC 3912): one line out, text back, bounded in time and size."""

import asyncio

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy, is_numeric_host
from watcher.net.dns.resolver import Resolver
from watcher.net.look_error import LookError

SECONDS = 10.0
MAX_BYTES = 16 * 1024


async def ask(server: str, domain: str, resolver: Resolver, policy: AddressPolicy) -> str:
    """Ask `server` ("host:port") about a domain in A-labels.

    Raises:
        LookError: timeout_total, connect_refused, reset, closed, too_large, or what the
            server's name resolved to.
    """
    host, _, port = server.rpartition(":")
    try:
        async with asyncio.timeout(SECONDS):
            answer = await _ask(host, int(port), domain, resolver, policy)
    except TimeoutError as error:
        raise LookError(Reason.TIMEOUT_TOTAL) from error
    except ConnectionRefusedError as error:
        raise LookError(Reason.CONNECT_REFUSED) from error
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
    addresses = (host,) if is_numeric_host(host) else (await resolver.addresses(host)).addresses
    if not addresses:  # the name is led to a block page
        raise LookError(Reason.NO_SERVER, host)
    policy.check_address(addresses[0])
    reader, writer = await asyncio.open_connection(addresses[0], port)
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
