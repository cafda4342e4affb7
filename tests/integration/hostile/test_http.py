"""Every way a web server can misbehave, and every redirect that leads astray."""

import pytest

from hostile.flood_cases import CASES as FLOODS
from hostile.http_cases import CASES as SERVERS
from hostile.redirect_cases import CASES as REDIRECTS
from hostile.stage import Case, Seen
from hostile.survival import assert_survived

pytest_plugins = ("town_fixtures", "hostile.stage_fixtures")

CASES = (*SERVERS, *REDIRECTS, *FLOODS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_look_says_what_it_met_and_survives(seen: Seen, case: Case) -> None:
    assert_survived(case, seen)


def test_the_canary_stays_silent(seen: Seen) -> None:
    assert seen.knocks == []
