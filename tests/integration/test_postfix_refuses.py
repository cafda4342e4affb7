"""A real Postfix that refuses us, or one recipient: whose letter waits, and whose is given up."""

from collections.abc import Iterator

import pytest
from machine import until
from post_office import Postfix, postfix_running
from real_office import registered, zone_at_noon
from street import good_sites
from town import Build, Town

from watcher.demo.servers.authority import Authority
from watcher.storage.tables import LetterState

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

HOSTS = [f"usaha{n}.example" for n in range(1, 4)]
OWNERS = [f"pemilik{n}@surat.example" for n in range(1, 4)]
SYSADMIN = "sysadmin@kota.example"
BLOCKED = (
    "127.0.0.1 554 5.7.1 Service unavailable; Client host blocked using zen.example;"
    " poor reputation\n"
)
UNKNOWN = f"{OWNERS[1]} 550 5.1.1 User unknown in virtual mailbox table\n"


@pytest.fixture
def post() -> Iterator[Postfix]:
    with postfix_running() as postfix:
        yield postfix


@pytest.fixture
def town(build: Build, authority: Authority, post: Postfix) -> Town:
    """Three owners whose domains end in three days: letters that wait for no office hours."""
    made = build(good_sites(authority, HOSTS))
    mail: dict[str, object] = {
        "channel": "smtp", "host": "127.0.0.1", "port": post.port, "security": "none",
        "sysadmin": SYSADMIN,
    }  # fmt: skip
    made.office.settle(made.settings(mail=mail, programme={"zone": zone_at_noon()}))
    made.office.open(made.grants())
    for host in HOSTS:
        made.registry.registrations[host] = registered(host, 3)
    return made


def run_once(town: Town) -> None:
    done = town.office.command("run", "--once")
    assert done.returncode == 0, done.stderr


def states(town: Town) -> dict[str, tuple[int, int]]:
    """Recipient -> state and attempts of the one letter to it."""
    rows = town.office.rows("select rcpt_to, state, attempts from outbox")
    assert len(rows) == len({recipient for recipient, *_ in rows})
    return {recipient: (state, attempts) for recipient, state, attempts in rows}


def delivered(post: Postfix) -> list[str]:
    return sorted(letter["X-Original-To"] for letter in post.letters)


def test_a_server_that_blocks_us_lets_every_letter_wait_until_it_is_mended(
    town: Town, post: Postfix
) -> None:
    post.refuse(clients=BLOCKED)
    for _ in range(3):
        run_once(town)
        assert states(town) == dict.fromkeys((*OWNERS, SYSADMIN), (LetterState.QUEUED, 0))
    replies = {reply for (reply,) in town.office.rows("select reply from outbox") if reply}
    assert any("5.7.1" in reply and "blocked using" in reply for reply in replies)
    assert delivered(post) == []
    post.refuse()
    done = town.office.command("notices", "send", "--yes")
    assert done.returncode == 0, done.stderr
    until(lambda: len(post.letters) == 4 and post.settled(), 20, "the letters arrive")
    assert delivered(post) == sorted((*OWNERS, SYSADMIN))
    assert states(town) == dict.fromkeys((*OWNERS, SYSADMIN), (LetterState.SENT, 0))


def test_one_recipient_whom_nobody_knows_is_refused_alone(town: Town, post: Postfix) -> None:
    post.refuse(recipients=UNKNOWN)
    run_once(town)
    others = (OWNERS[0], OWNERS[2])
    until(lambda: len(post.letters) == 2 and post.settled(), 20, "the letters arrive")
    assert delivered(post) == sorted(others)
    found = states(town)
    assert found.pop(OWNERS[1]) == (LetterState.REFUSED, 0)
    assert {one: found[one] for one in others} == dict.fromkeys(others, (LetterState.SENT, 0))
    assert SYSADMIN not in found
