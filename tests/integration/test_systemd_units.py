"""The unit files, read by systemd itself."""

import re
import subprocess
from pathlib import Path

import pytest
from machine import ROOT, program

pytestmark = pytest.mark.integration

UNITS = sorted((ROOT / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]


def analysed(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [program("systemd-analyze", "systemd"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def installed(folder: Path) -> list[Path]:
    """The units as if the program were installed: it is not on a machine that tests."""
    for unit in UNITS:
        text = re.sub(r"/opt/watcher/bin/watcher", "/bin/true", unit.read_text("utf-8"))
        (folder / unit.name).write_text(text, "utf-8")
    return sorted(folder.iterdir())


def test_the_units_are_there() -> None:
    assert "watcher.service" in [unit.name for unit in UNITS]


def test_systemd_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    done = analysed("verify", "--man=no", *map(str, installed(tmp_path)))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_a_service_is_hardened(tmp_path: Path, name: str) -> None:
    """G13: an exposure of 1.5 at most, as systemd counts it."""
    installed(tmp_path)
    done = analysed("security", "--offline=true", "--threshold=15", str(tmp_path / name))
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_what_systemd_must_know_of_the_daemon() -> None:
    text = (ROOT / "systemd" / "watcher.service").read_text("utf-8")
    assert "Type=notify" in text
    assert "RestartPreventExitStatus=78" in text  # a configuration that cannot be used
    stop = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    watchdog = re.search(r"^WatchdogSec=(\d+)$", text, re.MULTILINE)
    assert stop is not None
    assert watchdog is not None
    assert int(stop[1]) > 10  # longer than a stop takes
    assert int(watchdog[1]) > 30  # longer than three of its beats
