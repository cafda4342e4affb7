"""H08: a site that asks to be left alone for an hour is, and the hour proves nothing against it."""

import pytest
from office import run
from street import Vhost, certificate, good_sites
from telling import a_story
from town import Build

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.demo.servers.authority import Authority
from watcher.probes.table import PAGE

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

BUSY = "ramai.example"
AN_HOUR = 'add_header Retry-After 3600 always; location / {{ return 429 "sebentar"; }}'


def test_h08_a_site_is_left_alone_as_long_as_it_asks(build: Build, authority: Authority) -> None:
    others = good_sites(authority, ["toko.example"])
    town = build([*others, Vhost(BUSY, certificate(authority, BUSY), lines=AN_HOUR)])
    town.office.settle(town.settings())
    town.office.open(town.grants())

    async def three_hours() -> None:
        async with a_story(town.office) as story:
            assert [await story.look(), await story.look(PAGE)] == [2, 1]
            await story.look_until(179)
            assert story.reasons(1)[-1] is Reason.OK
            assert len(story.reasons(1)) > 10
            assert story.reasons(2) == [Reason.RATE_LIMITED] * town.nginx.visits(BUSY)
            assert 2 <= town.nginx.visits(BUSY) <= 3
            assert story.status(2) is Status.NEW
            assert story.incidents() == story.gaps() == []

    run(three_hours())
