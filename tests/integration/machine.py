"""What the tests ask of this machine: Debian's programs, free ports, and patience with a limit."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
_PLACES = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
_PAUSE = threading.Event()  # never set: waiting for it is the pause between two polls


def program(name: str, package: str) -> str:
    """The path of a Debian program; without it the test fails and says what to install."""
    path = shutil.which(name, path=_PLACES)
    if path is None:
        pytest.fail(
            f"{name} is missing. Install Debian's package {package}:"
            f" sudo apt-get install --no-install-recommends {package}",
            pytrace=False,
        )
    return path


def as_root(*command: str) -> list[str]:
    """A command as root runs it."""
    return [*command] if os.geteuid() == 0 else ["sudo", "-n", *command]


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody uses, over TCP or UDP."""
    while True:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind((host, 0))
            port = int(tcp.getsockname()[1])
            with contextlib.suppress(OSError):
                udp.bind((host, port))
                return port


def until(condition: Callable[[], T], seconds: float, what: str | Callable[[], str]) -> T:
    """Ask again and again until the answer is true; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds:g} s: {what if isinstance(what, str) else what()}")
        _PAUSE.wait(0.03)
    return found


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def started(command: list[str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program at work, its words in a file; told to stop in the end, and made to."""
    with log.open("ab") as words:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Listener:
    """A door on loopback that counts who knocks and says nothing: a sentinel, or a canary."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host, self.port, self.knocks = host, port, 0
        self._door: socket.socket | None = None
        self._porter: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def __enter__(self) -> "Listener":
        door = socket.create_server((self.host, self.port), backlog=64)
        self.port = int(door.getsockname()[1])
        self._door = door
        self._porter = threading.Thread(target=self._welcome, args=(door,), daemon=True)
        self._porter.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._door is not None and self._porter is not None:
            with contextlib.suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)  # wakes the porter
            self._porter.join()
            self._door.close()
            self._door = None

    def _welcome(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = door.accept()
                caller.close()
                self.knocks += 1
