"""Titles that are more than words, and pages that claim odd times, down to the month's report."""

import asyncio
import itertools
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from real_office import Grant, RealOffice, registered, served

from hostile.answers import SHOP, conversation, page
from hostile.canary import Canary
from hostile.lies import HERE, told
from hostile.page_cases import TITLES, titled
from hostile.private_network import in_private_network
from hostile.stage import Stage
from watcher.core.looks.observation import Kind, Reason
from watcher.demo.servers.authority import Authority
from watcher.demo.servers.conduct import ScriptedAnswer
from watcher.demo.servers.hypertext import Request
from watcher.demo.servers.registry_server import RegistryServer
from watcher.settings import Settings
from watcher.storage.columns import REASON_CODES
from watcher.storage.tables import FactKind

pytest_plugins = ("town_fixtures",)

#: What no terminal may show, by what would have gone wrong.
ON_TERMINAL = {
    "a template was evaluated": "49{%",
    "a template showed its classes": "subprocess.Popen",
    "an escape": "\x1b",
    "a NUL": "\0",
    "a turned direction": "\u202e",
}
IN_FILES = ON_TERMINAL | {
    "a script": "<script>alert(1)",
    "a handler": "onerror=alert(2)>",
}
NUMBERED = itertools.count(1)


def restless(request: Request) -> ScriptedAnswer:
    """C17: nonce, token and clock are others at every request."""
    number = next(NUMBERED)
    moving = (
        f'<script nonce="n{number}">var t = "{number}"</script><form><input type="hidden"'
        f' name="csrf" value="k{number}"></form><p>Pukul 12:{number:02}:00</p>'
    )
    return page(SHOP.replace(b"</body>", moving.encode() + b"</body>"))(request)


def forwarding(target: str) -> bytes:
    """A short page that only sends its visitor away; where to stands in the evidence."""
    return f'<title>Pindah</title><meta http-equiv="refresh" content="0;url={target}">'.encode()


SITES = {
    **{name: page(titled(title)) for name, title in TITLES.items()},
    "C15 modified in 2099": page(
        SHOP, ("Content-Type", "text/html"), ("Last-Modified", "Fri, 20 Nov 2099 00:00:00 GMT")
    ),
    "C17 restless page": restless,
    "C+ forwards to script": page(
        forwarding("https://jahat.example/&lt;script>alert(1)&lt;/script>")
    ),
    "C+ forwards to script, plainly": page(forwarding("javascript:alert(1)//<script>alert(1)")),
    "C+ forwards to a formula": page(forwarding("=cmd|/C-calc!A0")),
    "C+ forwards to a template": page(forwarding("https://jahat.example/{{7*7}}{%x%}")),
}


def host_of(name: str) -> str:
    words = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return f"{words.strip('-')}.example"


@dataclass(frozen=True, slots=True)
class Office:
    """What an office holds in the end: its files, what its terminal showed, its database."""

    office: RealOffice
    files: dict[str, str]
    terminal: str
    knocks: list[str]

    @property
    def sites(self) -> dict[str, dict[str, Any]]:
        """The sites of the report, by their host."""
        made = next(text for name, text in self.files.items() if name.endswith(".json"))
        return {site["url"].split("/")[2].split(":")[0]: site for site in json.loads(made)["sites"]}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Office:
    folder = tmp_path_factory.mktemp("kantor")
    return in_private_network(lambda: asyncio.run(_work(folder, authority)))


async def _work(folder: Path, authority: Authority) -> Office:
    """Grant all sites, look twice at each, and write the month."""
    stage, canary = Stage(folder, authority), Canary()
    registry = RegistryServer(
        [registered(host_of(name)) for name in SITES], asked_at=datetime.now(UTC)
    )
    async with canary.watching(), stage.doors, registry:
        stage.doors.enter_context(served(stage.names.open()))
        urls = [await _open(stage, name) for name in SITES]
        stage.ports.append(int(registry.rdap_base.rstrip("/").rpartition(":")[2]))
        office = RealOffice(folder)
        office.settle({
            "network": stage.network,
            "registry": {
                "whois_server": registry.whois_address,
                "rdap_base": registry.rdap_base,
                "seconds_between": 0,
            },
        })  # fmt: skip
        words = await asyncio.to_thread(_month, office, urls)
    return Office(office, dict(_files(folder / "out")), words, canary.knocks)


async def _open(stage: Stage, name: str) -> str:
    stage.lie_about(host_of(name), told(HERE))
    return f"http://{host_of(name)}:{await stage.door(conversation(SITES[name]))}/"


def _month(office: RealOffice, urls: list[str]) -> str:
    """Type the commands of a month; give all they said."""
    office.open([Grant(url, number) for number, url in enumerate(urls, 1)])
    said = [_typed(office, "run", "--once")]
    for kind in (Kind.AVAILABILITY, Kind.PAGE):
        office.let_all_be_due(int(kind))
    month = f"{datetime.now(Settings().programme.zoneinfo):%Y-%m}"
    said += [
        _typed(office, "run", "--once"),
        _typed(office, "look", *urls),
        _typed(office, "look", *urls, "--body", "full"),
        _typed(office, "status"),
        *(_typed(office, "status", host_of(name)) for name in TITLES),
        _typed(office, "report", month, "--out", str(office.folder / "out")),
    ]
    return "\n".join(said)


def _typed(office: RealOffice, *words: str) -> str:
    done = office.command(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of the report as text; of a workbook, every part of it."""
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                for part in parts.namelist():
                    yield f"{path.name}/{part}", parts.read(part).decode("utf-8")
        else:
            yield path.name, path.read_text("utf-8")


def observed(office: Office, name: str, kind: Kind) -> list[Reason]:
    """The reasons of all looks of a kind at a site."""
    query = (
        "select reason from observation join site on site.id = site_id"
        " where observation.kind = ? and url like ?"
    )
    found = office.office.rows(query, int(kind), f"%//{host_of(name)}%")
    return [reason for (number,) in found for reason in Reason if REASON_CODES[reason] == number]


@pytest.mark.parametrize("name", [name for name in SITES if not name.startswith("C+")])
@pytest.mark.parametrize("kind", [Kind.AVAILABILITY, Kind.PAGE])
def test_an_odd_title_is_no_fault(office: Office, name: str, kind: Kind) -> None:
    assert observed(office, name, kind) == [Reason.OK, Reason.OK]


@pytest.mark.parametrize("mark", IN_FILES.values(), ids=IN_FILES)
def test_no_file_of_the_report_shows(office: Office, mark: str) -> None:
    assert set(office.sites) == {host_of(name) for name in SITES}
    assert [name for name, text in office.files.items() if mark in text] == []


@pytest.mark.parametrize("mark", ON_TERMINAL.values(), ids=ON_TERMINAL)
def test_no_terminal_shows(office: Office, mark: str) -> None:
    assert "{{7*7}}" in office.terminal  # the titles were printed
    assert mark not in office.terminal


def test_no_cell_is_a_formula_of_ours_or_theirs(office: Office) -> None:
    sheets = {name: text for name, text in office.files.items() if "/xl/worksheets/" in name}
    assert sheets
    assert [name for name, text in sheets.items() if "<f>" in text or "<f " in text] == []


def test_c15_a_date_of_the_future_is_no_update(office: Office) -> None:
    update = office.sites[host_of("C15 modified in 2099")]["last_update"]
    assert "2099" not in json.dumps(update)


def test_c17_moving_tokens_are_no_change(office: Office) -> None:
    """One stretch of one content: both looks saw the same page."""
    query = "select count(*) from fact join site on site.id = site_id where kind = ? and url like ?"
    host = host_of("C17 restless page")
    assert next(NUMBERED) > 4
    assert office.office.one(query, int(FactKind.CONTENT), f"%//{host}%") == 1
    assert office.sites[host]["last_update"]["kind"] != "observed"


def test_the_canary_stays_silent(office: Office) -> None:
    assert office.knocks == []
