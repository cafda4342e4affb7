"""What one process knows of registry servers and the next one has to know: turns and refusals."""

from datetime import timedelta

import pytest
from factories import T0, minute

from watcher.core.domains.registry_backoff import RegistryBackoff
from watcher.storage.engine import Database
from watcher.storage.registries.refusals import read_refusals, write_refusals
from watcher.storage.registries.registry_slots import FARTHEST, reserve_slot

pytest_plugins = ("office_fixtures",)

ONE, OTHER = "whois.one.example:43", "whois.other.example:43"
TWO_SECONDS = timedelta(seconds=2)
AGAIN, FAR = RegistryBackoff(minute(15)), RegistryBackoff(minute(360), in_a_row=4)


def test_a_server_is_asked_by_one_question_at_a_time(database: Database) -> None:
    turns = [reserve_slot(database, ONE, TWO_SECONDS, T0) - T0 for _ in range(3)]
    assert turns == [timedelta(), TWO_SECONDS, 2 * TWO_SECONDS]
    assert reserve_slot(database, OTHER, TWO_SECONDS, T0) == T0
    assert reserve_slot(database, ONE, TWO_SECONDS, minute(1)) == minute(1)


@pytest.mark.parametrize(
    ("set_back", "waits"),
    [
        (timedelta(minutes=30), timedelta(minutes=30) + TWO_SECONDS),
        (FARTHEST, timedelta()),  # with the two seconds it lies too far off
        (timedelta(days=365), timedelta()),
    ],
)
def test_a_clock_that_is_set_back_far_makes_nobody_wait_for_it(
    database: Database, set_back: timedelta, waits: timedelta
) -> None:
    reserve_slot(database, ONE, TWO_SECONDS, T0)
    now = T0 - set_back
    assert reserve_slot(database, ONE, TWO_SECONDS, now) == now + waits


def test_a_process_writes_of_other_servers_nothing(database: Database) -> None:
    """What it read of them may be old: another process has been refused since, or answered."""
    write_refusals(database, {}, {ONE: AGAIN, OTHER: AGAIN})
    seen = read_refusals(database)
    write_refusals(database, seen, {**seen, ONE: FAR})  # another process meanwhile
    write_refusals(database, seen, {**seen, OTHER: FAR})
    assert read_refusals(database) == {ONE: FAR, OTHER: FAR}


def test_an_answer_wipes_out_the_refusal_of_its_own_server_alone(database: Database) -> None:
    write_refusals(database, {}, {ONE: AGAIN})
    before = read_refusals(database)
    write_refusals(database, {}, {OTHER: AGAIN})  # another process meanwhile
    write_refusals(database, before, {})
    assert read_refusals(database) == {OTHER: AGAIN}
