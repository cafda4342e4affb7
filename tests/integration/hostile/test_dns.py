"""Every name server that fails, lies, or leads inside."""

import pytest

from hostile.dns_cases import CASES
from hostile.stage import Case, Seen
from hostile.survival import assert_survived

pytest_plugins = ("town_fixtures", "hostile.stage_fixtures")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_look_says_what_the_name_server_did(seen: Seen, case: Case) -> None:
    assert_survived(case, seen)


def test_the_canary_stays_silent(seen: Seen) -> None:
    assert seen.knocks == []
