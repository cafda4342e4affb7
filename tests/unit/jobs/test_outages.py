"""A host dies: the office gets one letter, while it is true, and once for each time."""

import email
import re
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from factories import JAKARTA, QUARTER
from office import ILL, Clock, a_net, a_probe, an_entry, grant, run, settings_for

from watcher.core.looks.observation import AvailabilityFacts, Finding, Outcome, Reason
from watcher.jobs.letters.calls import MOST_LINES
from watcher.jobs.letters.dispatch import Dispatched, dispatch
from watcher.jobs.letters.outage_digest import report_down
from watcher.jobs.looks.look import look_due
from watcher.jobs.maintenance import mend_after_set_back
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import StoredLetter
from watcher.storage.months import month_history
from watcher.storage.register.register_intake import OwnerEntry

pytest_plugins = ("office_fixtures",)

#: A Monday morning in the office.
MONDAY = datetime(2026, 10, 5, 8, 0, tzinfo=JAKARTA).astimezone(UTC)
GOOD = Finding(Outcome.OK)
SITES = 70


def refused(address: str) -> Finding:
    facts = AvailabilityFacts(addresses=(address,), address=address)
    return Finding(Outcome.FAILED, Reason.CONNECT_REFUSED, facts)


class Town:
    """Seventy sites, of which the first so many die at once, on one address."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        dead: int,
        began: datetime,
        phone: str = "6281200000001",
        **known: str,
    ) -> None:
        self.database, self.settings, self.clock = database, settings, Clock(began)
        same = {"hosting": "Hosting Contoh", "owner": OwnerEntry("d", "Dewi", "", phone, "Ibu")}
        entries = [an_entry(n, **(same | known)) for n in range(1, SITES + 1)]
        self.sites = grant(database, *entries, at=began - timedelta(days=9))
        self.dead = {site.id for site in self.sites[:dead]}
        self.addresses = dict.fromkeys((site.id for site in self.sites), "192.0.2.7")
        self.blind = False

    def watch(self, hours: float) -> None:
        """Let time pass, with a look at each site whenever one is due."""
        end = self.clock.at + timedelta(hours=hours)
        failing = set(self.addresses) if self.blind else self.dead
        probe = a_probe(
            {
                site_id: [refused(address) if site_id in failing else GOOD] * 999
                for site_id, address in self.addresses.items()
            }
        )
        net = a_net(ours=ILL if self.blind else None)
        while self.clock.at < end:
            while run(look_due(probe, self.database, net, self.settings, self.clock)).looks:
                pass
            report_down(self.database, self.settings, self.clock.at)
            self.clock.move(minutes=5)

    def letters(self) -> list[StoredLetter]:
        return outbox.all_letters(self.database)

    def send(self) -> Dispatched:
        return run(dispatch(self.database, self.settings, self.clock))


def read(stored: StoredLetter) -> tuple[str, str]:
    """The subject and the plain text of a letter."""
    message = email.message_from_bytes(stored.letter.mime, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return message["Subject"], body.get_content().replace("\r\n", "\n")


def html(stored: StoredLetter) -> str:
    message = email.message_from_bytes(stored.letter.mime, policy=policy.default)
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_dead_host_is_one_letter(database: Database, settings: Settings) -> None:
    town = Town(database, settings, 60, MONDAY)
    town.watch(4.2)
    assert town.letters() == []
    town.watch(3)
    (letter,) = town.letters()
    assert (letter.letter.role, letter.letter.rcpt_to) == ("officer", "arif@dinas.example")
    assert set(letter.letter.site_ids) == town.dead
    subject, text = read(letter)
    assert subject == "60 situs tidak bisa dibuka lebih dari 4 jam"
    assert "Host Hosting Contoh 192.0.2.7 (60 situs)" in text
    assert len(re.findall(r"^- usaha\d+\.example \(Usaha \d+\), sejak ", text, re.M)) == 60
    link = "Kirim WA Ibu Dewi: https://wa.me/6281200000001?text=Selamat%20siang%20Ibu%20Dewi"
    assert text.count(link) == 60
    assert len(letter.letter.mime) < 100_000
    assert town.send() == Dispatched(sent=1)


def test_a_letter_has_no_more_lines_than_a_mail_program_shows(
    database: Database, settings: Settings
) -> None:
    town = Town(database, settings, SITES, MONDAY)
    town.watch(5)
    (letter,) = town.letters()
    subject, text = read(letter)
    assert subject.startswith(f"{SITES} situs")
    assert text.count("wa.me") == MOST_LINES
    assert f"- dan {SITES - MOST_LINES} situs lain" in text


def test_many_hosts_with_long_names_are_a_letter_that_mail_programs_show_whole(
    database: Database, settings: Settings
) -> None:
    town = Town(database, settings, SITES, MONDAY, business="批发市场" * 99)
    town.addresses = {site.id: f"192.0.2.{site.id // 2}" for site in town.sites}
    town.watch(5)
    (letter,) = town.letters()
    _, text = read(letter)
    assert text.count("\nHost Hosting Contoh 192.0.2.") < MOST_LINES
    assert re.search(r"\n- dan \d+ situs lain\n", text)
    assert len(html(letter)) < 102_000
    assert all(len(link) % 9 or "%" not in link[-2:] for link in re.findall(r"wa.me\S+", text))


@pytest.mark.parametrize(
    ("phone", "said"), [("62711355555", "Telepon Ibu Dewi: 0711-3555-55"), ("", None)]
)
def test_who_has_no_mobile_is_called(
    database: Database, settings: Settings, phone: str, said: str | None
) -> None:
    town = Town(database, settings, 1, MONDAY, phone=phone)
    town.watch(5)
    (letter,) = town.letters()
    _, text = read(letter)
    assert "wa.me" not in text
    assert ("Dewi" in text) is (said is not None)
    if said:
        assert said in text
        assert 'href="tel:0711-3555-55"' in html(letter)


def test_a_single_site_is_called_by_its_name(database: Database, settings: Settings) -> None:
    town = Town(database, settings, 1, MONDAY)
    town.watch(5)
    (letter,) = town.letters()
    subject, text = read(letter)
    assert subject == "usaha1.example tidak bisa dibuka lebih dari 4 jam"
    assert "\n\n- usaha1.example (Usaha 1), sejak 5 Okt 2026, 08.00 WIB: server tidak" in text


def test_at_night_it_waits_for_the_office(database: Database, settings: Settings) -> None:
    evening = MONDAY - timedelta(hours=12)
    town = Town(database, settings, 6, evening)
    town.watch(11.9)
    assert town.letters() == []
    town.watch(0.2)
    assert len(town.letters()) == 1


def test_a_site_that_dies_again_is_told_of_again(database: Database, settings: Settings) -> None:
    town = Town(database, settings, 2, MONDAY)
    dead = town.dead
    town.watch(5)
    town.send()
    town.dead = set()
    town.watch(19)
    town.dead = dead
    town.watch(5)
    assert [len(stored.letter.site_ids) for stored in town.letters()] == [2, 2]


@pytest.mark.parametrize(("alive", "state"), [({1, 2}, "CANCELLED"), ({1}, "SENT")])
def test_a_letter_that_is_overtaken_is_not_sent(
    database: Database, settings: Settings, alive: set[int], state: str
) -> None:
    town = Town(database, settings, 2, MONDAY)
    town.watch(5)
    town.dead -= alive
    town.watch(1)
    town.send()
    assert [stored.state.name for stored in town.letters()] == [state]


def test_a_letter_waits_while_nobody_can_look(database: Database, settings: Settings) -> None:
    """Our own line is down, and the mail with it: that is no news of the site."""
    town = Town(database, settings, 2, MONDAY)
    town.watch(5)
    town.blind = True
    town.watch(1)
    assert town.send() == Dispatched(waiting=1)
    town.blind = False
    town.watch(1)
    assert town.send() == Dispatched(sent=1)
    assert len(town.letters()) == 1


def test_hours_in_which_nobody_could_look_are_not_held_against_a_site(
    database: Database, settings: Settings
) -> None:
    town = Town(database, settings, 2, MONDAY - timedelta(hours=5))
    town.watch(1)
    town.blind = True
    town.watch(5)
    town.blind = False
    town.watch(3)
    assert town.letters() == []
    town.watch(0.5)
    assert len(town.letters()) == 1


def test_a_letter_about_a_death_that_is_over_does_not_tell_of_the_next_one(
    database: Database, settings: Settings
) -> None:
    town = Town(database, settings, 2, MONDAY)
    dead = town.dead
    town.watch(5)
    town.dead = set()
    town.watch(1)
    town.dead = dead
    town.watch(0.5)
    assert town.send() == Dispatched(cancelled=1)


def test_a_neighbour_that_was_missed_by_a_letter_comes_in_the_next_one(
    database: Database, tmp_path: Path
) -> None:
    """They died in one second; one of them had a good look when the letter was written."""
    town = Town(database, settings_for(tmp_path, looks={"availability_minutes": 5}), 2, MONDAY)
    first, second = sorted(town.dead)
    town.watch(4 + 5 / 60)
    town.dead = {first}
    town.watch(5 / 60)
    town.dead = {first, second}
    town.watch(2)
    assert [set(stored.letter.site_ids) for stored in town.letters()] == [{first}, {second}]


def test_after_a_clock_was_set_back_a_death_is_told_of(
    database: Database, settings: Settings
) -> None:
    town = Town(database, settings, 2, MONDAY + timedelta(days=1))
    dead = town.dead
    town.watch(5)
    town.dead = set()
    town.watch(1)
    town.clock.at = MONDAY
    mend_after_set_back(database, settings, town.clock.at)
    town.watch(1)
    town.dead = dead
    town.watch(6)
    assert len(town.letters()) == 2


def test_a_letter_to_the_office_reaches_no_owner(database: Database, settings: Settings) -> None:
    """Whoever counts owners that could be written to must not count it."""
    town = Town(database, settings, 2, MONDAY)
    town.watch(5)
    town.send()
    post = month_history.until_now(database, JAKARTA, town.clock.at, QUARTER).post
    assert (post.sent, post.by_site) == (1, {1: 1, 2: 1})
    assert (post.owners_written, post.reached) == (0, frozenset())


def test_an_office_without_an_officer_is_not_written_to(database: Database, tmp_path: Path) -> None:
    town = Town(database, settings_for(tmp_path, programme={"officer_email": ""}), 2, MONDAY)
    town.watch(5)
    assert town.letters() == []
