"""The door: what a probe is handed to ask the outside with. Opened once, closed once."""

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
    """Everything that leads outside.

    Attributes:
        http: the client of all probes; its transport is the door.
        look_seconds: the deadline of one whole look.
        slow_seconds: from this wait for the first byte on a site counts as slow.
        tls: the context by which a certificate is believed.
        registries: how registries are asked, and which of them want none of us.
        sandbox: where bytes of strangers are parsed that may cost much.
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
        """Ask the sentinels and the canary whether our own line can be trusted."""
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
    """Open the door for as long as the block lasts.

    Args:
        contact: a web or mail address that tells site owners who is looking.
        per_address: connections at once, and seconds between them, for one address.
    """
    policy = policy or AddressPolicy()
    resolver = Resolver(nameservers)
    tls = load_contexts(ca_file)
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
