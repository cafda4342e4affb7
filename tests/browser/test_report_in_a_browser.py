"""The demo's report as a reader meets it: on a screen, on a telephone, on paper."""

import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STATES = ("✓", "~", "○", "×", "!", "?")
WORDS = (
    "Dipakai",
    "Tidak diperbarui",
    "Belum pernah dipakai",
    "Padam",
    "Disusupi",
    "Tidak diketahui",
)


@pytest.fixture(params=[1280, 360, 320])
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    opened.goto(report.as_uri())
    yield opened
    opened.close()


def test_the_page_asks_for_nothing_and_says_nothing_wrong(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [report.as_uri()]
    assert said == []
    page.close()


def test_nothing_runs_over_the_edge(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_column_is_squeezed_to_a_letter_a_line(page: Page) -> None:
    narrow = page.evaluate(
        """[...document.querySelectorAll('td, th')].filter(cell => {
             const box = cell.getBoundingClientRect();
             return cell.innerText.trim().length > 8 && box.width > 0 && box.width < 40;
           }).map(cell => cell.innerText)"""
    )
    assert narrow == []


def test_every_state_has_its_glyph_and_its_word(page: Page) -> None:
    legend = page.locator(".legend .state").all_inner_texts()
    told = [f"{glyph}{word}" for glyph, word in zip(STATES, WORDS, strict=True)]
    assert legend == told * 2  # below the squares, and below the bars of the communities


def test_headings_are_in_order_and_named_once(page: Page) -> None:
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_the_page_shows_the_figures_of_the_json(page: Page, report: Path) -> None:
    figures = json.loads(report.with_suffix(".json").read_text("utf-8"))
    summary = page.locator(".summary").inner_text()
    for sentence in figures["programme"]["sentences"]:
        assert sentence in summary
    rows = page.locator(".annex tbody tr:not(.group)").count()
    watched = [site for site in figures["sites"] if site["standing"] == "active"]
    assert rows == len(watched) == sum(figures["programme"]["states"].values())
    assert len(figures["sites"]) - len(watched) == figures["programme"]["away"]


def test_a_hijacked_site_is_no_link(page: Page) -> None:
    assert page.locator("a[href^='http'], a[href^='//'], a[href^='javascript']").count() == 0


@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_it_prints_whole_pages_with_a_signature_in_company(
    browser: Browser, report: Path, tmp_path: Path, paper: str
) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    width, height = {"A4": ("210mm", "297mm"), "F4": ("215mm", "330mm")}[paper]
    printed = tmp_path / "report.pdf"
    page.pdf(path=str(printed), width=width, height=height, print_background=True)
    page.close()
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True
    )
    pages = text.stdout.split("\f")[:-1]
    assert len(pages) <= 10
    first = re.sub(r"\s+", " ", pages[0])
    for word in ("Laporan Bulanan", "situs hibah", "1. Keadaan 99 situs", "Tren 12 bulan"):
        assert word in first
    assert re.search(r"\d+ dapat dibuka", first)  # the trend itself, not only its heading
    filled = [sum(bool(line.strip()) for line in page.splitlines()) for page in pages]
    assert all(lines >= 15 for lines in filled[:-1]), filled  # no page that is nearly empty
    for number, printed_page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in printed_page
    (signed,) = [page for page in pages if "Mengetahui," in page]
    assert "Mutu data" in signed


def test_no_row_of_a_table_is_cut_by_the_end_of_a_page(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    rows = "[...document.querySelectorAll('tr, .todo li, .cards li')]"
    breaks = page.evaluate(f"{rows}.map(row => getComputedStyle(row).breakInside)")
    page.close()
    assert len(breaks) > 150
    assert set(breaks) == {"avoid"}


def test_without_colour_the_six_states_are_still_six(browser: Browser, report: Path) -> None:
    page = browser.new_page(device_scale_factor=2)
    page.goto(report.as_uri())
    page.add_style_tag(content="main { filter: grayscale(1) }")
    glyphs = [badge.screenshot() for badge in page.locator(".legend .glyph").all()[: len(STATES)]]
    page.close()
    pictures = [Image.open(BytesIO(glyph)).convert("L").resize((40, 40)) for glyph in glyphs]
    for one, other in combinations(pictures, 2):
        differing = ImageChops.difference(one, other)
        assert sum(value > 64 for value in differing.tobytes()) > 40  # pixels that are another grey


def test_the_readme_shows_what_the_demo_prints(demo: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    block = re.search(r"```console demo\n\$ watcher demo\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    printed = (demo / "stdout.txt").read_text("utf-8")
    assert _less_of_the_day(printed) == _less_of_the_day(block[1])


def test_the_letters_are_there_and_whole(demo: Path) -> None:
    letters = sorted((demo / "demo" / "letters").glob("*.eml"))
    assert letters
    for letter in letters:
        assert letter.read_bytes().startswith((b"Message-ID:", b"From:", b"Subject:", b"Date:"))


def _less_of_the_day(text: str) -> str:
    """Without the month and the number of letters, which the calendar decides."""
    return re.sub(r"\d{4}-\d\d|\(\d+\)", "#", text)
