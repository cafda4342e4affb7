"""When a whole ending falls silent it is the registry that changed, or we."""

import pytest

from watcher.core.domains.silent_tlds import DomainAnswered, silent_tlds


def a_day(**stories: str) -> list[DomainAnswered]:
    """`id="o??"`: one name of .id told something, two told nothing."""
    return [
        DomainAnswered(ending, name == "o") for ending, story in stories.items() for name in story
    ]


@pytest.mark.parametrize(
    ("story", "is_mute"),
    [("???", True), ("o??", True), ("oo??", False), ("ooo", False), ("??", False), ("", False)],
)
def test_over_half_of_at_least_three_names(story: str, is_mute: bool) -> None:
    assert silent_tlds(a_day(id=story)) == ({"id"} if is_mute else set())


def test_each_ending_is_counted_by_itself() -> None:
    assert silent_tlds(a_day(id="????", com="oooo", net="o?")) == {"id"}
