"""The ground the farm stands on: a network namespace of its own, so that it may have ports 53
and 443, a resolver of its own, and no way out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Names that are gone lead here: whoever connects hears nothing.
SILENT_NET = "10.99.0.0/16"
SYSCTLS = (
    "net.ipv4.ip_local_port_range=2000 65000",
    "net.ipv4.tcp_tw_reuse=1",  # one client opens thousands of connections a round
    "net.core.somaxconn=8192",
    "net.ipv4.tcp_max_syn_backlog=8192",
)


def programs_missing(names: tuple[str, ...]) -> list[str]:
    """Those that this machine lacks."""
    return [name for name in names if program(name) is None]


def program(name: str) -> str | None:
    """Where a program is, also one for administrators alone."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def unshared() -> list[str] | None:
    """The command that runs others in a namespace; None where nobody may make one."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = ["unshare", *as_root, "--net", "--mount"]
    made = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if made.returncode == 0 else None


def settle(folder: Path) -> None:
    """Make the namespace this process is in ready: loopback, limits, resolver."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "route", "add", SILENT_NET, "dev", "lo", "src", "127.0.0.1"], check=True)
    for setting in SYSCTLS:
        subprocess.run(["sysctl", "-qw", setting], check=True)
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n", "ascii")
    mounted = Path("/etc/resolv.conf").resolve()
    subprocess.run(["mount", "--bind", folder / "resolv.conf", mounted], check=True)


def again_inside(script: Path, *arguments: str) -> int:
    """Run a script of ours in a namespace of its own."""
    command = unshared()
    assert command is not None
    return subprocess.run([*command, sys.executable, script, *arguments], check=False).returncode
