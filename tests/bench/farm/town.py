"""Build the farm: resolvers, sites, and what a client needs to know of them."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from farm import far
from farm.clients import Farm
from farm.names import BEHIND, FAR, NEAR, resolver
from farm.process import serving
from farm.web import web


@contextlib.contextmanager
def farm(folder: Path) -> Iterator[Farm]:
    """The whole farm, as long as the block lasts."""
    forwarder = [sys.executable, far.__file__, str(FAR), str(BEHIND)]
    with (
        resolver(folder / "near", NEAR),
        resolver(folder / "behind", BEHIND),
        serving(forwarder, folder / "forwarder.words"),
        web(folder / "web") as sites,
    ):
        yield Farm(folder, sites)
