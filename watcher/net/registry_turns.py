"""Rate limits of registry servers: one question at a time, and none while a server refuses us."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import MappingProxyType

from watcher.core.domains.registry_backoff import RegistryBackoff, refused
from watcher.core.looks.observation import Reason
from watcher.net.limits import RateLimiter
from watcher.net.look_error import LookError


class Registries:
    """The servers of all registries: their rate limits, and which of them have refused us.

    Other processes of the office ask the same servers: jobs/looks/registry_access.py keeps
    `refusals` in the database and sets `next_slot` to reserve turns there.

    Attributes:
        rdap, whois: TLD -> server, from the settings.
        listed: TLD -> RDAP base URL, from IANA's list (RFC 9224).
        refusals: server -> how long it is left alone.
        next_slot: reserves the next turn with a server among all processes of the office;
            returns how long to wait for it.
    """

    def __init__(
        self,
        limiter: RateLimiter,
        rdap: Mapping[str, str] = MappingProxyType({}),
        whois: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Limit questions to registry servers.

        Args:
            limiter: its keys are servers.
            rdap, whois: TLD -> server, from the settings.
        """
        self._limiter = limiter
        self.rdap, self.whois = rdap, whois
        self.listed: Mapping[str, str] = {}
        self.refusals: Mapping[str, RegistryBackoff] = {}
        self.next_slot: Callable[[str], Awaitable[timedelta]] = _no_wait

    @asynccontextmanager
    async def turn(self, server: str, now: datetime) -> AsyncIterator[None]:
        """Wait for our turn with a server; hold it until the block ends.

        Raises:
            LookError: rate_limited, while the server refuses us.
        """
        async with self._limiter.turn(server):
            refusal = self.refusals.get(server)
            if refusal and now < refusal.until:
                raise LookError(Reason.RATE_LIMITED, f"{server} until {refusal.until:%F %R} UTC")
            await asyncio.sleep((await self.next_slot(server)).total_seconds())
            yield

    def report_result(
        self, server: str, reason: Reason, now: datetime, retry_after: timedelta = timedelta()
    ) -> None:
        """Lengthen the wait for a server that refused us; end it at any other answer.

        Args:
            server: the server that was asked.
            reason: what came of the question; rate_limited is a refusal.
            retry_after: the wait that the server asked for; zero where it named none.
        """
        refusals = {name: refusal for name, refusal in self.refusals.items() if name != server}
        if reason is Reason.RATE_LIMITED:
            refusals[server] = refused(self.refusals.get(server), now, retry_after)
        self.refusals = refusals


async def _no_wait(_server: str) -> timedelta:
    """The wait where no other process asks the same servers."""
    return timedelta()
