"""Asking a registry on loopback, and a registry that says any bytes it is told to."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from watcher.app import office_client, utc_now
from watcher.cli.views import contract
from watcher.demo.servers.hypertext import Headers, Request, head_of, read_request
from watcher.demo.servers.loopback import listening
from watcher.jobs.looks.adhoc_check import ask_about
from watcher.net.client import Client
from watcher.net.limits import RateLimiter
from watcher.net.registry_turns import Registries
from watcher.settings import Settings

CERTAIN = {"ok", "not_found"}  # all other reasons leave us not knowing


@dataclass(frozen=True, slots=True)
class Told:
    """What the contract's JSON says of one look, and how long that took."""

    json: dict[str, Any]
    seconds: float

    @property
    def verdict(self) -> tuple[str, str]:
        """State and reason."""
        return self.json["state"], self.json["reason"]


def sections(whois: str, rdap: str, *ports: int) -> dict[str, dict[str, object]]:
    """Settings under which these two servers answer for every name; `ports` may be fetched."""
    rdap_port = int(rdap.rstrip("/").rpartition(":")[2])
    return {
        "network": {
            "allow_addresses": ["127.0.0.1/32"],
            "allow_ports": [rdap_port, *ports],
            "nameservers": ["127.0.0.1:9"],
            "per_address_at_once": 100,
            "per_address_seconds": 0,
        },
        "registry": {"whois_server": whois, "rdap_base": rdap, "seconds_between": 0},
    }


async def ask_all(
    questions: Sequence[tuple[str, str | None]], settings: Settings
) -> dict[tuple[str, str | None], Told | BaseException]:
    """Ask all questions together, so that the slow ones take the time of the slowest."""
    async with office_client(settings) as door:
        net = replace(door, registries=Registries(RateLimiter(len(questions), 0)))
        asked = await asyncio.gather(
            *(_ask(domain, via, net, settings) for domain, via in questions),
            return_exceptions=True,
        )
    return dict(zip(questions, asked, strict=True))


async def _ask(domain: str, via: str | None, net: Client, settings: Settings) -> Told:
    """Ask as `watcher look --domain --json` does."""
    began = time.monotonic()
    found = await ask_about(domain, net, utc_now, via)
    life = settings.registry.ending(domain).life
    told = contract.registration(domain, found, utc_now().date(), life)
    return Told(json.loads(json.dumps(told, default=str)), time.monotonic() - began)


def heard(told: Told | BaseException) -> Told:
    """The answer, or the crash that was kept for the test it belongs to."""
    if isinstance(told, BaseException):
        raise told
    return told


def assert_honest(told: Told) -> None:
    """What holds of every look: it ends in time, and not knowing is never dressed as knowing."""
    state, reason = told.verdict
    assert told.seconds < 20
    assert (reason == "not_found") == (state == "unregistered")
    if reason not in CERTAIN:
        assert (state, told.json["expires_on"]) == ("unknown", None)
        assert told.json["confidence"] == "unknown"


def http(body: bytes, status: int = 200, *headers: tuple[str, str]) -> bytes:
    """An HTTP answer, byte for byte."""
    kind: Headers = headers or (("Content-Type", "application/rdap+json"),)
    return head_of(status, [*kind, ("Content-Length", str(len(body)))]) + body


@dataclass(slots=True)
class OddRegistry:
    """Says of each name the bytes it is given, over WHOIS and over HTTP, and closes."""

    whois: Mapping[str, bytes] = field(default_factory=dict)
    rdap: Mapping[str, bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    queries: list[tuple[str, str]] = field(default_factory=list)
    whois_address: str = ""
    rdap_base: str = ""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Open both servers for as long as the block lasts."""
        async with listening(self._whois) as whois, listening(self._rdap) as rdap:
            self.whois_address, self.rdap_base = whois, f"http://{rdap}/"
            yield self

    async def _whois(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        domain = (await reader.readline()).decode("latin-1").strip()
        self.queries.append(("whois", domain))
        writer.write(self.whois.get(domain, b""))
        await writer.drain()

    async def _rdap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        domain = request.path.rpartition("/")[2]
        self.requests.append(request)
        self.queries.append(("rdap", domain))
        writer.write(self.rdap.get(domain, b""))
        await writer.drain()
