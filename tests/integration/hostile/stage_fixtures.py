"""The one fixture of the hostile tests: everything that was seen for the cases of a module.

A plugin that test modules name, for mypy knows only one conftest.py.
"""

import asyncio
from collections.abc import Iterator

import pytest

from hostile.http_cases import PLAIN
from hostile.private_network import in_private_network
from hostile.stage import Case, Seen, act
from watcher.demo.authority import Authority


@pytest.fixture(scope="module")
def seen(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    authority: Authority,
) -> Seen:
    """Look at the cases of this module that were chosen, all in one private network."""
    folder = tmp_path_factory.mktemp("hostile")
    cases = list(_chosen(request))
    return in_private_network(lambda: asyncio.run(act(cases, PLAIN, folder, authority)))


def _chosen(request: pytest.FixtureRequest) -> Iterator[Case]:
    """The cases of this module that are to be tested in this run."""
    for test in request.session.items:
        if isinstance(test, pytest.Function) and test.module is request.module:
            case = test.callspec.params["case"] if hasattr(test, "callspec") else None
            if isinstance(case, Case):
                yield case
