"""A date that moves while the text stands still is nobody's update."""

from dataclasses import replace

import pytest
from factories import DOT_ID, JAKARTA, T0, a_history, a_page, day

from watcher.core.pages.claims import moved_alone
from watcher.core.pages.freshness import Interval, UpdateKind
from watcher.core.pages.page_facts import Claim
from watcher.core.sites.viewing import view_at


def stretches(story: str) -> list[Interval]:
    """Daily readings, one letter each; equal ones in a row are one stretch, "-" is nothing."""
    found: list[Interval] = []
    for n, letter in enumerate(story):
        key = "" if letter == "-" else letter
        if found and found[-1].key == key:
            found[-1] = replace(found[-1], last_at=day(n))
        else:
            found.append(Interval(key, day(n), day(n)))
    return found


@pytest.mark.parametrize(
    ("texts", "dates", "alone"),
    [
        ("aaaa", "1234", True),
        ("aaaa", "1112", True),
        ("aaaa", "1111", False),
        ("aaaa", "----", False),
        ("aaaa", "--11", False),  # it began to state one
        ("aabb", "1122", False),  # the owner worked on it
        ("aabb", "1222", True),
        ("aabbb", "11223", True),
        ("abcd", "1234", False),
        ("", "", False),
    ],
)
def test_a_date_that_moves_alone_is_found(texts: str, dates: str, alone: bool) -> None:
    assert moved_alone(stretches(dates), stretches(texts)) is alone


def test_from_then_on_no_date_of_the_site_is_believed_and_that_is_said() -> None:
    claim = Claim(day(-1), "json-ld dateModified", True)
    text = (Interval("a", day(-300), T0),)
    once = (Interval("1", day(-300), T0),)
    moved = (Interval("1", day(-300), day(-9)), Interval("2", day(-8), T0))
    page = a_page(seen_for=T0 - day(-300))

    def update(stated: tuple[Interval, ...]) -> tuple[UpdateKind, bool]:
        one = a_history(pages=(page,), contents=text, claims=(claim,), fetched_at=T0, stated=stated)
        found = view_at(one, T0, JAKARTA, DOT_ID).update
        return found.kind, found.distrusted

    assert update(once) == (UpdateKind.CLAIMED_STRONG, False)
    assert update(moved) == (UpdateKind.NONE, True)
