"""Connect to exactly the address that was checked."""

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


class SilentError(LookError):
    """No address let itself be dialled."""


async def first_to_answer(addresses: Sequence[str], ask: Callable[[str], Awaitable[T]]) -> T:
    """Ask at one of the checked addresses after the other, until one lets itself be dialled.

    Raises:
        SilentError: why the last one did not.
    """
    failure = SilentError(Reason.CONNECT_REFUSED)
    for address in addresses[:3]:  # a host with a dozen dead addresses must not take a minute
        try:
            return await ask(address)
        except SilentError as error:
            failure = error
    raise failure


async def dial(address: str, port: int) -> socket.socket:
    """Open a TCP connection to one address. Raises SilentError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        connection = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:  # a machine without IPv6, or without a free descriptor
        raise SilentError(Reason.OWN_NETWORK, str(error)) from error
    connection.setblocking(False)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException as error:
        connection.close()
        if isinstance(error, OSError):
            raise SilentError(_reason_of(error), str(error)) from error
        raise
    return connection


async def dial_host(
    host: str, port: int, resolver: Resolver, policy: AddressPolicy | None = None
) -> socket.socket:
    """Open a TCP connection to a host, by IPv6 where it is silent by IPv4.

    Args:
        host: a name, or an address in any spelling.
        policy: checks each address before it is dialled; None for hosts of the settings.

    Raises:
        LookError: why the name did not resolve, no_server for a block page, or blocked_address.
        SilentError: no address let itself be dialled.
    """

    async def ask(address: str) -> socket.socket:
        if policy is not None:
            policy.check_address(address)
        return await dial(address, port)

    if is_numeric_host(host):
        return await ask(host)
    found = await resolver.addresses(host)
    if found.is_blocked:  # the name leads to a block page, not to its server
        raise LookError(Reason.NO_SERVER, host)
    try:
        return await first_to_answer(found.addresses, ask)
    except SilentError:
        return await first_to_answer(await resolver.ipv6(host), ask)


def _reason_of(error: OSError) -> Reason:
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT_CONNECT
    if isinstance(error, ConnectionResetError):
        return Reason.RESET
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL):
        return Reason.OWN_NETWORK  # no route leaves this machine: nothing the site did
    return Reason.CONNECT_REFUSED
