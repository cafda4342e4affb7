"""httpx's transport, ours: resolve, check every address, dial the checked one, speak, bound.

No pool and no keep-alive: a watcher never comes back within the life of a connection, and a
pool costs more the more looks are under way.
"""

from contextlib import AsyncExitStack
from functools import partial
from urllib.parse import SplitResult

import httpx

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy, default_port, is_numeric_host
from watcher.net.connect import SilentError, dial, first_to_answer
from watcher.net.dns.resolver import ResolvedHost, Resolver
from watcher.net.http.http1 import exchange
from watcher.net.limits import MemoryBudget, RateLimiter
from watcher.net.look_error import LookError
from watcher.net.tls.handshake import Contexts, open_stream
from watcher.net.trace import KEY, LookTrace

#: The body was inflated and measured here.
_DROPPED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class LookTransport(httpx.AsyncBaseTransport):
    """The only way an HTTP request leaves this program."""

    def __init__(
        self, resolver: Resolver, policy: AddressPolicy, contexts: Contexts, limiter: RateLimiter
    ) -> None:
        self._resolver, self._guard, self._contexts, self._limiter = (
            resolver,
            policy,
            contexts,
            limiter,
        )
        self._memory = MemoryBudget()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one exchange.

        Raises:
            LookError: why there is no answer.
        """
        trace: LookTrace = request.extensions[KEY]
        trace.new_hop()
        parts = self._guard.check_url(str(request.url))
        host = (parts.hostname or "").rstrip(".")
        answer = await self._resolve(host, trace)
        ask = partial(self._ask, request, parts, trace)
        try:
            return await first_to_answer(answer.addresses, ask)
        except SilentError as failure:
            others = await self._by_ipv6(host, trace)
            if not others:
                raise
            try:
                return await first_to_answer(others, ask)
            except SilentError as again:  # what this line has no way to says nothing of the site
                raise (again if failure.reason is Reason.OWN_NETWORK else failure) from None

    async def _ask(
        self, request: httpx.Request, parts: SplitResult, trace: LookTrace, address: str
    ) -> httpx.Response:
        """Dial a checked address, in its turn, and speak. Raises LookError."""
        host, port = parts.hostname or "", parts.port or default_port(parts.scheme)
        contexts = self._contexts if parts.scheme == "https" else None
        async with AsyncExitStack() as ours:
            turn = self._limiter.turn(address, goes_on=address in trace.visited)
            await trace.pause(ours.enter_async_context(turn))
            trace.visited.add(address)
            trace.waiting_for, trace.address = Reason.TIMEOUT_CONNECT, address
            connection = await dial(address, port)
            trace.mark("connect")
            with await open_stream(connection, host.rstrip("."), contexts, trace) as stream:
                answered = await exchange(stream, _head(request), self._memory, trace)
        trace.mark("total")
        assert answered.head is not None  # noqa: S101 - exchange() waits for it
        kept = [(k, _legible(k, v)) for k, v in answered.head.headers if k not in _DROPPED]
        body = answered.body.content
        return httpx.Response(answered.head.status, headers=kept, content=body, request=request)

    async def _resolve(self, host: str, trace: LookTrace) -> ResolvedHost:
        """Find and check the addresses of a host, or of the literal it is."""
        trace.waiting_for = Reason.DNS_TIMEOUT
        answer = (
            ResolvedHost((host,)) if is_numeric_host(host) else await self._resolver.addresses(host)
        )
        trace.mark("dns")
        trace.addresses, trace.cnames = answer.addresses, answer.cnames
        if answer.is_blocked:
            raise LookError(Reason.ISP_BLOCK, answer.cnames[-1])
        self._admit(answer.addresses)
        return answer

    async def _by_ipv6(self, host: str, trace: LookTrace) -> tuple[str, ...]:
        """Find and check where else a host may be that is silent by IPv4."""
        if is_numeric_host(host) or ":" in trace.addresses[0]:
            return ()
        others = await self._resolver.ipv6(host)
        trace.addresses += others
        try:
            self._admit(others)
        except LookError:  # nobody goes there: the site is as dead as it is by IPv4
            return ()
        return others

    def _admit(self, addresses: tuple[str, ...]) -> None:
        for address in addresses:
            self._guard.check_address(address)


def _legible(name: bytes, value: bytes) -> bytes:
    """A Location without the tabs in it, which browsers leave out (URL standard, 4.4)."""
    return value.replace(b"\t", b"") if name == b"location" else value


def _head(request: httpx.Request) -> bytes:
    """The request as it goes over the wire."""
    lines = b"".join(b"%b: %b\r\n" % header for header in request.headers.raw)
    start = (request.method.encode("ascii"), request.url.raw_path)
    return b"%b %b HTTP/1.1\r\n" % start + lines + b"\r\n"
