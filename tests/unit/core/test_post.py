"""Who was reached by the letters of a month, and who by none."""

from watcher.core.sites.letter_tally import SettledLetter, tally_letters


def taken(owner: str, *sites: int) -> SettledLetter:
    return SettledLetter(owner, sites, to_owner=True, accepted=True)


def refused(owner: str, *sites: int) -> SettledLetter:
    return SettledLetter(owner, sites, to_owner=True, accepted=False)


def to_office(*sites: int, accepted: bool = True) -> SettledLetter:
    return SettledLetter("officer", sites, to_owner=False, accepted=accepted)


def test_an_owner_who_was_reached_later_has_refused_nothing() -> None:
    for letters in ([refused("ani", 1), taken("ani", 1)], [taken("ani", 1), refused("ani", 1)]):
        post = tally_letters(letters)
        assert (post.refused, post.reached) == (frozenset(), frozenset({1}))
        assert (post.owners_written, post.owners_reached) == (1, 1)


def test_one_owners_letter_reaches_no_other_owner() -> None:
    post = tally_letters([refused("ani", 1, 2), taken("budi", 3)])
    assert (post.refused, post.reached) == (frozenset({1, 2}), frozenset({3}))
    assert (post.owners_written, post.owners_reached) == (2, 1)


def test_an_owner_of_two_sites_is_one_owner() -> None:
    post = tally_letters([taken("ani", 1), taken("ani", 2), refused("ani", 2)])
    assert (post.owners_written, post.owners_reached) == (1, 1)
    assert (post.sent, post.by_site) == (2, {1: 1, 2: 1})


def test_a_letter_to_the_office_reaches_no_owner_and_its_refusal_blames_none() -> None:
    post = tally_letters([to_office(1, 2), to_office(3, accepted=False)])
    assert (post.sent, post.by_site) == (1, {1: 1, 2: 1})
    assert (post.reached, post.refused) == (frozenset(), frozenset())
    assert (post.owners_written, post.owners_reached) == (0, 0)
