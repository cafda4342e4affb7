"""Fixtures of all integration tests: an authority for the run, a town for each test.

A plugin that test modules name, for mypy knows only one conftest.py.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from street import Vhost, an_authority
from town import Build, Town, town_in

from watcher.demo.servers.authority import Authority
from watcher.demo.servers.zone import ZoneAnswer


@pytest.fixture(scope="session")
def authority() -> Authority:
    return an_authority()


@pytest.fixture
def build(tmp_path: Path, authority: Authority) -> Iterator[Build]:
    """Builds the town of a test: `build(sites, names)`."""
    with contextlib.ExitStack() as towns:

        def built(sites: Sequence[Vhost], names: dict[str, ZoneAnswer] | None = None) -> Town:
            return towns.enter_context(town_in(tmp_path, authority, sites, names or {}))

        yield built
