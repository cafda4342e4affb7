"""httpx's transport, ours: resolve, check every address, dial the checked one, speak, bound.

No pool and no keep-alive: a watcher never comes back within the life of a connection, and a
pool costs more the more looks are under way.
"""

import asyncio

import httpx

from watcher.core.observation import Reason
from watcher.net.block_pages import is_block_host
from watcher.net.dial import connect
from watcher.net.errors import LookError
from watcher.net.guard import Guard, default_port
from watcher.net.handshake import Contexts, open_streams
from watcher.net.http1 import Headers, exchange
from watcher.net.pace import Pace
from watcher.net.resolve import Answer, Resolver
from watcher.net.trail import KEY, Trail

#: The body was inflated and measured here; cookies are never kept, not even within a look.
_DROPPED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding", b"set-cookie"})


class DoorTransport(httpx.AsyncBaseTransport):
    """The only way an HTTP request leaves this program."""

    def __init__(self, resolver: Resolver, guard: Guard, contexts: Contexts, pace: Pace) -> None:
        self._resolver, self._guard, self._contexts, self._pace = resolver, guard, contexts, pace

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one exchange.

        Raises:
            LookError: why there is no answer.
        """
        trail: Trail = request.extensions[KEY]
        trail.new_hop()
        parts = self._guard.admit_url(str(request.url))
        host = (parts.hostname or "").rstrip(".")
        answer = await self._resolve(host, trail)
        port = parts.port or default_port(parts.scheme)
        async with self._pace.turn(answer.addresses[0]) as waited:
            _put_off(trail.deadline, waited)
            connection = await connect(answer.addresses, port, trail)
            contexts = self._contexts if parts.scheme == "https" else None
            async with open_streams(connection, host, contexts, trail) as streams:
                target = request.url.raw_path.decode("ascii")
                headers: Headers = [(k, v) for k, v in request.headers.raw]
                answered = await exchange(streams, request.method, target, headers, trail)
        trail.mark("total")
        kept = [(k, v) for k, v in answered.headers if k.lower() not in _DROPPED]
        return httpx.Response(answered.status, headers=kept, content=answered.body, request=request)

    async def _resolve(self, host: str, trail: Trail) -> Answer:
        """Find and check the addresses of a host, or of the literal it is."""
        trail.waiting_for = Reason.DNS_TIMEOUT
        answer = Answer((host,)) if _is_literal(host) else await self._resolver.addresses(host)
        trail.mark("dns")
        trail.addresses, trail.cnames = answer.addresses, answer.cnames
        if any(map(is_block_host, answer.cnames)):
            raise LookError(Reason.ISP_BLOCK, answer.cnames[-1])
        for address in answer.addresses:
            self._guard.admit_address(address)
        return answer


def _put_off(deadline: asyncio.Timeout | None, waited: float) -> None:
    """Give a look back the time it spent waiting for our own turn."""
    if deadline is not None and waited > 0.01 and (when := deadline.when()) is not None:
        deadline.reschedule(when + waited)


def _is_literal(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
