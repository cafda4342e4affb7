"""Ask whether our own line can be trusted: sentinels that should answer, a name that must not."""

import asyncio
import contextlib
import secrets
import socket
import ssl

from watcher.core.looks.observation import Reason
from watcher.core.looks.own_side import OwnSide
from watcher.net.connect import dial_host
from watcher.net.dns.resolver import Resolver
from watcher.net.look_error import LookError

#: A name that cannot exist (RFC 6761): whoever answers it answers everything.
CANARY_DOMAIN = "invalid"
HTTPS_PORT = 443


async def ask_own_side(
    sentinels: tuple[str, ...], resolver: Resolver, tls: ssl.SSLContext, seconds: float
) -> OwnSide:
    """Ask every sentinel ("host:port") and the canary; without sentinels nothing is doubted."""
    if not sentinels:
        return OwnSide()
    outcomes = await asyncio.gather(*(_answers(one, resolver, tls, seconds) for one in sentinels))
    canary = await _canary(resolver)
    return OwnSide(
        asked=len(outcomes),
        answered=sum(outcomes),
        canary_refused=canary is Reason.DNS_NXDOMAIN if canary else False,
        names_resolve=canary is not Reason.DNS_TIMEOUT,
    )


async def _answers(sentinel: str, resolver: Resolver, tls: ssl.SSLContext, seconds: float) -> bool:
    """Whether a sentinel is there; on port 443 it proves that it is itself.

    A captive portal takes every connection, whoever it was meant for; a certificate it has not.
    """
    host, _, port = sentinel.rpartition(":")
    try:
        async with asyncio.timeout(seconds):
            connection = await dial_host(host, int(port), resolver)
            with contextlib.closing(connection):
                if int(port) == HTTPS_PORT:
                    await _prove(connection, host, tls)
    except (LookError, OSError):  # TimeoutError and all faults of TLS are among these
        return False
    return True


async def _prove(connection: socket.socket, host: str, tls: ssl.SSLContext) -> None:
    _, writer = await asyncio.open_connection(sock=connection.dup(), ssl=tls, server_hostname=host)
    writer.transport.abort()


async def _canary(resolver: Resolver) -> Reason | None:
    """Why a random name did not resolve; None if it did."""
    try:
        await resolver.addresses(f"{secrets.token_hex(6)}.{CANARY_DOMAIN}")
    except LookError as error:
        return error.reason
    return None
