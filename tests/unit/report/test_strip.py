"""Ninety days as a strip: what is up, what was down for how long, and what nobody measured."""

import re
from collections.abc import Sequence

import pytest
from factories import T0, a_history
from read_pages import HEAD, a_month, aloud, section, told
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_pages import a_record, opened

from watcher.report.html.community_page import render_communities

Days = Sequence[float | None]
UP, DOWN = "#a9d3c4", "#7a1f0c"
Rect = tuple[float, float, float, float]


def of_site(days: Days, language: str = "en") -> LexborNode:
    page = opened(record=a_record(days=tuple(days)), language=language)
    return section(page, "days").css("svg.strip")[0]


def of_community(days: Days) -> LexborNode:
    context = told(a_month(a_history(1)))
    (page,) = render_communities(context, {}, lambda _ids: {1: tuple(days)}, HEAD, T0).values()
    return section(LexborHTMLParser(page), "all").css("svg.strip")[0]


def bars(strip: LexborNode, fill: str) -> list[Rect]:
    """x, y, width and height of the bars of one colour."""
    found = strip.css(f'rect[fill="{fill}"]')
    return [
        tuple(float(one.attributes[name] or 0) for name in ("x", "y", "width", "height"))  # type: ignore[misc]  # four
        for one in found
    ]


def hollow(strip: LexborNode) -> list[LexborNode]:
    return strip.css("rect[stroke-dasharray]")


def test_every_day_stands_alone_on_the_page_of_a_site() -> None:
    strip = of_site((0.0, 0.0, 0.5, None, None))
    assert [bar[0] for bar in bars(strip, UP)] == [0, 7, 14]
    assert [bar[0] for bar in bars(strip, DOWN)] == [14]
    assert [float(one.attributes["x"] or 0) for one in hollow(strip)] == [21.5, 28.5]
    assert strip.attributes["viewBox"] == "0 0 35 36"


def test_equal_days_are_one_bar_where_bars_are_narrow() -> None:
    strip = of_community((0.0, 0.0, 0.0, 0.5, 0.5, None, None, 0.0))
    assert [(bar[0], bar[2]) for bar in bars(strip, UP)] == [(0, 20), (21, 13), (49, 6)]
    assert [(bar[0], bar[2]) for bar in bars(strip, DOWN)] == [(21, 13)]
    (one,) = hollow(strip)
    assert (one.attributes["x"], one.attributes["width"]) == ("35.5", "12")


@pytest.mark.parametrize(
    ("share", "tall"), [(1.0, 36), (0.5, 18), (0.25, 9), (0.01, 6), (0.0001, 6)]
)
def test_the_dark_part_grows_from_the_ground_and_is_never_too_small_to_see(
    share: float, tall: float
) -> None:
    ((_, y, _, height),) = bars(of_site((share,)), DOWN)
    assert (height, y) == (tall, 36 - tall)


def test_a_day_without_an_outage_has_no_dark_part_and_an_unmeasured_one_no_colour() -> None:
    strip = of_site((0.0, None))
    assert bars(strip, DOWN) == []
    assert len(bars(strip, UP)) == 1
    assert [one.attributes["fill"] for one in hollow(strip)] == ["#fff"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "days",
    [(0.0,) * 90, (None,) * 90, (1.0,) * 90, (*(0.0,) * 60, *(0.3,) * 10, *(None,) * 20)],
    ids=["up", "unmeasured", "down", "all"],
)
def test_what_is_read_aloud_counts_all_ninety_days(days: Days, language: str) -> None:
    said = [int(n) for n in re.findall(r"\d+", aloud(of_site(days, language)))]
    up = sum(day == 0 for day in days)
    unknown = sum(day is None for day in days)
    assert said == [90, up, 90 - up - unknown, unknown]


def test_site_and_community_say_the_same_of_the_same_days() -> None:
    days: Days = (*(0.0,) * 60, *(0.3,) * 10, *(None,) * 20)
    assert aloud(of_site(days)) == aloud(of_community(days))
