"""A network in which every address of the world is this machine, and from which nothing leads out.

A redirect into an office's network, to a cloud's metadata or to any public address ends at
the canary instead: a mistake is seen, and harms nobody. That takes root; for other users the
same tests run on plain loopback, where only 127.0.0.0/8 and ::1 end at the canary.
"""

import ctypes
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from machine import program

T = TypeVar("T")

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of unshare(2)
_WORLD = (
    "link set lo up",
    "-4 route add local 0.0.0.0/0 dev lo",
    "-6 route add local ::/0 dev lo",
)


def in_private_network(work: Callable[[], T]) -> T:
    """Do some work in a network of its own. Its threads and processes are born into it."""
    with ThreadPoolExecutor(1, initializer=_move_in) as room:
        return room.submit(work).result()


def _move_in() -> None:
    """Take this thread, and no other, into a new network."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK) != 0:
        return  # not root: plain loopback
    ip = program("ip", "iproute2")
    for words in _WORLD:
        subprocess.run([ip, *words.split()], check=True)


def is_private() -> bool:
    """Whether nothing but loopback is in the network of this thread."""
    _, _, *interfaces = Path("/proc/thread-self/net/dev").read_text("ascii").splitlines()
    return [line.partition(":")[0].strip() for line in interfaces] == ["lo"]
