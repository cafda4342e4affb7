"""Fixtures of the unit tests that need an office: an empty database, and settings beside it.

A plugin that test modules name, for mypy knows only one conftest.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from office import a_database, settings_for

from watcher.settings import Settings
from watcher.storage.engine import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)
