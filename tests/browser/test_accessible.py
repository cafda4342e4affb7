"""axe-core finds nothing on any page, wide or narrow: WCAG 2.2 A and AA, and best practice."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def pages(report: Path) -> dict[str, Path]:
    """One page of each kind, as the demo's office would print them."""
    folder = report.parent
    command = [sys.executable, "-m", "watcher", "--config", str(folder / "watcher.toml"), "report"]
    done = subprocess.run(
        [*command, report.stem.removeprefix("laporan-"), "--site", "1", "--out", str(folder)],
        cwd=folder.parent, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {
        "programme": report,
        "community": report.with_name(f"{report.stem}-apenkup.html"),
        "site": Path(done.stdout.strip()),
    }


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("kind", ["programme", "community", "site"])
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], kind: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[kind].as_uri())
    found = Axe().run(page, options=RULES)
    page.close()
    told = [
        f"{one['id']}: {node['html'][:120]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    assert told == []


@pytest.mark.parametrize("kind", ["programme", "community", "site"])
def test_nothing_runs_over_the_edge_of_a_small_telephone(
    browser: Browser, pages: dict[str, Path], kind: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(pages[kind].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
