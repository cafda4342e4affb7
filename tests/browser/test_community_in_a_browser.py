"""A community's page as its coordinator meets it: on a telephone mostly, and on paper."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(report: Path) -> Path:
    return report.with_name(f"{report.stem}-apenkup.html")


@pytest.fixture(params=[1280, 360, 320])
def page(request: pytest.FixtureRequest, browser: Browser, sheet: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    opened.goto(sheet.as_uri())
    yield opened
    opened.close()


def test_nothing_runs_over_the_edge(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_button_is_large_enough_for_a_thumb(page: Page) -> None:
    """24 px at least each way (WCAG 2.2, 2.5.8)."""
    boxes = [link.bounding_box() for link in page.locator("a.wa").all()]
    assert len(boxes) > 5
    assert all(box and box["height"] >= 24 and box["width"] >= 24 for box in boxes)


def test_it_asks_for_nothing(browser: Browser, sheet: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sheet.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [sheet.as_uri()]
    page.close()


def test_on_paper_there_are_numbers_in_place_of_buttons(
    browser: Browser, sheet: Path, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(sheet.as_uri())
    page.emulate_media(media="print")
    assert not page.locator("a.wa").first.is_visible()
    assert page.locator(".paper").first.is_visible()
    printed = tmp_path / "lembar.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    page.close()
    done = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\f") == 2  # two pages
    assert done.stdout.count("0812-") > 5
    assert "Kirim WA" not in done.stdout
