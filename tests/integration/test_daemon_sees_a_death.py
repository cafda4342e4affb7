"""The daemon as a process, while a real server dies under it and comes back."""

import json
from pathlib import Path

import pytest
from real_office import Grant, Process
from street import Nginx, good_sites
from town import Build, Town

from watcher.core.looks.observation import Kind, Outcome
from watcher.core.looks.verdict import Status
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.zone import ZoneAnswer

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HEALTHY = [f"sehat{n}.example" for n in range(3)]
DYING = "sakit.example"
LOOK = int(Kind.AVAILABILITY)


def test_a_site_dies_and_comes_back_while_the_daemon_watches(
    build: Build, authority: Authority, tmp_path: Path
) -> None:
    town = build(good_sites(authority, HEALTHY), {DYING: ZoneAnswer(("127.0.0.1",))})
    with Nginx(tmp_path / "other-host", good_sites(authority, [DYING])) as other_host:
        sick = open_office(town, other_host)
        with town.office.running() as daemon:
            for _ in range(3):
                sweep(town, daemon, sick, Outcome.OK)

            other_host.stop()
            sweep(town, daemon, sick, Outcome.FAILED)
            daemon.says("incident_opened", 60)  # the daemon's own second and third look prove it
            assert shown(town)["overlays"] == ["disturbed"]

            other_host.start()
            sweep(town, daemon, sick, Outcome.OK)
            daemon.says("incident_resolved", 20)
            assert shown(town)["overlays"] == []

            daemon.child.terminate()
            assert daemon.ends(10) == 0
    opened, resolved = town.office.rows("select opened_at, resolved_at from incident")[0]
    assert town.office.one("select count(*) from incident") == 1
    assert 0 < resolved - opened < 120
    assert town.office.one("select count(*) from belief where status = ?", int(Status.DOWN)) == 0


def open_office(town: Town, other_host: Nginx) -> int:
    """Take the sites in; give the number of the one that will die.

    A day between looks, so that only the test says what is due; no span, so that the looks at
    a suspect follow at once.
    """
    settings = town.settings(
        looks={"availability_minutes": 1440, "down_span_minutes": 0, "confirm_up": 1}
    )
    ports = settings["network"]["allow_ports"]
    assert isinstance(ports, list)
    ports += [other_host.https_port, other_host.http_port]
    town.office.settle(settings)
    town.office.open([*town.grants(), Grant(other_host.url(DYING), 9)])
    return int(town.office.one("select id from site where domain = ?", DYING))


def sweep(town: Town, daemon: Process, sick: int, outcome: Outcome) -> None:
    """Let every site be due; wait until the sick one was looked at and found so."""
    slot = town.office.let_all_be_due(LOOK)
    query = "select outcome from observation where site_id = ? and kind = ? and slot_at = ?"
    daemon.does(lambda: town.office.rows(query, sick, LOOK, slot), 40, "the sick site is seen")
    assert town.office.one(query, sick, LOOK, slot) == int(outcome)


def shown(town: Town) -> dict[str, object]:
    """What `watcher status` says of the sick site."""
    done = town.office.command("status", DYING, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found
