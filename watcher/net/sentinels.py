"""Check our own connection: sentinels that should answer, and a name that must not resolve."""

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

#: A TLD that cannot exist (RFC 6761): a resolver that finds a name in it invents answers, as
#: captive portals do.
CANARY_DOMAIN = "invalid"
HTTPS_PORT = 443


async def ask_own_side(
    sentinels: tuple[str, ...], resolver: Resolver, tls: ssl.SSLContext, seconds: float
) -> OwnSide:
    """Ask every sentinel and the canary.

    Args:
        sentinels: "host:port" each; with none, nothing is asked and our own side counts as fine.
        resolver: finds the sentinels' addresses and asks for the canary.
        tls: verifies the sentinels on port 443.
        seconds: the deadline of one sentinel.
    """
    if not sentinels:
        return OwnSide()
    outcomes = await asyncio.gather(*(_answers(s, resolver, tls, seconds) for s in sentinels))
    canary = await _canary(resolver)
    return OwnSide(
        asked=len(outcomes),
        answered=sum(outcomes),
        canary_refused=canary is Reason.DNS_NXDOMAIN if canary else False,
        names_resolve=canary is not Reason.DNS_TIMEOUT,
    )


async def _answers(sentinel: str, resolver: Resolver, tls: ssl.SSLContext, seconds: float) -> bool:
    """Whether a sentinel can be dialled and, on port 443, shows a valid certificate.

    A captive portal accepts connections to every address, but has no certificate for the name.
    """
    host, _, port = sentinel.rpartition(":")
    try:
        async with asyncio.timeout(seconds):
            connection = await dial_host(host, int(port), resolver)
            with contextlib.closing(connection):
                if int(port) == HTTPS_PORT:
                    await _verify_certificate(connection, host, tls)
    except (LookError, OSError):  # TimeoutError and ssl.SSLError are OSErrors
        return False
    return True


async def _verify_certificate(connection: socket.socket, host: str, tls: ssl.SSLContext) -> None:
    _, writer = await asyncio.open_connection(sock=connection.dup(), ssl=tls, server_hostname=host)
    writer.transport.abort()


async def _canary(resolver: Resolver) -> Reason | None:
    """Why a random name did not resolve; None if it did."""
    try:
        await resolver.addresses(f"{secrets.token_hex(6)}.{CANARY_DOMAIN}")
    except LookError as error:
        return error.reason
    return None
