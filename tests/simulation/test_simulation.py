"""The quick part of the simulation: four months of every scenario, two of an ailing office.

`make bench` runs thirteen months in two zones, four times as closely (tests/bench/simulated.py).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from simulation.calculator import outages
from simulation.compare import Judgement, Wrong, judged
from simulation.run import Plan, a_folder, simulate
from simulation.scenarios import AILING, PROGRAMMES, WELL

QUICK = (Plan(WELL, "Europe/Berlin", 120, 4), Plan(AILING, "Asia/Jakarta", 240, 2))
#: Two edges of an outage, each found up to an interval late, in a month of thirty days.
ROUGHNESS = 2 / (30 * 1440)


@pytest.fixture(scope="module", params=QUICK, ids=lambda plan: plan.programme.name)
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Plan, Judgement]]:
    """One run, for all the tests that look at it."""
    plan: Plan = request.param
    with a_folder(tmp_path_factory.mktemp("simulation")) as folder:
        yield plan, judged(simulate(plan, folder))


def none_of(wrong: Sequence[Wrong]) -> None:
    """Fail with a line for everything that is wrong."""
    if wrong:
        pytest.fail("\n".join(map(str, wrong)), pytrace=False)


def test_states_and_answers_are_the_true_ones(run: tuple[Plan, Judgement]) -> None:
    none_of(run[1].states)


def test_dates_and_marks_are_the_true_ones(run: tuple[Plan, Judgement]) -> None:
    none_of(run[1].figures)


def test_page_one_counts_what_is_true(run: tuple[Plan, Judgement]) -> None:
    none_of(run[1].counts)


def test_the_letters_that_were_due_left_and_no_others(run: tuple[Plan, Judgement]) -> None:
    none_of(run[1].letters)


def test_an_independent_calculator_finds_the_same_figures(run: tuple[Plan, Judgement]) -> None:
    none_of(run[1].reckoned)


def test_uptimes_are_true_to_the_roughness_of_the_looks(run: tuple[Plan, Judgement]) -> None:
    plan, judgement = run
    allowed = 100 * plan.minutes * ROUGHNESS
    assert [str(error) for error in judgement.uptime_errors if error.points > allowed] == []


def test_every_month_of_every_site_was_compared(run: tuple[Plan, Judgement]) -> None:
    plan, judgement = run
    months = range(1, plan.months + 1)
    after = [plan.calendar.month(month)[1] for month in months]
    listed = [one.enters for one in plan.programme.scenarios]
    assert judgement.compared == sum(enters < end for end in after for enters in listed)


def test_there_are_enough_scenarios_and_each_has_its_name() -> None:
    assert len(WELL.scenarios) >= 28
    for programme in PROGRAMMES:
        names = [scenario.name for scenario in programme.scenarios]
        assert len(set(names)) == len(names)


STORIES = [
    ("ok fails once", "oxoo", []),
    ("three failures in a row", "oxxxo", [(10, 2**40)]),
    ("and two successes", "oxxxoo", [(10, 40)]),
    ("a single success ends nothing", "oxxxoxxoo", [(10, 70)]),
    ("failing from the first look", "xxx", [(0, 2**40)]),
]


@pytest.mark.parametrize(("_name", "story", "found"), STORIES)
def test_the_calculator_dates_an_outage_to_its_first_failure(
    _name: str, story: str, found: list[tuple[int, int]]
) -> None:
    looks = [(600 * n, 1 if letter == "o" else 2) for n, letter in enumerate(story)]
    ends = [(start * 60, end if end == 2**40 else end * 60) for start, end in found]
    assert list(outages(looks)) == ends


def test_a_run_leaves_nothing_where_it_worked(tmp_path: Path) -> None:
    with a_folder(tmp_path) as folder:
        (folder / "watcher.db").touch()
    assert not folder.exists()
