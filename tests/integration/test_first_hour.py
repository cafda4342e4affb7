"""A stranger's first hour with the commands of the README, and no network but loopback."""

import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from machine import ROOT
from real_office import environment
from street import good_sites
from town import Build, Town

from watcher.demo.servers.authority import Authority
from watcher.settings import Settings

pytestmark = pytest.mark.integration
pytest_plugins = ("town_fixtures",)

LISTS = ROOT / "config"


class Stranger:
    """Somebody who types into a terminal in an empty folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def types(self, *words: str, answers: str = "", status: int = 0) -> str:
        """Type a command; it ends as expected and shows no traceback. Gives its output."""
        done = subprocess.run(
            [sys.executable, "-m", "watcher", *words],
            input=answers,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=environment(),
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def town(build: Build, authority: Authority) -> Town:
    """Names that lead nowhere, a registry that knows nobody, sentinels that answer."""
    return build(good_sites(authority, ["bukan-dari-daftar.example"]))


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    home = tmp_path / "home"
    home.mkdir()
    return Stranger(home)


def stay_on_loopback(config: Path, town: Town) -> None:
    """What an office with its own resolver adds to the settings."""
    lines = [config.read_text("utf-8")]
    settings = town.settings()
    for section in ("network", "registry"):
        lines.append(f"[{section}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in settings[section].items()]
    config.write_text("\n".join(lines) + "\n", "utf-8")


def test_the_journey_of_the_readme(stranger: Stranger, town: Town) -> None:
    said = stranger.types("init", answers="Dinas Contoh\n\n\n")
    assert "config/watcher.toml" in said
    assert (stranger.home / "daftar.xlsx").exists()
    stay_on_loopback(stranger.home / "config" / "watcher.toml", town)

    assert "100" in stranger.types("import", str(LISTS / "sites.example.csv"), "--dry-run",
                                   "--create-communities")  # fmt: skip
    stranger.types("import", str(LISTS / "communities.example.csv"))
    done = json.loads(stranger.types("import", str(LISTS / "sites.example.csv"), "--json"))
    assert (done["added"], done["rejected"], done["stored"]) == (100, [], True)
    again = json.loads(stranger.types("import", str(LISTS / "sites.example.csv"), "--json"))
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 100)

    assert "400" in stranger.types("run", "--once")  # four kinds of look a site
    stand_as_they_should(stranger)
    write_a_report(stranger)


def stand_as_they_should(stranger: Stranger) -> None:
    """One failed look proves nothing: nobody is called dark, and nobody is written to about it."""
    told = json.loads(stranger.types("status", "--json"))
    assert told["sites"] == 100
    assert sum(told["states"].values()) == 100
    assert told["states"]["dark"] == 0
    assert told["daemon"]["alive"] in (True, False)
    one = json.loads(stranger.types("status", "pempekcekida.example", "--json"))
    assert one["name"] == "Pempek Cek Ida"
    plan = json.loads(stranger.types("notices", "plan", "--json"))
    assert isinstance(plan, list)
    json.loads(stranger.types("notices", "outbox", "--json"))
    stranger.types("config", "check")


def write_a_report(stranger: Stranger) -> None:
    month = f"{datetime.now(Settings().programme.zoneinfo):%Y-%m}"
    stranger.types("report", month, "--format", "html,json")
    made = sorted(path.name for path in (stranger.home / "reports").glob("*"))
    assert [name for name in made if re.search(rf"{month}(-[a-z-]+)?\.(html|json)$", name)] == made
    assert len(made) == 2 + 6  # a page for each of the six communities


def test_one_line_and_not_a_traceback_for_every_slip(stranger: Stranger) -> None:
    """P08 and its kin: what is missing is said in one line, with what to do."""
    slips = {
        ("status",): 78,
        ("run", "--once"): 78,
        ("import", "tidak-ada.csv"): 78,
        ("--config", "tidak-ada.toml", "status"): 78,
    }
    for words, status in slips.items():
        done = subprocess.run(
            [sys.executable, "-m", "watcher", *words],
            capture_output=True, text=True, cwd=stranger.home, env=environment(),
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == status, words
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stdout == ""


def test_a_second_init_overwrites_nothing(stranger: Stranger) -> None:
    stranger.types("init", answers="\n\n\n")
    before = (stranger.home / "config" / "watcher.toml").read_bytes()
    stranger.types("init", answers="Dinas Lain\n\n\n", status=78)
    assert (stranger.home / "config" / "watcher.toml").read_bytes() == before
