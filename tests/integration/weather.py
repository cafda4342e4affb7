"""Bad weather on the line: nftables loses packets, in a network that only this test is in."""

import contextlib
import subprocess
from collections.abc import Callable, Iterator

import pytest
from hostile.private_network import in_private_network, is_private
from machine import program

_RULES = "table inet weather {{ chain in {{ type filter hook input priority 0; {lost} drop; }}; }}"


def outdoors(work: Callable[[], None]) -> None:
    """Do some work, with all the servers it starts, where weather harms nobody else."""

    def alone() -> None:
        if not is_private():
            pytest.skip("packets may only be lost in a network of one's own, which takes root")
        work()

    in_private_network(alone)


@contextlib.contextmanager
def losing(lost: str) -> Iterator[None]:
    """Lose the packets that an expression of nft matches; an empty one matches all.

    They are lost on arrival: whoever sends must not be told.
    """
    told = _nft("-f", "-", rules=_RULES.format(lost=lost))
    if "not supported" in told.stderr:
        pytest.skip(f"this kernel has no nftables: {told.stderr.strip()}")
    assert told.returncode == 0, told.stderr
    try:
        yield
    finally:
        assert _nft("delete", "table", "inet", "weather").returncode == 0


def _nft(*words: str, rules: str = "") -> "subprocess.CompletedProcess[str]":
    command = [program("nft", "nftables"), *words]
    return subprocess.run(command, input=rules, capture_output=True, text=True, check=False)
