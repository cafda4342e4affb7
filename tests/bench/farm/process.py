"""A program on a core of its own, and what it cost."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SERVERS_CORE, CLIENTS_CORE = "0", "1"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a round took: seconds by the clock, seconds of processor, memory at the peak."""

    wall: float
    cpu: float
    peak_mb: float


def cost_of(command: list[str], output: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a client to its end on the core of the clients; its words go to a file."""
    with output.open("wb") as words:
        began = time.perf_counter()
        child = subprocess.Popen(
            ["taskset", "-c", CLIENTS_CORE, *command],
            stdout=words, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            env=None if environment is None else {**os.environ, **environment},
            preexec_fn=_many_files,
        )  # fmt: skip
        _, _, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
    child.returncode = 0
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _many_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextlib.contextmanager
def serving(
    command: list[str], log: Path, core: str = SERVERS_CORE, **environment: str
) -> Iterator[int]:
    """A server at work; gives its pid."""
    with log.open("ab") as words:
        child = subprocess.Popen(
            ["taskset", "-c", core, *command], stdout=words, stderr=words,
            env={**os.environ, **environment}, preexec_fn=_many_files,
        )  # fmt: skip
    try:
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def await_port(port: int, log: Path) -> None:
    """Wait until somebody listens. Raises RuntimeError with the server's own words."""
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(log.read_text("utf-8", "replace"))


def cpu_of(pid: int) -> float:
    """Seconds of processor a running process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(pid: int) -> float:
    """Most megabytes a running process has held."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
