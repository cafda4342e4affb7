"""watcher's engine beside everybody else's: a farm of thousands of sites on loopback.

Rates of two runs cannot be compared, so all take turns within one run, and ratios are told.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from farm import clients, ground, truth
from farm.blackbox import PROGRAM as BLACKBOX
from farm.blackbox import blackbox
from farm.clients import Client, Farm, Round
from farm.names import ill, names
from farm.town import farm

SITES, AT_ONCE, ROUNDS = 3000, 100, 3
DEADLINE = 14.0  # seconds of one look, as an office has it without a setting
NEEDED = ("nginx", "unbound", "unshare", "ip", "sysctl", "taskset")

Told = Callable[[str, str], None]


def measure(_folder: Path) -> None:
    """Print the figures, or why there are none."""
    missing = ground.programs_missing(NEEDED)
    if missing:
        _line("engine", f"left out: this machine lacks {', '.join(missing)}")
    elif ground.unshared() is None:
        _line("engine", "left out: nobody may make a network namespace here (root may)")
    else:
        sys.stdout.flush()
        ground.again_inside(Path(__file__))


def _peers() -> dict[str, Client]:
    """Everybody who is on this machine; who is not is said."""
    asked: tuple[tuple[str, str, Client], ...] = (
        ("curl", "curl", clients.curl),
        ("blackbox", BLACKBOX, blackbox),
        ("check_http", clients.CHECK_HTTP, clients.check_http),
    )
    for name, program, _ in asked:
        if ground.program(program) is None:
            _line(name, f"left out: this machine lacks {program}")
    here = {name: client for name, program, client in asked if ground.program(program)}
    python: dict[str, Client] = {"pycurl": clients.pycurl_multi, "httpx": clients.httpx_pool}
    return {"watcher": clients.watcher, **python, **here}


def side_by_side(town: Farm) -> dict[str, Round]:
    """Everybody in turn, round after round; the best of each counts."""
    sites = names(SITES)
    urls, told = [site.url for site in sites], dict[str, list[Round]]()
    peers = _peers()
    for _ in range(ROUNDS):
        for name, client in peers.items():
            told.setdefault(name, []).append(client(town, urls, AT_ONCE))
            if name == "watcher":
                _tell_truth(truth.wrong(clients.answers_of(town), sites, town.web))
    best = {name: min(rounds, key=lambda one: one.cost.cpu) for name, rounds in told.items()}
    rates = {name: max(one.rate for one in rounds) for name, rounds in told.items()}
    _line("engine", f"{SITES} sites, {AT_ONCE} at once, whole page, best of {ROUNDS} rounds")
    for name, one in best.items():
        shown = f"{rates[name]:7.0f} looks/s {one.cpu_ms:7.2f} CPU-ms {one.cost.peak_mb:6.0f} MB"
        ratios = f"  watcher: {rates['watcher'] / rates[name]:5.2f}x the rate,"
        ratios += f" {best['watcher'].cpu_ms / one.cpu_ms:5.2f}x the CPU"
        _line(f"  {name}", f"{one.ok:5} well {shown}{ratios if name != 'watcher' else ''}")
    return best


def _tell_truth(flaws: list[str]) -> None:
    for flaw in flaws[:5]:
        _line("  WRONG", flaw)
    if flaws:
        raise SystemExit(f"{len(flaws)} things watcher said are not so")


def by_itself(town: Farm) -> None:
    """watcher against watcher: more at once, more sites, a far resolver, ill sites."""
    urls = [site.url for site in names()]
    some = urls[:SITES]
    run = partial(clients.watcher, town)
    _judged(town, some)
    narrow, wide = run(some, AT_ONCE), run(some, SITES)
    each = (wide.cost.peak_mb - narrow.cost.peak_mb) / (SITES - AT_ONCE)
    ratio = wide.cpu_ms / narrow.cpu_ms
    _line("wide", f"{SITES} at once: {ratio:.2f}x the CPU, {each:.2f} MB a connection more")
    few = run(urls[:1000], AT_ONCE).cost.peak_mb
    for looks in (8000, 100_000):
        many = run(list(islice(cycle(urls), looks)), AT_ONCE).cost.peak_mb
        _line("many", f"{looks} looks: {many / few:.2f}x the memory of 1000 ({few:.0f} MB)")
    far = run(some, AT_ONCE, far=True)
    dns = min(answer["phases_ms"]["dns"] for answer in clients.answers_of(town))
    shown = f"{far.rate / narrow.rate:.2f}x the rate, {far.ok} well, shortest dns {dns:.0f} ms"
    _line("far", f"resolver 80 ms away: {shown}")
    _ill(town, narrow)


def _judged(town: Farm, urls: list[str]) -> None:
    """What reading a page costs, which nobody else does."""
    for told, body in (("first 16 KB", "first"), ("whole pages", "full")):
        one = clients.watcher(town, urls, AT_ONCE, body=body)
        _line("judging", f"{told} read and judged: {one.cpu_ms:.2f} CPU-ms, {one.rate:.0f} looks/s")


def _ill(town: Farm, healthy: Round) -> None:
    """A twentieth dead, a twentieth tarpits: by hand, and as the daemon sweeps."""
    swept = clients.watcher(town, ill(SITES), AT_ONCE)
    _line("ill", f"5 % dead, 5 % tarpits: {_slower(swept.cost.wall, healthy.cost.wall)}")
    well = clients.daemon_share(town, [site.url for site in names(SITES)], AT_ONCE)
    shown = f"a look {well.bare:.2f} CPU-ms, stored and judged {well.whole:.2f}"
    _line("daemon", f"{shown}: {well.whole / well.bare:.2f}x")
    sick = clients.daemon_share(town, ill(SITES), AT_ONCE)
    _line("daemon", f"5 % dead, 5 % tarpits: {_slower(sick.wall, well.wall)}")


def _slower(wall: float, healthy: float) -> str:
    allowed = 1.3 * healthy + DEADLINE
    return f"{wall:.1f} s, allowed {allowed:.1f} s (healthy {healthy:.1f} s)"


def _line(label: str, told: str) -> None:
    print(f"{label:<12}{told}".rstrip(), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        ground.settle(Path(made))
        with farm(Path(made)) as town:
            side_by_side(town)
            by_itself(town)
