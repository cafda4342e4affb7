"""The year as a drawing: what it draws, what it leaves open, and what it is read aloud as."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from factories import OCTOBER, a_history, a_site, one_of_each
from read_pages import a_month, aloud, an_outline, section, sheet, told
from selectolax.lexbor import LexborNode

from watcher.core.period import Month
from watcher.core.sites.site_history import SiteHistory
from watcher.report.figures.month_figures import Outline

#: The height of a line of type in a drawing's own units: labels nearer than this overlap.
LINE = 13


def months_back(n: int) -> Month:
    month = OCTOBER
    for _ in range(n):
        month = month.previous()
    return month


def a_year(many: int, **states: int) -> list[Outline]:
    """So many months before October, the oldest first."""
    return [an_outline(months_back(n), **states) for n in range(many, 0, -1)]


def drawings(
    past: Sequence[Outline], *sites: SiteHistory, language: str = "en"
) -> list[LexborNode]:
    page = sheet(told(a_month(*(sites or one_of_each())), past, language))
    return section(page, "states").css("svg.wide, svg.narrow")


def lines(drawing: LexborNode) -> list[list[str]]:
    """The steps of the two lines: M begins anew, L goes on."""
    paths = [path.attributes["d"] or "" for path in drawing.css('path[fill="none"]')]
    return [re.findall(r"[ML]", path) for path in paths]


def points(drawing: LexborNode) -> list[list[tuple[float, float]]]:
    paths = [path.attributes["d"] or "" for path in drawing.css('path[fill="none"]')]
    found = [re.findall(r"[ML]([\d.]+) ([\d.]+)", path) for path in paths]
    return [[(float(x), float(y)) for x, y in line] for line in found]


def ends(drawing: LexborNode) -> list[tuple[str, float]]:
    """The labels at the ends of the lines: the number, and where it stands."""
    labels = [text for text in drawing.css("text") if text.css("tspan")]
    return [
        (re.findall(r"\d+", text.text())[0], float(text.attributes["y"] or 0)) for text in labels
    ]


def test_two_drawings_serve_screen_and_telephone_with_the_same_words() -> None:
    wide, narrow = drawings(a_year(11, in_use=4, dark=2))
    assert (wide.attributes["class"], narrow.attributes["class"]) == ("wide", "narrow")
    assert aloud(wide) == aloud(narrow)
    assert float(narrow.attributes["width"] or 0) <= 328


@pytest.mark.parametrize("language", ["id", "en"])
def test_all_numbers_of_the_year_are_read_aloud(language: str) -> None:
    past = [an_outline(months_back(n), in_use=n, stale=1, dark=3) for n in (3, 2, 1)]
    drawing = drawings(past, language=language)[0]
    said = re.findall(r"\d{4} (\d+), (\d+)", aloud(drawing))
    assert said == [("4", "3"), ("3", "2"), ("2", "1"), ("3", "1")]
    assert "None" not in aloud(drawing)


def test_one_month_alone_is_no_trend() -> None:
    assert drawings([]) == []
    assert drawings(a_year(1)) == [], "a month without sites is no point"
    assert len(drawings(a_year(1, in_use=6))) == 2


def test_twelve_months_are_drawn_and_not_thirteen() -> None:
    old = an_outline(months_back(12), in_use=99)
    drawing = drawings([old, *a_year(11, in_use=6)])[0]
    assert [len(line) for line in lines(drawing)] == [12, 12]
    assert "99" not in aloud(drawing)


def test_a_month_that_nobody_watched_leaves_a_hole_as_wide_as_it_was() -> None:
    past = [an_outline(months_back(n), in_use=6) for n in (4, 3, 1)]
    drawing = drawings(past)[0]
    assert lines(drawing) == [["M", "L", "M", "L"]] * 2
    x = [at for at, _ in points(drawing)[0]]
    first, hole, last = (round(b - a) for a, b in pairwise(x))
    assert abs(hole - 2 * first) <= 1
    assert abs(first - last) <= 1
    assert "August" not in aloud(drawing)


def test_a_year_without_holes_is_one_line_across_new_year() -> None:
    assert lines(drawings(a_year(11, in_use=6))[0]) == [["M"] + ["L"] * 11] * 2


def test_the_lines_stand_at_their_numbers() -> None:
    drawing = drawings(a_year(1, in_use=8))[0]
    opens, used = points(drawing)
    assert opens[0] == used[0]
    assert [round(y) for _, y in opens] == [8, 104 - 96 * 3 // 8]
    assert [round(y) for _, y in used] == [8, 104 - 96 * 1 // 8]
    labels = [text.text() for text in drawing.css('text[text-anchor="end"]')]
    assert labels == ["0", "2", "4", "6", "8"]


def crowd(used: int, idle: int, dark: int) -> list[SiteHistory]:
    """Sites in use, sites that open and are not, and dark ones."""
    kinds = [0] * used + [1] * idle + [3] * dark
    return [one_of_each(n)[kind] for n, kind in enumerate(kinds, 1)]


@pytest.mark.parametrize(
    ("used", "idle", "dark"), [(6, 0, 0), (0, 0, 6), (3, 0, 3), (19, 1, 0), (1, 0, 19), (0, 1, 19)]
)
@pytest.mark.parametrize("drawing", [0, 1], ids=["wide", "narrow"])
def test_the_labels_at_the_ends_can_be_read_however_near_the_values_are(
    used: int, idle: int, dark: int, drawing: int
) -> None:
    sites = crowd(used, idle, dark)
    found = drawings(a_year(2, in_use=len(sites)), *sites)[drawing]
    (opens, high), (in_use, low) = ends(found)
    assert (int(opens), int(in_use)) == (used + idle, used)
    assert low - high >= LINE
    assert high - LINE + 3 >= 0, "cut off at the top"
    assert low <= 121 - LINE + 4, "on top of the months"


def test_values_that_lie_apart_stand_at_the_ends_of_their_lines() -> None:
    found = drawings(a_year(2, in_use=10), *crowd(2, 6, 2))[0]
    tips = [line[-1][1] for line in points(found)]
    assert [y for _, y in ends(found)] == pytest.approx([tip + 4 for tip in tips])


def test_a_site_named_like_a_drawing_changes_none() -> None:
    sites = [a_history(site=a_site(1, business='"/></svg><script>1</script>'))]
    page = sheet(told(a_month(*sites), a_year(3, in_use=1)))
    assert page.css("script") == []
    assert len(section(page, "states").css("svg.wide")) == 1
