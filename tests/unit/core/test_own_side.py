"""Is the site dead, or are we? What the sentinels and the canary excuse, and what not."""

from dataclasses import replace

import pytest
from factories import T0, a_look
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.looks.observation import AvailabilityFacts, Finding, Observation, Outcome, Reason
from watcher.core.looks.own_side import OwnSide, suppress_if_local_outage

WELL = OwnSide(asked=3, answered=3, canary_refused=True)
ONE_FAILS = replace(WELL, answered=2)
TWO_FAIL = replace(WELL, answered=1)
sweeps = st.text("ox?", max_size=60)


def a_sweep(letters: str, addresses: int = 0) -> list[Observation]:
    """One look a site; `addresses`: on so many servers, else one a site."""
    looks = [a_look(letter, T0, site_id) for site_id, letter in enumerate(letters, 1)]
    return [_at_address(look, look.site_id % addresses) for look in looks] if addresses else looks


def _at_address(look: Observation, number: int) -> Observation:
    facts = AvailabilityFacts(addresses=(f"192.0.2.{number}",))
    return replace(look, finding=replace(look.finding, facts=facts))


def letters_of(sweep: list[Observation]) -> str:
    return "".join(
        {Outcome.OK: "o", Outcome.FAILED: "x"}.get(s.finding.outcome, "?") for s in sweep
    )


@pytest.mark.parametrize("letters", ["x", "oxo", "xxxxxxxxxx", "o?x"])
def test_while_we_are_well_every_failure_stands(letters: str) -> None:
    assert suppress_if_local_outage(a_sweep(letters), WELL) == a_sweep(letters)


def test_one_sentinel_failing_alone_silences_nobody() -> None:
    assert letters_of(suppress_if_local_outage(a_sweep("oooooooxox"), ONE_FAILS)) == "oooooooxox"


@pytest.mark.parametrize("asked", range(1, 10))
def test_one_sentinel_can_never_silence_however_few_are_set(asked: int) -> None:
    ours = OwnSide(asked=asked, answered=asked - 1, canary_refused=True)
    assert letters_of(suppress_if_local_outage(a_sweep("x"), ours)) == "x"


def test_two_of_three_sentinels_failing_excuse_every_failure_and_nothing_else() -> None:
    assert letters_of(suppress_if_local_outage(a_sweep("oxo?x"), TWO_FAIL)) == "o?o??"


@pytest.mark.parametrize(("asked", "answered"), [(2, 0), (3, 0), (4, 2), (6, 3), (9, 5)])
def test_fewer_than_two_thirds_excuse(asked: int, answered: int) -> None:
    ours = OwnSide(asked=asked, answered=answered, canary_refused=True)
    assert letters_of(suppress_if_local_outage(a_sweep("x"), ours)) == "?"


def test_a_canary_that_is_answered_excuses_although_all_sentinels_answer() -> None:
    assert (
        letters_of(suppress_if_local_outage(a_sweep("oxo"), replace(WELL, canary_refused=False)))
        == "o?o"
    )


def test_a_canary_that_was_not_asked_proves_nothing() -> None:
    assert (
        letters_of(suppress_if_local_outage(a_sweep("oxo"), replace(WELL, canary_refused=None)))
        == "oxo"
    )


def test_without_sentinels_there_is_nothing_to_doubt() -> None:
    assert letters_of(suppress_if_local_outage(a_sweep("xxxxxxxx"), OwnSide())) == "xxxxxxxx"


@pytest.mark.parametrize(
    ("failing", "of", "addresses", "held"),
    [
        (5, 16, 3, True),
        (4, 4, 3, False),
        (5, 5, 2, False),
        (5, 17, 3, False),
        (6, 20, 3, False),
        (7, 20, 3, True),
        (60, 60, 60, True),
    ],
)
def test_a_mass_failure_with_one_sentinel_failing_is_held(
    failing: int, of: int, addresses: int, held: bool
) -> None:
    sweep = a_sweep("x" * failing + "o" * (of - failing), addresses)
    assert letters_of(suppress_if_local_outage(sweep, ONE_FAILS)).count("?") == (
        failing if held else 0
    )
    assert suppress_if_local_outage(sweep, WELL) == sweep


def test_looks_that_came_to_no_address_count_each_for_itself() -> None:
    assert letters_of(suppress_if_local_outage(a_sweep("xxxxx"), ONE_FAILS)) == "?????"


def test_sites_that_were_dead_before_make_no_mass_failure() -> None:
    """A third of a programme may be dark for good: with one bad sentinel it must still be seen."""
    sweep, dead = a_sweep("xxxxxxooooo"), {1, 2, 3, 4, 5}
    assert letters_of(suppress_if_local_outage(sweep, ONE_FAILS, known_down=dead)) == "xxxxxxooooo"
    assert letters_of(suppress_if_local_outage(sweep, ONE_FAILS, known_down=set())) == "??????ooooo"


def test_the_dead_count_as_looked_at_and_so_do_not_make_a_few_failures_a_mass() -> None:
    """Five of twenty is no mass, although it is half of the ten that were alive."""
    sweep, dead = a_sweep("x" * 15 + "o" * 5), set(range(1, 11))
    assert suppress_if_local_outage(sweep, ONE_FAILS, known_down=dead) == sweep


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.OK, Reason.OFFSITE_REDIRECT),  # a captive portal leads every site to its own page
        (Outcome.UNKNOWN, Reason.DNS_TIMEOUT),
        (Outcome.UNKNOWN, Reason.DNS_REFUSED),
        (Outcome.UNKNOWN, Reason.DNS_ERROR),
    ],
)
def test_what_our_own_line_may_have_shown_is_nothing_about_the_site(
    outcome: Outcome, reason: Reason
) -> None:
    look = replace(a_look(), finding=Finding(outcome, reason))
    (excused,) = suppress_if_local_outage([look], TWO_FAIL)
    assert excused.finding == Finding(Outcome.UNKNOWN, Reason.OWN_NETWORK)
    assert suppress_if_local_outage([look], WELL) == [look]


def test_an_excused_look_says_what_is_wrong_with_us_and_nothing_of_the_site() -> None:
    (look,) = a_sweep("x", addresses=1)
    (line,) = suppress_if_local_outage([look], TWO_FAIL)
    (names,) = suppress_if_local_outage([look], replace(TWO_FAIL, names_resolve=False))
    assert line.finding == Finding(Outcome.UNKNOWN, Reason.OWN_NETWORK)
    assert names.finding == Finding(Outcome.UNKNOWN, Reason.OWN_DNS)


@given(
    sweeps, st.builds(OwnSide, st.just(3), st.integers(0, 3), st.sampled_from([True, False, None]))
)
def test_an_excuse_touches_failures_only_and_all_or_none_of_them(
    letters: str, ours: OwnSide
) -> None:
    found = letters_of(suppress_if_local_outage(a_sweep(letters), ours))
    assert found in (letters, letters.replace("x", "?"))
    if not ours.trusted:
        assert "x" not in found
