"""Open TCP connections to addresses that were checked; names are not resolved a second time.

A system call that resolves again could get another address than the one that was checked.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy, is_numeric_host
from watcher.net.dns.resolver import Resolver
from watcher.net.look_error import LookError

CONNECT_SECONDS = 5.0

T = TypeVar("T")


class DialError(LookError):
    """No connection could be opened; another address may still work."""


async def dial_first(addresses: Sequence[str], ask: Callable[[str], Awaitable[T]]) -> T:
    """Await `ask` for one address after the other until one can be dialled.

    Args:
        addresses: the first three are tried, so that many dead ones do not take a minute.
        ask: dials an address and uses the connection.

    Raises:
        SilentError: none could be dialled; the reason is that of the last one tried.
        Exception: whatever `ask` raised once it was connected.
    """
    failure = DialError(Reason.CONNECT_REFUSED)
    for address in addresses[:3]:
        try:
            return await ask(address)
        except DialError as error:
            failure = error
    raise failure


async def dial(address: str, port: int) -> socket.socket:
    """Open a TCP connection to one address.

    Raises:
        SilentError: why it could not be opened.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        connection = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:  # this machine has no IPv6, or no free file descriptor
        raise DialError(Reason.OWN_NETWORK, str(error)) from error
    connection.setblocking(False)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException as error:
        connection.close()
        if isinstance(error, OSError):
            raise DialError(_reason_of(error), str(error)) from error
        raise
    return connection


async def dial_host(
    host: str, port: int, resolver: Resolver, policy: AddressPolicy | None = None
) -> socket.socket:
    """Open a TCP connection to a host, over IPv6 where IPv4 cannot be dialled.

    Args:
        host: a name, or an address in any spelling.
        port: TCP port.
        resolver: finds the addresses of a name.
        policy: checks each address before it is dialled; None for hosts of the settings.

    Raises:
        LookError: why the name did not resolve, no_server for a block page, or blocked_address.
        SilentError: no address could be dialled.
    """

    async def ask(address: str) -> socket.socket:
        if policy is not None:
            policy.check_address(address)
        return await dial(address, port)

    if is_numeric_host(host):
        return await ask(host)
    resolved = await resolver.addresses(host)
    if resolved.is_blocked:  # the addresses are those of a block page, not of the server
        raise LookError(Reason.NO_SERVER, host)
    try:
        return await dial_first(resolved.addresses, ask)
    except DialError:
        return await dial_first(await resolver.ipv6(host), ask)


def _reason_of(error: OSError) -> Reason:
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT_CONNECT
    if isinstance(error, ConnectionResetError):
        return Reason.RESET
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        return Reason.OWN_NETWORK  # this machine has no route: it proves nothing about the site
    return Reason.CONNECT_REFUSED
