"""A registry sees one office: its processes share one queue and what it refused them."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from factories import T0
from office import Clock, a_database, run

from watcher.core.domains.registry_backoff import RegistryBackoff
from watcher.core.looks.observation import Reason
from watcher.jobs.looks.registry_access import shared_by_processes
from watcher.net.limits import RateLimiter
from watcher.net.registry_turns import Registries
from watcher.storage.engine import Database
from watcher.storage.registries.refusals import read_refusals

ONE, OTHER = "whois.one.example:43", "whois.other.example:43"
BETWEEN = timedelta(seconds=2)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with a_database(tmp_path) as database:
        yield database


class AProcess:
    """Asks registries in the name of the office."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.registries = Registries(RateLimiter(1, 0.0))
        self._office = database, BETWEEN, clock

    def at_work(self) -> AbstractAsyncContextManager[None]:
        return shared_by_processes(self.registries, *self._office)

    def wait(self, server: str) -> float:
        """The seconds that it has to wait for a turn it books now."""

        async def book() -> float:
            async with self.at_work():
                return (await self.registries.next_slot(server)).total_seconds()

        return run(book())


def test_processes_take_turns_with_a_server_and_a_later_one_waits_too(database: Database) -> None:
    clock = Clock()
    daemon, support = AProcess(database, clock), AProcess(database, clock)
    assert [daemon.wait(ONE), support.wait(ONE), daemon.wait(OTHER)] == [0, 2, 0]
    clock.move(seconds=1)
    assert AProcess(database, clock).wait(ONE) == 3
    clock.move(seconds=60)
    assert support.wait(ONE) == 0


def test_a_clock_that_was_set_back_makes_nobody_wait_until_it_is_that_late_again(
    database: Database,
) -> None:
    clock = Clock()
    process = AProcess(database, clock)
    process.wait(ONE)
    clock.move(days=-1)
    assert process.wait(ONE) == 0
    assert process.wait(ONE) == 2


def test_what_two_processes_were_refused_at_the_same_time_is_kept_of_both(
    database: Database,
) -> None:
    clock = Clock()
    daemon, support = AProcess(database, clock), AProcess(database, clock)

    async def together() -> None:
        async with daemon.at_work(), support.at_work():
            daemon.registries.report_result(ONE, Reason.RATE_LIMITED, T0)
            support.registries.report_result(OTHER, Reason.RATE_LIMITED, T0)

    run(together())
    refusal = RegistryBackoff(T0 + timedelta(minutes=15))
    assert read_refusals(database) == {ONE: refusal, OTHER: refusal}


def test_an_answer_to_one_process_wipes_out_only_its_own_servers_refusal(
    database: Database,
) -> None:
    clock = Clock()
    daemon = AProcess(database, clock)

    async def ask(server: str, reason: Reason) -> None:
        async with daemon.at_work():
            daemon.registries.report_result(server, reason, T0)

    run(ask(ONE, Reason.RATE_LIMITED))
    run(ask(OTHER, Reason.RATE_LIMITED))
    run(ask(ONE, Reason.OK))
    assert list(read_refusals(database)) == [OTHER]
