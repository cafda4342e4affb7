"""Every colour of a page can be read on its ground; charts and badges use the same ones."""

import re
from importlib.resources import files

import pytest
from colours import contrast

from watcher.core.sites.state import State
from watcher.report.figures.month_figures import ORDER
from watcher.wording.terms import GLYPHS

_TEMPLATES = files("watcher.report.html").joinpath("templates")
CSS = _TEMPLATES.joinpath("report.css").read_text("utf-8")
MACROS = _TEMPLATES.joinpath("macros.html.j2").read_text("utf-8")
TOKENS = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", CSS))
WHITE, SOFT = "#ffffff", TOKENS["soft"]


def whole(colour: str) -> str:
    """Write "#fff" as "#ffffff"."""
    return "#" + "".join(char * 2 for char in colour[1:]) if len(colour) == 4 else colour


def badge(state: State) -> dict[str, str]:
    """The colours of a badge, as the style sheet has them."""
    rule = re.search(rf"\.{state} \.glyph {{(.*?)}}", CSS)
    assert rule is not None
    colours = dict(re.findall(r"([\w-]+): ([^;]+);", rule[1] + ";"))
    colours = {name: value.strip() for name, value in colours.items()}
    colours["color"] = TOKENS["ink"] if "var(--ink)" in colours["color"] else colours["color"]
    return {name: whole(value) for name, value in colours.items()}


def charted(state: State) -> tuple[str, str, str | None]:
    """The fill, ink and edge of a square, as the macros have them."""
    found = re.search(rf'"{state}": \("(#\w+)", "(#\w+)", (?:none|"(#\w+)")\)', MACROS)
    assert found is not None
    return whole(found[1]), whole(found[2]), found[3]


@pytest.mark.parametrize("token", ["ink", "muted", "brand", "good", "bad"])
def test_every_text_can_be_read_on_white_and_on_the_soft_ground(token: str) -> None:
    assert contrast(TOKENS[token], WHITE) >= 4.5
    assert contrast(TOKENS[token], SOFT) >= 4.5


@pytest.mark.parametrize("state", ORDER)
def test_the_glyph_of_a_state_can_be_read_on_its_colour(state: State) -> None:
    colours = badge(state)
    assert contrast(colours["color"], colours["background"]) >= 4.5


@pytest.mark.parametrize("state", ORDER)
def test_a_square_and_a_badge_have_the_same_colours(state: State) -> None:
    fill, ink, edge = charted(state)
    colours = badge(state)
    assert (fill, ink) == (colours["background"], colours["color"])
    assert edge is None or edge == colours["border-color"]


def test_what_is_white_has_an_edge_that_can_be_seen() -> None:
    for state in ORDER:
        if badge(state)["background"] == WHITE:
            assert contrast(badge(state)["border-color"], WHITE) >= 3


def test_no_two_states_share_a_glyph() -> None:
    assert len(set(GLYPHS.values())) == len(ORDER) == len(State)
