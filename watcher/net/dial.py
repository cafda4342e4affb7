"""Connect to exactly the address that was checked."""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable

from watcher.core.observation import Reason
from watcher.net.errors import LookError
from watcher.net.trail import Trail

CONNECT_SECONDS = 5.0


#: Finds more checked addresses.
More = Callable[[], Awaitable[tuple[str, ...]]]


async def connect(
    addresses: tuple[str, ...], port: int, trail: Trail, more: More | None = None
) -> socket.socket:
    """Open a TCP connection to the first of the checked addresses that answers.

    Args:
        more: is asked for others when none of these does.

    Raises:
        LookError: why the last one did not.
    """
    trail.waiting_for = Reason.TIMEOUT_CONNECT
    failure = LookError(Reason.CONNECT_REFUSED)
    for address in addresses[:3]:  # a host with a dozen dead addresses must not take a minute
        trail.address = address
        try:
            connection = await dial(address, port)
        except LookError as error:
            failure = error
            continue
        trail.mark("connect")
        return connection
    if more is not None and (others := await more()):
        return await connect(others, port, trail)
    raise failure


async def dial(address: str, port: int) -> socket.socket:
    """Open a TCP connection to one address. Raises LookError."""
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
