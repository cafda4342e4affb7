"""Our transport for httpx: resolve, check every address, dial a checked one, exchange, bound.

It has no pool and no keep-alive: a site is not asked again within the life of a connection, and
the cost of a pool grows with the number of looks under way.
"""

from contextlib import AsyncExitStack
from functools import partial
from urllib.parse import SplitResult

import httpx

from watcher.core.looks.observation import Reason
from watcher.net.address_policy import AddressPolicy, default_port, is_numeric_host
from watcher.net.connect import DialError, dial, dial_first
from watcher.net.dns.resolver import ResolvedHost, Resolver
from watcher.net.http.http1 import exchange
from watcher.net.limits import MemoryBudget, RateLimiter
from watcher.net.look_error import LookError
from watcher.net.tls.handshake import Contexts, open_stream
from watcher.net.trace import KEY, LookTrace

#: Headers that describe the body as it was sent; ours is decoded already.
_DROPPED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class LookTransport(httpx.AsyncBaseTransport):
    """Sends every HTTP request of this program."""

    def __init__(
        self, resolver: Resolver, policy: AddressPolicy, contexts: Contexts, limiter: RateLimiter
    ) -> None:
        """Send requests to addresses that `policy` allows.

        Args:
            resolver: finds the addresses of hosts.
            policy: checks them before they are dialled.
            contexts: how TLS is spoken.
            limiter: its keys are addresses.
        """
        self._resolver, self._policy = resolver, policy
        self._contexts, self._limiter = contexts, limiter
        self._memory = MemoryBudget()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make one exchange, over IPv6 where no IPv4 address can be dialled.

        Raises:
            LookError: why there is no answer.
        """
        trace: LookTrace = request.extensions[KEY]
        trace.new_hop()
        parts = self._policy.check_url(str(request.url))
        host = (parts.hostname or "").rstrip(".")
        resolved = await self._resolve(host, trace)
        ask = partial(self._ask, request, parts, trace)
        try:
            return await dial_first(resolved.addresses, ask)
        except DialError as by_ipv4:
            ipv6 = await self._ipv6(host, trace)
            if not ipv6:
                raise
            try:
                return await dial_first(ipv6, ask)
            except DialError as by_ipv6:
                # OWN_NETWORK means we have no route by this protocol: the other result counts
                raise (by_ipv6 if by_ipv4.reason is Reason.OWN_NETWORK else by_ipv4) from None

    async def _ask(
        self, request: httpx.Request, parts: SplitResult, trace: LookTrace, address: str
    ) -> httpx.Response:
        """Wait for a turn, dial a checked address and make the exchange. Raises LookError."""
        host, port = parts.hostname or "", parts.port or default_port(parts.scheme)
        contexts = self._contexts if parts.scheme == "https" else None
        async with AsyncExitStack() as held:
            turn = self._limiter.turn(address, goes_on=address in trace.visited)
            await trace.pause(held.enter_async_context(turn))
            trace.visited.add(address)
            trace.waiting_for, trace.address = Reason.TIMEOUT_CONNECT, address
            connection = await dial(address, port)
            trace.mark("connect")
            with await open_stream(connection, host.rstrip("."), contexts, trace) as stream:
                answer = await exchange(stream, _head(request), self._memory, trace)
        trace.mark("total")
        assert answer.head is not None  # noqa: S101 - exchange() waits for it
        headers = [(k, _without_tabs(k, v)) for k, v in answer.head.headers if k not in _DROPPED]
        body = answer.body.content
        return httpx.Response(answer.head.status, headers=headers, content=body, request=request)

    async def _resolve(self, host: str, trace: LookTrace) -> ResolvedHost:
        """Find the addresses of a host, which may be an address itself, and check all of them."""
        trace.waiting_for = Reason.DNS_TIMEOUT
        resolved = (
            ResolvedHost((host,)) if is_numeric_host(host) else await self._resolver.addresses(host)
        )
        trace.mark("dns")
        trace.addresses, trace.cnames = resolved.addresses, resolved.cnames
        if resolved.is_blocked:
            raise LookError(Reason.ISP_BLOCK, resolved.cnames[-1])
        self._check(resolved.addresses)
        return resolved

    async def _ipv6(self, host: str, trace: LookTrace) -> tuple[str, ...]:
        """The checked IPv6 addresses of a host whose IPv4 addresses could not be dialled."""
        if is_numeric_host(host) or ":" in trace.addresses[0]:
            return ()
        addresses = await self._resolver.ipv6(host)
        trace.addresses += addresses
        try:
            self._check(addresses)
        except LookError:  # these are not dialled, and the failure over IPv4 is reported
            return ()
        return addresses

    def _check(self, addresses: tuple[str, ...]) -> None:
        for address in addresses:
            self._policy.check_address(address)


def _without_tabs(name: bytes, value: bytes) -> bytes:
    """Remove tabs from a Location, as browsers do (URL standard, 4.4); httpx would refuse them."""
    return value.replace(b"\t", b"") if name == b"location" else value


def _head(request: httpx.Request) -> bytes:
    """The head of a request as it is sent."""
    lines = b"".join(b"%b: %b\r\n" % header for header in request.headers.raw)
    start = (request.method.encode("ascii"), request.url.raw_path)
    return b"%b %b HTTP/1.1\r\n" % start + lines + b"\r\n"
