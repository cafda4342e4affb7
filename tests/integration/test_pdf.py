"""The PDF, by WeasyPrint and poppler from Debian: tagged, titled, on the office's paper, and deaf
to what a page asks to be fetched.
"""

import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from factories import T0, one_of_each
from read_pages import HEAD, a_month, told

from watcher.report.html.pdf import as_pdf
from watcher.report.html.render import render

pytestmark = pytest.mark.integration

PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def a_plain_page(body: str = "<h1>Isi</h1>", style: str = "") -> str:
    return (
        '<!doctype html><html lang="id"><head><title>Laporan bulanan</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def facts(folder: Path, pdf: bytes) -> dict[str, str]:
    """What poppler tells of a PDF."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return {
        key.strip(): value.strip()
        for key, _, value in (line.partition(":") for line in said.splitlines())
    }


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A real server, and the paths that were asked of it."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize(
    ("paper", "size"), [("A4", "595.276 x 841.89 pts (A4)"), ("F4", "609.449 x 935.433 pts")]
)
def test_a_report_is_tagged_titled_and_on_the_offices_paper(
    tmp_path: Path, paper: str, size: str
) -> None:
    head = replace(HEAD, paper=paper, logo=PICTURE)
    page = render(told(a_month(*one_of_each()), language="id"), head, T0)
    pdf = as_pdf(page)
    found = facts(tmp_path, pdf)
    assert pdf.startswith(b"%PDF-")
    assert found["Tagged"] == "yes"
    assert found["Page size"] == size
    assert found["JavaScript"] == "no"
    assert "Oktober 2026" in found["Title"]
    assert int(found["Pages"]) >= 3


def test_the_listener_hears_when_it_is_asked(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    asked.clear()
    urllib.request.urlopen(f"{address}/here").close()  # noqa: S310 - this very process
    assert asked == ["/here"]


ASKING = {
    "picture": ('<img src="{address}/x.png" alt="x">', ""),
    "import": ("", "@import url({address}/x.css);"),
    "background": ("", "body { background: url({address}/b.png) }"),
    "font": ("x", "@font-face { font-family: x; src: url({address}/x.woff) } * { font: 9pt x }"),
    "stylesheet": ('<link rel="stylesheet" href="{address}/l.css">', ""),
    "object": ('<object data="{address}/o.png" type="image/png"></object>', ""),
    "drawing": ('<svg><image href="{address}/svg.png" width="9" height="9"/></svg>', ""),
    "base": ('<base href="{address}/"><img src="relative.png" alt="x">', ""),
}


@pytest.mark.parametrize("what", ASKING)
def test_nothing_is_fetched_whatever_a_page_asks_for(
    listener: tuple[str, list[str]], what: str
) -> None:
    address, asked = listener
    asked.clear()
    body, style = (part.replace("{address}", address) for part in ASKING[what])
    assert as_pdf(a_plain_page(body, style)).startswith(b"%PDF-")
    assert asked == []


def test_no_file_of_the_machine_is_read_into_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>')
    page = a_plain_page('<img src="{}" alt="x">')
    with_it, without = (as_pdf(page.replace("{}", url)) for url in (secret.as_uri(), "data:,"))
    assert len(with_it) == pytest.approx(len(without), abs=64)
