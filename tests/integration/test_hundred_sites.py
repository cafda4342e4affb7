"""A hundred sites: how long a sweep takes, and what the daemon weighs."""

import os
from functools import partial
from pathlib import Path

import pytest
from street import good_sites
from town import Build, Town

from watcher.core.looks.observation import Kind
from watcher.demo.servers.authority import Authority

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

SITES = 100
#: design/behaviour and the guarantees: a daemon that has nothing to do.
IDLE_KB = 120 * 1024


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, its own and the kernel's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def has_all(town: Town, kind: Kind) -> bool:
    """Whether a look of this kind found every site well."""
    query = "select count(distinct site_id) from observation where kind = ? and outcome = 1"
    return bool(town.office.one(query, int(kind)) == SITES)


def test_a_hundred_sites(
    build: Build, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every site has an address of its own, so that only the program sets the pace."""
    town = build(
        [
            site
            for n in range(SITES)
            for site in good_sites(authority, [f"situs{n}.example"], f"127.10.0.{n + 1}")
        ]
    )
    settings = town.settings(network={"allow_addresses": ["127.0.0.0/8"]})
    town.office.settle(settings)
    town.office.open(town.grants())
    with town.office.running() as daemon:
        daemon.says("watching")
        for kind in Kind:
            daemon.does(partial(has_all, town, kind), 120, kind.name)
        before = cpu_seconds(daemon.child.pid)
        slot = town.office.let_all_be_due(int(Kind.AVAILABILITY))
        daemon.does(lambda: town.office.looks_in(1, slot) == SITES, 60, "a sweep of all sites")
        spent = cpu_seconds(daemon.child.pid) - before
        daemon.says("kind=availability")
        told = [line for line in daemon.words.splitlines() if "kind=availability" in line][-2:]
        wall = sum(float(line.rpartition("took_s=")[2]) for line in told)
        memory = daemon.memory()
    with capsys.disabled():
        print(  # noqa: T201 - a figure to be read
            f"\n{SITES} sites: one sweep {wall:.1f} s wall, {spent:.2f} s CPU;"
            f" idle daemon {memory / 1024:.0f} MB resident"
        )
    assert memory <= IDLE_KB
