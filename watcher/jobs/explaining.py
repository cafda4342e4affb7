"""Read a recorded registry answer or page as a look would, from a file: `watcher explain`."""

import asyncio
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.core.errors import RegisterError
from watcher.core.looks.observation import Finding
from watcher.core.pages.fingerprint import fingerprint
from watcher.core.pages.freshness import LastUpdate, last_update
from watcher.core.pages.kind import PageVerdict
from watcher.core.pages.rules import judge_page
from watcher.probes.domain.cross_check import cross_check, second_opinion
from watcher.probes.domain.rdap import read_rdap
from watcher.probes.domain.whois_text import read_whois
from watcher.probes.page.markup import Markup, page_text
from watcher.probes.page.phrase_file import load_rules
from watcher.probes.page.reading import is_offsite, read_body
from watcher.sandbox.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded file, and where it came from.

    Attributes:
        name: the domain asked for, or the URL of the page; "" when not known.
        kind: "whois" or "rdap" for an answer, "" to detect it; the business's name for a page.
    """

    path: Path
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What was read from a page."""

    verdict: PageVerdict
    update: LastUpdate
    title: str
    fingerprint: str


def batch(path: Path) -> Iterator[Recorded]:
    """Read a TSV whose columns are file, name or URL, format or business.

    Paths are relative to the folder of the TSV.

    Raises:
        RegisterError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row and row[0] != "file":
                    name, kind = (*row[1:3], "", "")[:2]
                    yield Recorded(path.parent / row[0], name, kind)
    except OSError as error:
        raise RegisterError("{path}: {why}", path=path, why=error.strerror) from error


def explain_domain(recorded: Recorded, at: datetime) -> Finding:
    """Read a registry's answer as of `at`, when it was recorded."""
    body = _bytes(recorded.path)
    if recorded.kind == "rdap" or (not recorded.kind and body.lstrip()[:1] == b"{"):
        return read_rdap(body, recorded.name, at)
    text = _text(body)
    return cross_check(read_whois(text, recorded.name, at), second_opinion(text, recorded.name))


def explain_pages(
    recorded: Iterable[Recorded], at: datetime
) -> Iterator[tuple[Recorded, ReadPage]]:
    """Yield each recorded page with what was read from it as of `at`."""
    with Sandbox() as sandbox:
        for file in recorded:
            markup = asyncio.run(read_body(_bytes(file.path), None, sandbox))
            yield file, _judged(markup, file, at)


def _judged(markup: Markup, recorded: Recorded, at: datetime) -> ReadPage:
    leaves = bool(recorded.name) and is_offsite(markup.sends_to, recorded.name)
    page = page_text(markup, leaves_site=leaves)
    return ReadPage(
        verdict=judge_page(page, load_rules(), tuple(recorded.kind.split())),
        update=last_update((), markup.claims, at),
        title=markup.title,
        fingerprint=fingerprint(markup.lines),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegisterError("{path}: {why}", path=path, why=error.strerror) from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")
