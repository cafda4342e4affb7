"""The stage: every case opens its server, then the product looks at all of them from outside.

A case that could cost much gets a process of its own, and what that costs is weighed; the
others share one call of `watcher look --list`, for starting takes longer than looking.
"""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import ssl
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from real_office import environment, served, write_settings

from hostile import canary, weighed
from hostile.canary import Canary
from hostile.lies import HERE, Lie, LyingServer, told
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.loopback import Conversation, listening

_AT_ONCE = 3  # processes; a machine may have two cores
_ENDURED = 150.0  # seconds after which a process is ended by us
_CLOSED_PORT = 1  # a privileged port that nobody listens on


@dataclass(slots=True)
class Stage:
    """Where the servers of the cases stand."""

    folder: Path
    authority: Authority
    names: LyingServer = field(default_factory=LyingServer)
    ports: list[int] = field(default_factory=lambda: [canary.PORT, _CLOSED_PORT])
    doors: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def door(self, converse: Conversation, tls: ssl.SSLContext | None = None) -> int:
        """Open a server on 127.0.0.1; give its port, which may be fetched."""
        address = await self.doors.enter_async_context(listening(converse, tls=tls))
        self.ports.append(int(address.rpartition(":")[2]))
        return self.ports[-1]

    def lie_about(self, host: str, lie: Lie) -> None:
        """Let the name server say this of a name, and not that it is here."""
        self.names.lies[host] = lie

    @property
    def config(self) -> Path:
        return self.folder / "watcher.toml"

    @property
    def network(self) -> dict[str, object]:
        """Settings of the way to this stage."""
        (self.folder / "ca.pem").write_bytes(self.authority.root_pem)
        return {
            "ca_file": str(self.folder / "ca.pem"),
            "nameservers": [self.names.address],
            "sentinels": [],
            "allow_addresses": ["127.0.0.1/32"],
            "allow_ports": self.ports,
            "per_address_at_once": 100,
            "per_address_seconds": 0,
        }


#: Opens what stands at a case's host, and gives the address to look at.
Opens = Callable[[Stage, str], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to be hostile.

    Attributes:
        id: begins with the number in the fault catalogue, or with a + where it has none.
        accepts: "state/state: reason, reason", as the catalogue writes it.
        within: seconds of the look, more than a good page takes in the same crowd.
        alone: it could cost much, and is weighed by itself.
        queue: cases of one queue are looked at by one process, one after the other.
        whole: the page is read to its end and judged as the daily page look does.
    """

    id: str
    opens: Opens
    accepts: str
    within: float = 20.0
    alone: bool = False
    whole: bool = False
    queue: str = ""

    @property
    def process(self) -> str:
        """The name of the process that looks."""
        return self.queue or (self.id if self.alone else f"{self.id[0]}, whole: {self.whole}")

    @property
    def host(self) -> str:
        """A name of its own."""
        words = re.sub(r"[^a-z0-9]+", "-", self.id.lower()).strip("-")
        return f"{words[:40].strip('-')}-{crc32(self.id.encode()):08x}.example"

    @property
    def verdicts(self) -> set[tuple[str, str]]:
        """The pairs of state and reason that will do."""
        states, _, reasons = self.accepts.partition(": ")
        return set(itertools.product(states.split("/"), reasons.split(", ")))


@dataclass(frozen=True, slots=True)
class Run:
    """One process, and what it cost."""

    looks: list[dict[str, Any]]
    stderr: str
    status: int
    cpu_seconds: float
    peak_kb: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What was said of every case, in which process, and whom the canary saw.

    Attributes:
        plain: a look at a good page alone: what others cost more is their own.
        crowded: ms of the look at that page in the crowd of each case; what the machine is
            late by, the crowd is late by.
    """

    looks: dict[str, dict[str, Any]]
    runs: dict[str, Run]
    knocks: list[str]
    plain: Run
    crowded: dict[str, float]


async def act(cases: Sequence[Case], plain: Case, folder: Path, authority: Authority) -> Seen:
    """Open all servers, look at all of them, close them. `plain` is the measure of the costs."""
    stage, watched = Stage(folder, authority), Canary()
    async with watched.watching(), stage.doors:
        # a thread of its own: a name server that is late would be one more hostile one
        stage.doors.enter_context(served(stage.names.open()))
        stage.names.lies |= {case.host: told(HERE) for case in (plain, *cases)}
        urls = {case.id: await case.opens(stage, case.host) for case in (plain, *cases)}
        write_settings(stage.config, {"network": stage.network})
        runs = await _look_at_all(stage, plain, cases, urls)
        measure = await _run(stage, [urls[plain.id]], "plain")
    seen = {case.id: {look["url"]: look for look in runs[case.id].looks} for case in cases}
    looks = {
        case.id: seen[case.id][urls[case.id]] for case in cases if urls[case.id] in seen[case.id]
    }
    crowded = {case: by.get(urls[plain.id], {"took_ms": 0})["took_ms"] for case, by in seen.items()}
    return Seen(looks, runs, watched.knocks, measure, crowded)


async def _look_at_all(
    stage: Stage, plain: Case, cases: Sequence[Case], urls: dict[str, str]
) -> dict[str, Run]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.process].append(case)
    room = asyncio.Semaphore(_AT_ONCE)

    async def look(number: int, group: list[Case]) -> Run:
        costly = group[0].alone or group[0].queue
        async with room if costly else contextlib.nullcontext():  # a crowd mostly waits
            crowd = group if costly else [*group, plain]
            wanted = [urls[case.id] for case in crowd]
            return await _run(stage, wanted, str(number), *_options(group[0]))

    done = await asyncio.gather(*map(look, itertools.count(), groups.values()))
    return {
        case.id: run for group, run in zip(groups.values(), done, strict=True) for case in group
    }


def _options(case: Case) -> list[str]:
    return [
        *("--concurrency", "1" if case.queue else "200"),
        *(("--body", "full") if case.whole else ()),
    ]


async def _run(stage: Stage, urls: list[str], name: str, *options: str) -> Run:
    """Call the command once and weigh it."""
    listed, record = stage.folder / f"{name}.txt", stage.folder / f"{name}.json"
    listed.write_text("\n".join(urls) + "\n", "utf-8")
    watcher = [sys.executable, "-m", "watcher", "--config", str(stage.config)]
    look = [*watcher, "look", "--list", str(listed), "--json", *options]
    bare = [sys.executable, "-I", "-S", weighed.__file__, str(record)]
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *bare, *look, stdout=-1, stderr=-1, env=environment(), cwd=stage.folder,
        start_new_session=True,
    )  # fmt: skip
    end = asyncio.get_running_loop().call_later(_ENDURED, os.killpg, process.pid, signal.SIGKILL)
    told, complaints = await process.communicate()
    end.cancel()
    took = time.monotonic() - began
    looks = [json.loads(line) for line in told.decode().splitlines()]
    if process.returncode != 0:  # it was ended by us, and nobody weighed it
        return Run(looks, complaints.decode(), -signal.SIGKILL, took, 0, took)
    return Run(looks, complaints.decode(), **json.loads(record.read_text("utf-8")), seconds=took)
