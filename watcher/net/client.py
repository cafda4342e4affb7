"""The network client that probes are given. Opened once for a run, and closed at its end."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from watcher import __version__
from watcher.core.looks.own_side import OwnSide
from watcher.net.address_policy import AddressPolicy
from watcher.net.dns.resolver import Resolver
from watcher.net.http.fetch import no_cookies
from watcher.net.http.transport import LookTransport
from watcher.net.limits import RateLimiter
from watcher.net.registry_turns import Registries
from watcher.net.sentinels import ask_own_side
from watcher.net.tls.handshake import load_contexts
from watcher.sandbox.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Client:
    """Everything a probe needs to reach the network.

    Attributes:
        http: the HTTP client of all probes; its transport checks every address.
        registries: rate limits of registry servers, and which of them refuse us at present.
        tls: the context that verifies certificates.
        sandbox: parses untrusted bytes whose cost may be large.
        look_seconds: the deadline of one whole look.
        slow_seconds: a site whose first byte takes longer counts as slow.
        sentinels: "host:port" of servers that should always answer.
        whois_server: "host:port" that is asked about every name, instead of its registry's own.
        rdap_base: base URL that is asked about every name, instead of its registry's own.
    """

    http: httpx.AsyncClient
    resolver: Resolver
    policy: AddressPolicy
    registries: Registries
    tls: ssl.SSLContext
    sandbox: Sandbox
    look_seconds: float = 14.0
    slow_seconds: float = 8.0
    sentinels: tuple[str, ...] = ()
    whois_server: str | None = None
    rdap_base: str | None = None

    async def own_side(self) -> OwnSide:
        """Check our own connection by the sentinels and the canary."""
        half = self.look_seconds / 2
        return await ask_own_side(self.sentinels, self.resolver, self.tls, half)


@asynccontextmanager
async def open_client(
    *,
    ca_file: Path | None = None,
    nameservers: tuple[str, ...] = (),
    policy: AddressPolicy | None = None,
    contact: str = "",
    per_address: tuple[int, float] = (2, 1.0),
    registries: Registries | None = None,
    look_seconds: float = 14.0,
    slow_seconds: float = 8.0,
    sentinels: tuple[str, ...] = (),
    whois_server: str | None = None,
    rdap_base: str | None = None,
) -> AsyncIterator[Client]:
    """Open a client for as long as the block lasts. Raises SettingsError for a bad `ca_file`.

    Args:
        ca_file, nameservers: additional authorities as PEM; "host:port" each, or the system's.
        contact: web or mail address for the User-Agent, for site owners with questions.
        per_address: connections at once, and seconds between them, for one address.
    """
    policy = policy or AddressPolicy()
    resolver, tls = Resolver(nameservers), load_contexts(ca_file)
    client = httpx.AsyncClient(
        transport=LookTransport(resolver, policy, tls, RateLimiter(*per_address)),
        headers=_headers(contact),
        cookies=no_cookies(),
        trust_env=False,
        timeout=None,  # noqa: S113 - fetch() has one deadline for the whole look
    )
    with Sandbox() as sandbox:
        async with client:
            yield Client(
                http=client,
                resolver=resolver,
                policy=policy,
                registries=registries or Registries(RateLimiter(1, 2.0)),
                tls=tls.strict,
                sandbox=sandbox,
                look_seconds=look_seconds,
                slow_seconds=slow_seconds,
                sentinels=sentinels,
                whois_server=whois_server,
                rdap_base=rdap_base,
            )


def _headers(contact: str) -> dict[str, str]:
    about = f"; +{contact}" if contact else ""
    return {
        "User-Agent": f"watcher/{__version__} (website health monitor{about})",
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "Accept-Language": "id,en;q=0.5",
        "Connection": "close",
    }
