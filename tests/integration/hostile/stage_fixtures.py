"""The one fixture of the hostile tests: everything that was seen for the cases of this run.

A plugin that test modules name, for mypy knows only one conftest.py.
"""

import asyncio
from collections.abc import Iterator

import pytest

from hostile.http_cases import PLAIN
from hostile.private_network import in_private_network
from hostile.stage import Case, Seen, act
from watcher.demo.servers.authority import Authority


@pytest.fixture(scope="session")
def seen(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    authority: Authority,
) -> Seen:
    """Look at all cases that were chosen, in one private network and at once: tarpits take long."""
    folder = tmp_path_factory.mktemp("hostile")
    cases = list(dict.fromkeys(_chosen(request)))
    return in_private_network(lambda: asyncio.run(act(cases, PLAIN, folder, authority)))


def _chosen(request: pytest.FixtureRequest) -> Iterator[Case]:
    for test in request.session.items:
        parameters = test.callspec.params if hasattr(test, "callspec") else {}
        if isinstance(case := parameters.get("case"), Case):
            yield case
