"""Every bad certificate and every handshake that goes wrong."""

import pytest

from hostile.stage import Case, Seen
from hostile.survival import assert_survived
from hostile.tls_cases import CASES

pytest_plugins = ("town_fixtures", "hostile.stage_fixtures")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_look_says_what_was_wrong(seen: Seen, case: Case) -> None:
    assert_survived(case, seen)


def test_the_canary_stays_silent(seen: Seen) -> None:
    assert seen.knocks == []
