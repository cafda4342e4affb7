"""A registry on loopback that answers WHOIS and RDAP from one table of registrations.

This module has the two servers and their faults; registry_answers.py writes the answers.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Self

from watcher.demo.servers import registry_answers as words
from watcher.demo.servers.conduct import Conduct, ScriptedAnswer, deliver
from watcher.demo.servers.hypertext import Request, gzip_bomb, head_of, read_request
from watcher.demo.servers.loopback import listening
from watcher.demo.servers.registry_answers import Registration

__all__ = ["Mood", "Registration", "RegistryServer"]

RETRY_AFTER_SECONDS = "600"

_GARBAGE = bytes(range(256)) * 8
_MAINTENANCE = "<!doctype html><title>Pemeliharaan</title><p>Layanan sedang kami rawat.</p>"


class Mood(StrEnum):
    """How the registry answers queries about one domain."""

    OK = "ok"
    NOT_FOUND = "not_found"  # whatever the table says
    QUOTA = "quota"  # WHOIS: quota text; RDAP: 429 with Retry-After
    SELF_REFERRAL = "self_referral"  # WHOIS refers, RDAP redirects, to itself
    WRONG_TYPES = "wrong_types"  # RDAP only
    HTML = "html"
    GARBAGE = "garbage"
    BOMB = "bomb"  # RDAP only: a gzip body of 64 MiB
    SILENT = "silent"
    DRIP = "drip"
    RESET = "reset"
    LINGER = "linger"  # a good answer, and the connection stays open
    ENDLESS = "endless"


class RegistryServer:
    """Serves `registrations` (by domain), which may change while it runs.

    Ports are WHOIS, RDAP; 0 takes any free one.

    Attributes:
        whois_address: "127.0.0.1:PORT"; set once entered.
        rdap_base: "http://127.0.0.1:PORT/"; set once entered.
        queries: ("whois" or "rdap", domain) of every question, in order of arrival.
        whois_moods: domain -> mood; OK for all others. Likewise `rdap_moods`.
    """

    def __init__(
        self,
        registrations: Iterable[Registration],
        *,
        asked_at: datetime,
        whois_moods: Mapping[str, Mood] | None = None,
        rdap_moods: Mapping[str, Mood] | None = None,
        ports: tuple[int, int] = (0, 0),
    ) -> None:
        self.registrations = {known.domain: known for known in registrations}
        self.asked_at = asked_at
        self.whois_moods = dict(whois_moods or {})
        self.rdap_moods = dict(rdap_moods or {})
        self.queries: list[tuple[str, str]] = []
        self.whois_address = self.rdap_base = ""
        self._ports = ports
        self._doors = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open both servers.

        Raises:
            OSError: a port is taken.
        """
        async with contextlib.AsyncExitStack() as doors:
            whois = await doors.enter_async_context(listening(self._whois, port=self._ports[0]))
            rdap = await doors.enter_async_context(listening(self._rdap, port=self._ports[1]))
            self.whois_address, self.rdap_base = whois, f"http://{rdap}/"
            self._doors = doors.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close both servers, and end every conversation."""
        await self._doors.aclose()

    async def _whois(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readline()).decode("utf-8", "replace").lower()
        domain = (line.split() or [""])[-1]  # some clients put a keyword before the name
        self.queries.append(("whois", domain))
        mood = self.whois_moods.get(domain, Mood.OK)
        body = _GARBAGE if mood is Mood.GARBAGE else self._whois_text(domain, mood).encode()
        await deliver(reader, writer, ScriptedAnswer(b"", body, _conduct(mood)))

    def _whois_text(self, domain: str, mood: Mood) -> str:
        found = self.registrations.get(domain)
        if mood is Mood.QUOTA:
            return words.QUOTA_EXCEEDED
        if mood is Mood.HTML:
            return _MAINTENANCE
        if found is None or mood is Mood.NOT_FOUND:
            return words.whois_not_found(domain)
        if mood is Mood.SELF_REFERRAL:
            return f"Domain Name: {domain}\r\nRegistrar WHOIS Server: {self.whois_address}\r\n"
        return words.whois_text(found, self.asked_at)

    async def _rdap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        domain = request.path.rpartition("/")[2].lower()
        self.queries.append(("rdap", domain))
        mood = self.rdap_moods.get(domain, Mood.OK)
        status, headers, body = self._rdap_answer(request, domain, mood)
        length = [] if mood is Mood.ENDLESS else [("Content-Length", str(len(body)))]
        head = head_of(status, [*headers.items(), *length])
        await deliver(reader, writer, ScriptedAnswer(head, body, _conduct(mood)))

    def _rdap_answer(
        self, request: Request, domain: str, mood: Mood
    ) -> tuple[int, dict[str, str], bytes]:
        rdap = {"Content-Type": words.RDAP_TYPE}
        found = self.registrations.get(domain)
        match mood:
            case Mood.QUOTA:
                again = rdap | {"Retry-After": RETRY_AFTER_SECONDS}
                return 429, again, words.rdap_error(429, "Too many requests")
            case Mood.SELF_REFERRAL:
                return 302, {"Location": request.path}, b""
            case Mood.HTML:
                return 200, {"Content-Type": "text/html"}, _MAINTENANCE.encode()
            case Mood.GARBAGE:
                return 200, rdap, _GARBAGE
            case Mood.BOMB:
                return 200, rdap | {"Content-Encoding": "gzip"}, gzip_bomb(64)
        if found is None or mood is Mood.NOT_FOUND:
            return 404, rdap, words.rdap_error(404, "Object not found")
        if mood is Mood.WRONG_TYPES:
            return 200, rdap, words.rdap_of_wrong_types(found)
        return 200, rdap, words.rdap_domain(found, self.rdap_base, self.asked_at)


def _conduct(mood: Mood) -> Conduct:
    """The conduct of that name, if there is one; all other moods show in what is said."""
    return Conduct.__members__.get(mood.name, Conduct.ANSWER)
