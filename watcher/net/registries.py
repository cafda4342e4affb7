"""How registries are asked: one question at a time, and none while a server refuses us."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from watcher.core.observation import Reason
from watcher.core.refusal import Refusal, refused
from watcher.net.errors import LookError
from watcher.net.pace import Pace


class Registries:
    """The servers of all registries: their pace, and which of them have refused us.

    What they refused outlives the process: jobs/look.py keeps `refusals` in the database.

    Attributes:
        rdap, whois: ending -> server, as the office has set them.
        listed: ending -> RDAP server, as IANA's list has them.
    """

    def __init__(
        self,
        pace: Pace,
        rdap: Mapping[str, str] = MappingProxyType({}),
        whois: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._pace = pace
        self.rdap, self.whois = rdap, whois
        self.listed: Mapping[str, str] = {}
        self.refusals: Mapping[str, Refusal] = {}

    @asynccontextmanager
    async def turn(self, server: str, now: datetime) -> AsyncIterator[None]:
        """Wait for our turn with a server.

        Raises:
            LookError: rate_limited, while it wants none of us.
        """
        async with self._pace.turn(server):
            refusal = self.refusals.get(server)
            if refusal and now < refusal.until:
                raise LookError(Reason.RATE_LIMITED, f"{server} until {refusal.until:%F %R} UTC")
            yield

    def heard(
        self, server: str, reason: Reason, now: datetime, wish: timedelta = timedelta()
    ) -> None:
        """Take note of an answer: a refusal counts, any other wipes the slate."""
        others = {name: known for name, known in self.refusals.items() if name != server}
        if reason is Reason.RATE_LIMITED:
            others[server] = refused(self.refusals.get(server), now, wish)
        self.refusals = others


def retry_after(value: str, now: datetime) -> timedelta:
    """Read a Retry-After header: seconds or a date (RFC 9110, 10.2.3); nonsense is no wish."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        return max(parsedate_to_datetime(value) - now, timedelta())
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return timedelta()
