"""Communities compared: fair ranks, and a change that is reckoned from the counts."""

from dataclasses import replace

import pytest
from factories import OCTOBER, one_of_each
from read_pages import a_month, an_outline, read, rows, section, sheet, told

from watcher.core.sites.site import Community
from watcher.core.sites.site_history import SiteHistory
from watcher.core.sites.state import State
from watcher.report.figures.month_figures import ORDER, Counts, Figures, Outline
from watcher.report.sentences.report_context import ReportContext

SEPTEMBER = OCTOBER.previous()
NAMES = ("Ampera", "Kertapati", "Musi", "Sekanak")


def league(*standings: tuple[int, int]) -> Figures:
    """Communities, each with so many sites in use of so many."""
    communities, sites, number = [], [], 1
    for place, (used, total) in enumerate(standings, 1):
        communities.append(Community(place, NAMES[place - 1], quota=total))
        for n in range(total):
            sites.append(one_of_each(number, place)[0 if n < used else 3])
            number += 1
    return a_month(*sites, communities=tuple(communities))


def table(context: ReportContext) -> list[list[str]]:
    return rows(section(sheet(context), "communities"))


def ranks(figures: Figures) -> dict[str, str]:
    return {row[1]: row[0] for row in table(told(figures))}


def september(figures: Figures, enough: bool = True, **used: tuple[int, int]) -> Outline:
    """A month before, with the counts that a community had then."""
    then = {name: counts(*pair) for name, pair in used.items()}
    by_state = {state: sum(one[state] for one in then.values()) for state in ORDER}
    total = Counts(by_state, by_state[State.IN_USE])
    base = figures.outline.base
    return replace(an_outline(SEPTEMBER), enough=enough, counts=total, communities=then, base=base)


def counts(used: int, total: int) -> Counts:
    by_state = dict.fromkeys(ORDER, 0) | {State.IN_USE: used, State.DARK: total - used}
    return Counts(by_state, used)


def changes(figures: Figures, before: Outline, language: str = "en") -> list[str]:
    context = told(figures, [before], language)
    page = section(sheet(context), "communities")
    return [row[-1] for row in rows(page) + rows(page, "tfoot")]


def test_equal_shares_share_a_rank_and_the_next_one_is_left_out() -> None:
    found = ranks(league((3, 6), (5, 10), (6, 6), (0, 5)))
    assert found == {"Ampera": "2", "Kertapati": "2", "Musi": "1", "Sekanak": "4"}


def test_shares_are_equal_to_the_last_digit_or_not_at_all() -> None:
    found = ranks(league((2, 6), (5, 15), (33, 100)))
    assert found == {"Ampera": "1", "Kertapati": "1", "Musi": "3"}


def test_a_small_community_has_no_rank_and_takes_none() -> None:
    found = ranks(league((4, 4), (5, 5), (0, 0), (1, 5)))
    assert found == {"Ampera": "–", "Kertapati": "1", "Musi": "–", "Sekanak": "2"}


def test_a_change_is_reckoned_from_the_counts_and_not_from_what_is_printed() -> None:
    """2 of 6 are 33.33 %, 1 of 6 is 16.67 %: 16.7 points, and not 33.3 - 16.7 = 16.6."""
    figures = league((2, 6))
    assert changes(figures, september(figures, Ampera=(1, 6))) == ["▲ up 16.7 points"] * 2


@pytest.mark.parametrize(
    ("then", "language", "said"),
    [
        ((4, 6), "en", "▼ down 16.7 points"),
        ((4, 6), "id", "▼ turun 16,7 poin"),
        ((1, 6), "en", "▲ up 33.3 points"),
        ((3, 6), "en", "= unchanged"),
        ((3, 6), "id", "= tetap"),
        ((5, 10), "en", "= unchanged"),
    ],
)
def test_a_change_has_its_direction_in_words(
    then: tuple[int, int], language: str, said: str
) -> None:
    figures = league((3, 6))
    assert changes(figures, september(figures, Ampera=then), language) == [said] * 2


def test_without_a_month_before_no_change_is_claimed() -> None:
    figures = league((3, 6))
    thin = september(figures, enough=False, Ampera=(1, 6))
    old = replace(september(figures, Ampera=(1, 6)), month=SEPTEMBER.previous())
    for past in ([], [thin], [old]):
        part = section(sheet(told(figures, past)), "communities")
        assert [row[-1] for row in rows(part)] == [""]
        assert "September" not in read(part)
        assert "unchanged" not in read(part)


def test_a_community_that_is_new_has_no_change_yet() -> None:
    figures = league((3, 6), (5, 5))
    assert changes(figures, september(figures, Ampera=(3, 6))) == [
        "",
        "= unchanged",
        "▲ up 22.7 points",
    ]


def test_a_community_without_sites_is_listed_with_nothing_claimed() -> None:
    figures = league((3, 6), (0, 0))
    row = next(row for row in table(told(figures)) if row[1] == "Kertapati")
    assert row == ["–", "Kertapati", "0", "", "", ""]


def test_the_grant_is_told_where_it_differs_from_what_is_watched() -> None:
    site: SiteHistory = one_of_each()[0]
    figures = a_month(
        site, communities=(Community(1, "Ampera", quota=20), Community(2, "Musi", quota=0))
    )
    said = {row[1] for row in table(told(figures))}
    assert said == {"Ampera granted: 20", "Musi"}


def test_the_whole_programme_stands_at_the_foot() -> None:
    part = section(sheet(told(league((3, 6), (1, 2)))), "communities")
    ((_, name, total, _, share, change),) = rows(part, "tfoot")
    assert (name, total, share, change) == ("The whole programme", "8", "50.0%", "")
