"""N01, N02, N06 to N08: packets are lost on the way, and nobody is blamed who is not dead."""

import email
import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from email.policy import SMTP
from typing import Any

import pytest
from factories import JAKARTA
from office import run
from street import good_sites
from telling import Story, a_story
from town import Build
from weather import losing, outdoors

from watcher.core.looks.observation import Reason
from watcher.core.looks.verdict import Status
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.zone import ZoneAnswer
from watcher.jobs.letters.dispatch import dispatch
from watcher.jobs.letters.outage_digest import report_down

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = [f"toko{n}.example" for n in range(100)]
ALL = range(1, len(HOSTS) + 1)
TOGETHER = 60  # of them, the first ones, on one address
#: Minutes of the story; in the outage often and long enough to believe any failure.
PEACE, OUTAGE = (0, 15, 30), (36, 38, 47)
INTERVAL = 15.5  # of looks, with the half a minute that spreads them
BAD_HOUR = (31, 42, 53, 64)
Act = Callable[[Story], Coroutine[Any, Any, None]]


def tell(
    build: Build, authority: Authority, act: Act, names: dict[str, ZoneAnswer], seconds: int = 10
) -> None:
    """Build a town of a hundred good shops, have half an hour of peace, and then act."""

    def told() -> None:
        sites = good_sites(authority, HOSTS)
        town = build([replace(site, address=address(n)) for n, site in enumerate(sites)], names)
        allowed = ["127.0.0.1/32", "127.0.0.2/32", "::1/128", "2001:db8::/32"]
        network = {"look_seconds": seconds, "per_address_at_once": 100, "allow_addresses": allowed}
        officer: dict[str, object] = {"officer": "Arif", "officer_email": "arif@kota.example"}
        town.office.settle(
            town.settings(network=network, looks={"at_once": 100}, programme=officer)
        )
        town.office.open(town.grants())
        run(played(town.office))

    async def played(office: Any) -> None:
        async with a_story(office) as story:
            await look_at(story, PEACE)
            assert statuses(story) == {Status.UP}
            await act(story)

    outdoors(told)


def address(number: int) -> str:
    return "127.0.0.2" if number < TOGETHER else "127.0.0.1"


def next_morning_in_the_office(at: datetime) -> datetime:
    """Nine o'clock on the next working day."""
    local = at.astimezone(JAKARTA).replace(hour=9, minute=0, second=0) + timedelta(days=1)
    return local + timedelta(days=max(0, 7 - local.weekday()) if local.weekday() > 4 else 0)


def statuses(story: Story) -> set[Status]:
    return {story.status(n) for n in ALL}


async def look_at(story: Story, moments: Iterable[float]) -> int:
    """Look at every site at these minutes of the story; give how many were ever called down."""
    down = set[int]()
    for minutes in moments:
        story.clock.at = story.began + timedelta(minutes=minutes)
        await story.look_together()
        down |= {n for n in ALL if story.status(n) is Status.DOWN}
    return len(down)


@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        pytest.param("", Reason.OWN_DNS, id="N01 everything"),
        pytest.param("meta l4proto tcp", Reason.OWN_NETWORK, id="N01 but for names"),
        pytest.param("meta l4proto udp", Reason.OWN_DNS, id="N02 names"),
    ],
)
def test_a_line_without_an_answer_is_our_gap_and_nobodys_incident(
    build: Build, authority: Authority, lost: str, reason: Reason
) -> None:
    async def act(story: Story) -> None:
        with losing(lost):
            await look_at(story, OUTAGE)
            assert {why for n in ALL for why in story.reasons(n)[len(PEACE) :]} == {reason}
        assert statuses(story) == {Status.UP}
        assert story.incidents() == []
        assert story.office.one("select count(*) from outbox") == 0
        began = int((story.began + timedelta(minutes=OUTAGE[0])).timestamp())
        assert story.gaps() == [(began, None, reason)]
        await story.look_until(OUTAGE[-1] + INTERVAL)
        assert {story.reasons(n)[-1] for n in ALL} == {Reason.OK}
        assert [until is not None for _, until, _ in story.gaps()] == [True]

    tell(build, authority, act, {})


def test_n06_a_host_that_dies_takes_its_sites_along_and_not_our_own_line(
    build: Build, authority: Authority
) -> None:
    """Sixty failures in one place are that place's: one letter to the office, none to owners."""

    async def act(story: Story) -> None:
        with losing("ip daddr 127.0.0.2"):
            assert await look_at(story, OUTAGE) == TOGETHER
            assert story.office.one("select count(*) from outbox") == 0
            story.clock.at = next_morning_in_the_office(story.clock.at)
            await story.look_together()
            for _ in range(2):
                report_down(story.app.database, story.app.settings, story.clock.at)
            await dispatch(story.app.database, story.app.settings, story.clock)
        assert {n for n in ALL if story.status(n) is Status.DOWN} == set(ALL[:TOGETHER])
        assert len(story.incidents()) == TOGETHER
        assert story.gaps() == []
        (letter,) = story.office.settings.mail.folder.glob("*.eml")
        message = email.message_from_bytes(letter.read_bytes(), policy=SMTP)
        assert message["To"].addresses[0].addr_spec == "arif@kota.example"
        assert message["Subject"] == f"{TOGETHER} situs tidak bisa dibuka lebih dari 4 jam"
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # has one
        assert f"Host 127.0.0.2 ({TOGETHER} situs)" in text
        assert set(re.findall(r"^- ([\w.]+)", text, re.M)) == set(HOSTS[:TOGETHER])
        for _ in range(2):
            await story.look_together()
            story.clock.move(minutes=INTERVAL)
        assert statuses(story) == {Status.UP}

    tell(build, authority, act, {})


def test_n07_a_third_of_the_packets_lost_for_an_hour_is_nobodys_death(
    build: Build, authority: Authority
) -> None:
    """Some 6 looks in 100 fail, and three in a row hardly ever: one death in five such hours.

    Chance may bring two or three together; five come once in a million runs, or of a fault.
    """

    async def act(story: Story) -> None:
        with losing("numgen random mod 100 < 30"):
            down = await look_at(story, BAD_HOUR)
        seen = [why for n in ALL for why in story.reasons(n)[len(PEACE) :]]
        assert len(seen) == len(ALL) * len(BAD_HOUR)
        assert 0 < seen.count(Reason.OK) < len(seen)  # it was bad, and it was no silence
        assert down < 5

    tell(build, authority, act, {}, seconds=14)


def test_n08_a_dead_ipv6_costs_nothing(build: Build, authority: Authority) -> None:
    """Every site has both kinds of address; IPv4 is taken first, so the other is not waited for."""

    async def act(story: Story) -> None:
        with losing("meta nfproto ipv6"):
            assert await look_at(story, OUTAGE) == 0
        assert {why for n in ALL for why in story.reasons(n)} == {Reason.OK}

    both = {host: ZoneAnswer(("::1", address(n))) for n, host in enumerate(HOSTS)}
    tell(build, authority, act, both)


def test_n08_a_dead_site_is_dead_whatever_ipv6_would_say(
    build: Build, authority: Authority
) -> None:
    """It has an address of IPv6 too, to which no way leads from here."""

    async def act(story: Story) -> None:
        with losing("ip daddr 127.0.0.2"):
            await look_at(story, OUTAGE)
        assert story.status(1) is Status.DOWN
        assert set(story.reasons(1)[len(PEACE) :]) == {Reason.TIMEOUT_CONNECT}

    tell(build, authority, act, {HOSTS[0]: ZoneAnswer((address(0), "2001:db8::1"))})
