"""Is the site dead, or are we? The resolver and the sentinels really die, and nobody is blamed."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from office import run
from street import good_sites
from telling import Story, a_story
from town import Build, Town

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.demo.servers.authority import Authority

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = [f"toko{n}.example" for n in range(6)]
ALL = range(1, len(HOSTS) + 1)
Act = Callable[[Town, Story], Coroutine[Any, Any, None]]


@pytest.fixture
def town(build: Build, authority: Authority) -> Town:
    made = build(good_sites(authority, HOSTS))
    made.office.settle(made.settings(network={"look_seconds": 10}))
    made.office.open(made.grants())
    return made


async def play(town: Town, act: Act) -> None:
    """Half an hour of peace, the act, and an hour in which all is well again."""
    async with a_story(town.office) as story:
        await story.look_until(35)
        assert {story.status(n) for n in ALL} == {Status.UP}
        before = {n: story.reasons(n) for n in ALL}
        await act(town, story)
        assert {story.status(n) for n in ALL} == {Status.UP}
        assert story.incidents() == []
        assert town.office.one("select count(*) from outbox") == 0
        for n in ALL:
            assert story.reasons(n)[: len(before[n])] == before[n]
        await story.look_until(130)
        assert {story.reasons(n)[-1] for n in ALL} == {Reason.OK}
        assert [len(story.gaps()), story.gaps()[0][1] is not None] == [1, True]


async def the_resolver_dies(town: Town, story: Story) -> None:
    """Name servers are silent; everything else is well."""
    town.unbound.stop()
    for minutes in (1, 3, 11):  # often and long enough to believe any failure
        story.clock.at = story.began + timedelta(minutes=35 + minutes)
        await story.look_together()
    assert {reason for n in ALL for reason in story.reasons(n)[-3:]} == {Reason.OWN_DNS}
    began = int((story.began + timedelta(minutes=36)).timestamp())
    assert story.gaps() == [(began, None, Reason.OWN_DNS)]
    town.unbound.start()


async def the_line_dies(town: Town, story: Story) -> None:
    """Nothing answers, neither sites nor sentinels; names still do."""
    town.nginx.stop()
    for sentinel in town.sentinels:
        sentinel.__exit__()
    await story.look_until(70)
    assert {story.reasons(n)[-1] for n in ALL} == {Reason.OWN_NETWORK}
    assert [(until, reason) for _, until, reason in story.gaps()] == [(None, Reason.OWN_NETWORK)]
    town.nginx.start()
    for sentinel in town.sentinels:
        sentinel.__enter__()


def test_a_dead_resolver_is_our_gap_and_nobodys_incident(town: Town) -> None:
    run(play(town, the_resolver_dies))


def test_a_dead_line_is_our_gap_and_nobodys_incident(town: Town) -> None:
    run(play(town, the_line_dies))


def test_one_dead_sentinel_silences_nobody(town: Town) -> None:
    run(one_site_really_dies(town))


async def one_site_really_dies(town: Town) -> None:
    """One of three sentinels is gone: a single site that dies is still believed to be dead."""
    async with a_story(town.office) as story:
        await story.look_until(35)
        town.sentinels[0].__exit__()
        first, *others = town.nginx.sites
        town.nginx.show([replace(first, lines="return 500;"), *others])
        await story.look_until(90)
        assert story.status(1) is Status.DOWN
        assert {story.status(n) for n in ALL if n != 1} == {Status.UP}
        assert [site for site, _, resolved in story.incidents() if resolved is None] == [1]
        assert story.gaps() == []
