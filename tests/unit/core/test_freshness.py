"""When was the content last changed, and how far back may we claim that it was not?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from factories import day
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.pages.freshness import A_DAY_APART, Interval, LastUpdate, UpdateKind, last_update
from watcher.core.pages.page_facts import Claim

STALE = timedelta(days=90)


def texts(story: str, until: float = 0) -> list[Interval]:
    """Daily looks, one letter a text; the last one is seen on to the day `until`."""
    found: list[Interval] = []
    for n, key in enumerate(story):
        if found and found[-1].key == key:
            found[-1] = Interval(key, found[-1].first_at, day(n))
        else:
            found.append(Interval(key, day(n), day(n)))
    if until:
        found[-1] = Interval(found[-1].key, found[-1].first_at, day(until))
    return found


def a_claim(n: float, strong: bool = True) -> Claim:
    return Claim(day(n), "json-ld dateModified" if strong else "last-modified", strong)


def known(
    story: str, claims: Sequence[Claim] = (), until: float = 0, fetched: float = 100
) -> LastUpdate:
    return last_update(texts(story, until), claims, day(fetched))


def test_a_text_that_stays_is_an_update_on_the_day_it_came() -> None:
    found = known("aaabbb")
    assert (found.at, found.kind, found.confidence) == (day(3), UpdateKind.OBSERVED, "high")
    assert found.unchanged_since == day(3)


@pytest.mark.parametrize("story", ["a", "aaaa", "aabaa", "aabaca", "aab", "baaa", "abababa", ""])
def test_a_teaser_of_one_look_is_no_update(story: str) -> None:
    assert known(story).kind is UpdateKind.NONE


def test_a_new_text_counts_once_a_second_look_a_day_later_saw_it_again() -> None:
    old = Interval("a", day(0), day(5))
    seen_for = [timedelta(), A_DAY_APART - timedelta(seconds=1), A_DAY_APART]
    kinds = [
        last_update([old, Interval("b", day(6), day(6) + lasted)], (), day(7)).kind
        for lasted in seen_for
    ]
    assert kinds == [UpdateKind.NONE, UpdateKind.NONE, UpdateKind.OBSERVED]


def test_a_text_that_comes_back_after_a_lasting_one_is_an_update() -> None:
    assert known("aabbaa").at == day(4)


def test_a_newer_claim_beats_an_older_change_and_both_are_said() -> None:
    found = known("aabb", [a_claim(50)])
    assert (found.at, found.kind) == (day(50), UpdateKind.CLAIMED_STRONG)
    assert found.unchanged_since == day(2)


def test_a_change_we_saw_beats_an_older_claim() -> None:
    assert known("aabb", [a_claim(-300)]).kind is UpdateKind.OBSERVED


def test_the_newest_claim_counts_and_says_how_sure_it_is() -> None:
    strong, weak = a_claim(-10), a_claim(-5, strong=False)
    found = known("aaaa", [strong, weak])
    assert (found.at, found.kind, found.confidence) == (weak.at, UpdateKind.CLAIMED_WEAK, "low")
    assert known("aaaa", [strong]).confidence == "medium"


@pytest.mark.parametrize(
    "at",
    [
        day(100) + timedelta(hours=24),
        day(400),
        day(100),
        day(100) - timedelta(minutes=10),
        day(100) + timedelta(minutes=10),
        datetime(1994, 12, 31, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_a_date_that_cannot_be_is_no_evidence(at: datetime) -> None:
    assert known("aaaa", [Claim(at, "json-ld dateModified", True)]).kind is UpdateKind.NONE


def test_a_page_that_prints_the_date_of_today_says_nothing() -> None:
    fetched = day(100)
    today = fetched.replace(hour=0, minute=0)
    claims = [Claim(today, "json-ld dateModified", True)]
    assert last_update(texts("aaaa"), claims, fetched).kind is UpdateKind.NONE
    in_the_evening = fetched.replace(hour=18)
    tomorrow = [Claim(today + timedelta(days=1), "json-ld dateModified", True)]
    assert last_update(texts("aaaa"), tomorrow, in_the_evening).kind is UpdateKind.NONE


def test_a_page_that_was_saved_three_hours_ago_says_so() -> None:
    assert known("aaaa", [a_claim(100 - 3 / 24)]).kind is UpdateKind.CLAIMED_STRONG


def test_local_time_that_is_taken_for_utc_lies_ahead_and_is_believed() -> None:
    assert known("aaaa", [a_claim(100 + 7 / 24)]).kind is UpdateKind.CLAIMED_STRONG


def test_claims_without_a_look_that_found_them_are_no_evidence() -> None:
    assert last_update(texts("aaaa"), [a_claim(1)], None).kind is UpdateKind.NONE


def test_without_any_look_nothing_is_known_and_nothing_is_old() -> None:
    found = last_update((), (), None)
    assert found == LastUpdate()
    assert not found.is_older_than(timedelta(), day(1000))


def test_unchanged_for_ninety_days_to_the_second_is_not_yet_older_than_that() -> None:
    found = known("aaaa", until=200)
    assert not found.is_older_than(STALE, day(90))
    assert found.is_older_than(STALE, day(90) + timedelta(seconds=1))


def test_an_old_claim_does_not_reach_behind_our_first_look() -> None:
    found = known("aaaa", [a_claim(-1000)], until=200)
    assert not found.is_older_than(STALE, day(90))
    assert found.is_older_than(STALE, day(91))


def test_time_in_which_nobody_read_the_page_is_no_silence_of_the_owner() -> None:
    assert not known("aaaaa").is_older_than(STALE, day(200))


def test_a_page_that_is_different_at_every_look_is_never_called_unchanged() -> None:
    news = [Interval(f"text {n}", day(n), day(n)) for n in range(200)]
    assert not last_update(news, (), day(199)).is_older_than(STALE, day(199))


@given(st.text("abc", min_size=1, max_size=120), st.lists(st.integers(-2000, 130), max_size=4))
def test_nothing_is_old_in_the_first_ninety_days_of_watching(
    story: str, claimed: list[int]
) -> None:
    claims = [a_claim(n) for n in claimed]
    for now in (1, 45, 90):
        watched = story[: now + 1]
        assert not known(watched, claims, fetched=now).is_older_than(STALE, day(now))


@given(st.text("abc", min_size=1, max_size=60))
def test_a_claim_of_no_change_lies_within_our_looks(story: str) -> None:
    found = known(story)
    assert found.unchanged_since is not None
    assert found.seen_until is not None
    assert day(0) <= found.unchanged_since <= found.seen_until <= day(len(story) - 1)


@given(st.integers(2, 30), st.integers(2, 30), st.data())
def test_teasers_anywhere_change_nothing_of_what_is_found(
    before: int, after: int, data: st.DataObject
) -> None:
    story = "a" * before + "b" * after
    where = data.draw(st.integers(2, len(story) - 2).filter(lambda n: abs(n - before) > 1))
    teased = story[:where] + "?" + story[where + 1 :]
    assert known(teased) == known(story)
