"""kill -9 in the middle of a letter: none is lost, and one at most comes twice, as itself."""

import signal
from collections.abc import Iterator

import pytest
from machine import until
from post_office import Postfix, Road, postfix_running
from real_office import registered, zone_at_noon
from street import good_sites
from town import Build, Town

from watcher.demo.servers.authority import Authority
from watcher.storage.tables import LetterState

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = [f"usaha{n}.example" for n in range(5)]


@pytest.fixture(scope="module")
def post() -> Iterator[Postfix]:
    with postfix_running() as postfix:
        yield postfix


@pytest.fixture
def road(post: Postfix) -> Iterator[Road]:
    with Road(post.port).built() as road:
        yield road


@pytest.fixture
def town(build: Build, authority: Authority, road: Road) -> Town:
    """Five owners whose domains end in three days: letters that wait for no office hours."""
    made = build(good_sites(authority, HOSTS))
    mail: dict[str, object] = {
        "channel": "smtp", "host": "127.0.0.1", "port": road.port, "security": "none",
    }  # fmt: skip
    made.office.settle(made.settings(mail=mail, programme={"zone": zone_at_noon()}))
    made.office.open(made.grants())
    for host in HOSTS:
        made.registry.registrations[host] = registered(host, 3)
    return made


def arrived(town: Town, post: Postfix) -> dict[str, int]:
    """Message-ID -> copies, of the letters of this office."""
    ours = {message_id for (message_id,) in town.office.rows("select message_id from outbox")}
    return {key: copies for key, copies in post.copies().items() if key in ours}


def same_bytes(post: Postfix, message_id: str) -> bool:
    """Whether all copies are one text, below the lines that postfix puts on top."""
    copies = {raw[raw.index(b"Message-ID:") :] for raw in post.raw if message_id.encode() in raw}
    return len(copies) == 1


@pytest.mark.parametrize(
    ("place", "number", "copies"),
    [("greeting", 1, 5), ("content", 1, 5), ("content", 4, 5), ("answer", 1, 6), ("answer", 5, 6)],
)
def test_no_letter_is_lost_and_one_at_most_comes_twice(
    town: Town, post: Postfix, road: Road, place: str, number: int, copies: int
) -> None:
    road.stops_at, road.letter = place, number
    with town.office.running("run", "--once") as sender:
        sender.does(road.reached.is_set, 40, f"letter {number} has come to its {place}")
        sender.kill()
    road.cut()
    again = town.office.command("run", "--once")
    assert again.returncode == 0, again.stderr
    until(lambda: sum(arrived(town, post).values()) >= copies and post.settled(), 20, "the mail")
    found = arrived(town, post)
    assert len(found) == len(HOSTS)  # none is lost
    assert sum(found.values()) == copies  # the server had one already, or none
    assert town.office.letters(LetterState.SENT) == len(HOSTS)
    assert all(same_bytes(post, message_id) for message_id in found)
    assert town.office.one("pragma integrity_check") == "ok"


def test_a_stop_waits_for_the_answer_to_a_letter(town: Town, post: Postfix, road: Road) -> None:
    """P11: SIGTERM between the letter's last byte and the server's 250."""
    road.stops_at = "answer"
    with town.office.running() as daemon:
        daemon.does(road.reached.is_set, 60, "the first letter is with the server")
        daemon.child.send_signal(signal.SIGTERM)
        road.free()
        assert daemon.ends(10) == 0
        assert "Traceback" not in daemon.words
    assert town.office.letters(LetterState.SENDING) == 0
    assert town.office.command("run", "--once").returncode == 0
    until(lambda: len(arrived(town, post)) == len(HOSTS) and post.settled(), 20, "the mail")
    assert set(arrived(town, post).values()) == {1}


def test_two_senders_at_once_send_no_letter_twice(town: Town, post: Postfix, road: Road) -> None:
    """The daemon is in the middle of a batch when the officer types `notices send`."""
    road.stops_at, road.letter = "content", 2
    with town.office.running("run", "--once") as daemon:
        daemon.does(road.reached.is_set, 40, "the second letter is being handed over")
        town.office.settle(through(town, post.port))
        typed = town.office.command("notices", "send", "--yes")
        assert typed.returncode == 0, typed.stderr
        road.free()
        assert daemon.ends(30) == 0
    until(lambda: len(arrived(town, post)) == len(HOSTS) and post.settled(), 20, "the mail")
    assert set(arrived(town, post).values()) == {1}
    assert town.office.letters(LetterState.SENT) == len(HOSTS)


def through(town: Town, port: int) -> dict[str, dict[str, object]]:
    """The same settings, with another way to the mail server."""
    mail: dict[str, object] = {
        "channel": "smtp", "host": "127.0.0.1", "port": port, "security": "none",
    }  # fmt: skip
    settings = town.settings(mail=mail, programme={"zone": zone_at_noon()})
    return {name: dict(values) for name, values in settings.items()}
