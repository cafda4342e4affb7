"""A site dies, is suspected, confirmed, reported, and comes back: nginx is really stopped."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from office import run
from real_office import Grant
from street import Nginx, good_sites
from telling import Story, a_story
from town import Build, Town

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.core.period import Month
from watcher.core.sites.overlay import Overlay
from watcher.core.sites.state import State
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.zone import ZoneAnswer
from watcher.jobs.months import month
from watcher.jobs.status import find_site, status
from watcher.report.data.document import document
from watcher.report.figures.site_figure import SiteFigure

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HEALTHY = [f"sehat{n}.example" for n in range(4)]
DYING = "sakit.example"


def test_a_site_dies_and_comes_back(build: Build, authority: Authority, tmp_path: Path) -> None:
    town = build(good_sites(authority, HEALTHY), {DYING: ZoneAnswer(("127.0.0.1",))})
    with Nginx(tmp_path / "other-host", good_sites(authority, [DYING])) as other_host:
        sick_id = open_office(town, other_host)
        run(tell(town, other_host, sick_id))


def open_office(town: Town, other_host: Nginx) -> int:
    """Take five sites in; give the number of the one that will die."""
    settings = town.settings()
    ports = settings["network"]["allow_ports"]
    assert isinstance(ports, list)
    ports += [other_host.https_port, other_host.http_port]
    town.office.settle(settings)
    town.office.open([*town.grants(), Grant(other_host.url(DYING), 9)])
    return int(town.office.one("select id from site where domain = ?", DYING))


async def tell(town: Town, other_host: Nginx, sick_id: int) -> None:
    async with a_story(town.office) as story:
        await story.look_until(40)
        assert [story.status(n) for n in range(1, 6)] == [Status.UP] * 5

        other_host.stop()
        first_failure = await fall_under_suspicion(story, sick_id)
        await be_confirmed(story, sick_id, first_failure)
        be_shown_as_out_of_order(story, sick_id)

        other_host.start()
        first_success = await come_back(story, sick_id)
        be_reported(story, sick_id, first_success - first_failure)
        assert story.gaps() == []  # our own side was well throughout


async def fall_under_suspicion(story: Story, sick_id: int) -> datetime:
    """The first failure changes nothing but the time of the next look."""
    story.clock.at = story.next_due(sick_id)
    failed_at = story.clock.at
    await story.look()
    assert story.reasons(sick_id)[-1] is Reason.CONNECT_REFUSED
    assert story.status(sick_id) is Status.UP
    assert story.incidents() == []
    return failed_at


async def be_confirmed(story: Story, sick_id: int, first_failure: datetime) -> None:
    """Look again at +1, +3 and +10 minutes; only then it is believed, dated back."""
    for minutes in (1, 3, 10):
        assert story.incidents() == []
        assert story.next_due(sick_id) == first_failure + timedelta(minutes=minutes)
        story.clock.at = story.next_due(sick_id)
        await story.look()
    assert story.status(sick_id) is Status.DOWN
    assert story.incidents() == [(sick_id, int(first_failure.timestamp()), None)]


async def come_back(story: Story, sick_id: int) -> datetime:
    """One success is not believed; the second ends the incident at the first."""
    answered: list[datetime] = []
    while len(answered) < 2:
        story.clock.at = story.next_due(sick_id)
        await story.look()
        assert story.reasons(sick_id)[-1] is Reason.OK
        answered.append(story.last_look_at(sick_id))
        if len(answered) == 1:
            assert story.status(sick_id) is Status.DOWN
    assert story.status(sick_id) is Status.UP
    assert [resolved for _, _, resolved in story.incidents()] == [int(answered[0].timestamp())]
    return answered[0]


def figure_of(story: Story, site_id: int) -> SiteFigure:
    found = status(story.app.database, story.app.settings, story.clock.at)
    figure = find_site(found.figures, str(site_id))
    assert figure is not None
    return figure


def be_shown_as_out_of_order(story: Story, sick_id: int) -> None:
    """Down for less than 72 hours is an overlay and no state of its own."""
    figure = figure_of(story, sick_id)
    assert figure.state.state is not State.DARK
    assert Overlay.DISTURBED in figure.state.overlays
    assert Overlay.DISTURBED not in figure_of(story, 1).state.overlays


def be_reported(story: Story, sick_id: int, lasted: timedelta) -> None:
    """The month's figures hold one incident, of one site, as long as it was."""
    settings, now = story.app.settings, story.clock.at
    this_month = Month.of(story.began, settings.programme.zoneinfo)
    told = document(month.read_report(story.app.database, settings, this_month, now))
    sites = told["sites"]
    assert isinstance(sites, list)
    incidents = {site["id"]: (site["incidents"], site["down_seconds"]) for site in sites}
    down = int(lasted.total_seconds())
    assert incidents == dict.fromkeys(range(1, 6), (0, 0)) | {sick_id: (1, down)}
