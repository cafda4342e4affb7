"""Everybody who can look at the whole farm, each as one function of the same shape.

All of them: name, TCP, verified TLS, GET, whole body inflated, nothing kept alive; where one
does less, its line says so.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from farm.names import FAR, NEAR
from farm.process import Cost, cost_of
from farm.web import Web

CHECK_HTTP = "/usr/lib/nagios/plugins/check_http"
_SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Farm:
    """What a client needs to know of the farm."""

    folder: Path
    web: Web

    def listed(self, urls: Sequence[str]) -> Path:
        """Write addresses down, one a line."""
        path = self.folder / "urls"
        path.write_text("\n".join(urls) + "\n", "ascii")
        return path


@dataclass(frozen=True, slots=True)
class Round:
    """One client's sweep: how many sites it found well, and the cost."""

    ok: int
    looks: int
    cost: Cost

    @property
    def rate(self) -> float:
        """Looks a second."""
        return self.looks / self.cost.wall

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor a look."""
        return 1000 * self.cost.cpu / self.looks


Client = Callable[[Farm, Sequence[str], int], Round]


def watcher(
    farm: Farm, urls: Sequence[str], at_once: int, *, far: bool = False, body: str = "hash"
) -> Round:
    """watcher's own engine, the way a user starts it."""
    config, answers = farm.folder / "watcher.toml", farm.folder / "watcher.jsonl"
    config.write_text(_CONFIG.format(port=FAR if far else NEAR, roots=farm.web.root), "ascii")
    command = [sys.executable, "-m", "watcher", "--config", str(config), "look", "--json"]
    command += ["--list", str(farm.listed(urls)), "--concurrency", str(at_once), "--body", body]
    cost = cost_of(command, answers)
    return Round(answers.read_text("utf-8").count('"state": "up"'), len(urls), cost)


def answers_of(farm: Farm) -> list[dict[str, Any]]:
    """What watcher printed in its last round."""
    lines = (farm.folder / "watcher.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def judging(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """watcher once more, which also reads every page and says what it is."""
    return watcher(farm, urls, at_once, body="full")


@dataclass(frozen=True, slots=True)
class Share:
    """Milliseconds of processor a bare look took and one of the daemon; seconds of its sweep."""

    bare: float
    whole: float
    wall: float


def daemon_share(farm: Farm, urls: Sequence[str], at_once: int) -> Share:
    """Let the daemon's own job sweep the sites, in a process where they were looked at bare."""
    config, register, words = (farm.folder / name for name in ("run.toml", "sites.csv", "words"))
    office = _OFFICE.format(at_once=at_once, database=farm.folder / f"{time.monotonic_ns()}.db")
    config.write_text(_CONFIG.format(port=NEAR, roots=farm.web.root) + office, "ascii")
    rows = (f"{n};Toko {n};{url};Ibu Contoh;ASPPEK" for n, url in enumerate(urls, 1))
    register.write_text("\n".join(("No;Nama Usaha;Website;Nama Pemilik;Komunitas", *rows)), "utf-8")
    script = [sys.executable, str(Path(__file__).parent / "sweep.py"), str(config), str(register)]
    cost_of([*script, str(farm.listed(urls))], words)
    bare, whole, looks, wall = map(float, words.read_text("ascii").split())
    assert looks >= len(urls), f"{looks:.0f} looks at {len(urls)} sites"
    return Share(bare, whole, wall)


def pycurl_multi(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """libcurl's event loop with every certificate read: near what this machine can do."""
    return _script("pycurl_multi.py", farm, urls, at_once)


def httpx_pool(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """One shared httpx client on uvloop, as most would write it."""
    return _script("httpx_pool.py", farm, urls, at_once)


def _script(name: str, farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    words = farm.folder / "words"
    listed, roots = str(farm.listed(urls)), str(farm.web.roots)
    cost = cost_of([sys.executable, str(_SCRIPTS / name), listed, str(at_once), roots], words)
    return Round(int(words.read_text("ascii") or 0), len(urls), cost)


def curl(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """Debian's curl, one process.

    It trusts the farm's root alone: this version reads its whole store anew for each connection
    whenever a folder of certificates is set, as Debian's is, and that costs 25 ms a look.
    """
    config, words = farm.folder / "curl.config", farm.folder / "words"
    lines = (f'url = "{url}"\noutput = /dev/null' for url in urls)
    config.write_text("\n".join(lines) + "\n", "ascii")
    command = ["curl", "-s", "--compressed", "--http1.1", "--cacert", str(farm.web.root)]
    command += ["--capath", str(farm.web.root.parent)]
    command += ["-H", "Connection: close", "-w", "%{http_code}\n", "--max-time", "15"]
    command += ["--parallel", "--parallel-immediate", "--parallel-max", str(at_once)]
    cost = cost_of([*command, "-K", str(config)], words)
    return Round(words.read_text("ascii").count("200\n"), len(urls), cost)


def check_http(farm: Farm, urls: Sequence[str], at_once: int) -> Round:
    """A process a site; verifies no certificate and inflates nothing."""
    hosts, words = farm.folder / "hosts", farm.folder / "words"
    hosts.write_text("".join(url[8:-1] + "\n" for url in urls), "ascii")
    command = ["xargs", "-a", str(hosts), "-P", str(at_once), "-I", "{}"]
    cost = cost_of([*command, CHECK_HTTP, "-S", "--sni", "-H", "{}", "-t", "15"], words)
    return Round(words.read_text("ascii").count("HTTP OK"), len(urls), cost)


_OFFICE = """\
sentinels = []
[looks]
at_once = {at_once}
[database]
url = "sqlite:///{database}"
"""
_CONFIG = """\
[network]
ca_file = "{roots}"
nameservers = ["127.0.0.1:{port}"]
allow_addresses = ["127.0.0.0/8", "10.99.0.0/16"]
allow_ports = [444]
"""
