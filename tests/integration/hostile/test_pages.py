"""Every page made to hold the reader up: it is read in time, in little memory, or left unread."""

import pytest

from hostile.page_cases import CASES
from hostile.stage import Case, Seen
from hostile.survival import assert_survived

pytest_plugins = ("town_fixtures", "hostile.stage_fixtures")

_CPU_SECONDS = 2.0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_page_is_read_at_bearable_cost(seen: Seen, case: Case) -> None:
    assert_survived(case, seen)
    assert seen.runs[case.id].cpu_seconds - seen.plain.cpu_seconds < _CPU_SECONDS


def test_the_canary_stays_silent(seen: Seen) -> None:
    assert seen.knocks == []
