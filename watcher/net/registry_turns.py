"""How registries are asked: one question at a time, and none while a server refuses us."""

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
    """The servers of all registries: their pace, and which of them have refused us.

    The office's other processes ask them too, and later ones will: registry_access.py (jobs)
    keeps `refusals` in the database and books turns there.

    Attributes:
        rdap, whois: ending -> server, as the office has set them.
        listed: ending -> RDAP server, as IANA's list has them.
        next_slot: how long until the turn with a server that is now ours among all processes.
    """

    def __init__(
        self,
        limiter: RateLimiter,
        rdap: Mapping[str, str] = MappingProxyType({}),
        whois: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._limiter = limiter
        self.rdap, self.whois = rdap, whois
        self.listed: Mapping[str, str] = {}
        self.refusals: Mapping[str, RegistryBackoff] = {}
        self.next_slot: Callable[[str], Awaitable[timedelta]] = _alone

    @asynccontextmanager
    async def turn(self, server: str, now: datetime) -> AsyncIterator[None]:
        """Wait for our turn with a server.

        Raises:
            LookError: rate_limited, while it wants none of us.
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
        """Take note of an answer: a refusal counts, any other wipes the slate."""
        others = {name: known for name, known in self.refusals.items() if name != server}
        if reason is Reason.RATE_LIMITED:
            others[server] = refused(self.refusals.get(server), now, retry_after)
        self.refusals = others


async def _alone(_server: str) -> timedelta:
    """The wait of a process that shares its turns with no other: none."""
    return timedelta()
