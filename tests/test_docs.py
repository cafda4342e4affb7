"""What the documents say is what the program does."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from watcher.core.looks.observation import Reason
from watcher.schedule.job_table import JOBS, ScheduledJob
from watcher.settings import Settings, load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
EXAMPLE = ROOT / "config" / "watcher.example.toml"


def console_block() -> list[tuple[str, str]]:
    """README's commands, each with the output it shows."""
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block is not None
    return [
        (command, output)
        for command, _, output in (part.partition("\n") for part in block[1].split("$ ")[1:])
    ]


def run(command: str, folder: Path) -> str:
    """Type a command as README shows it."""
    _, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "watcher", *arguments], cwd=folder, env=os.environ | {"LANG": "C"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == "", command
    return done.stdout


def test_readme_shows_what_the_program_prints(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")  # as in a clone
    for command, output in console_block():
        assert run(command, tmp_path) == output, command


def test_every_command_of_the_readme_exists() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "watcher", "--help", "--lang", "en"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    listed = {
        line.split()[0] for line in helped.partition("Commands:")[2].splitlines() if line.strip()
    }
    named = set(re.findall(r"`watcher ([a-z]+)", README))
    assert named <= listed


def test_the_example_tells_every_setting_and_its_default() -> None:
    text = EXAMPLE.read_text("utf-8")
    shown, defaults = load(EXAMPLE), Settings()
    for section in Settings.model_fields:
        part = getattr(defaults, section)
        for key in type(part).model_fields:
            if key == "endings":
                continue
            assert re.search(rf"^(# )?{key} = ", text, re.MULTILINE), f"[{section}] {key}"
            assert getattr(getattr(shown, section), key) == getattr(part, key), f"[{section}] {key}"


def test_the_example_tells_the_endings_that_are_built_in() -> None:
    shown, defaults = load(EXAMPLE).registry, Settings().registry
    for ending in tomllib.loads(EXAMPLE.read_text("utf-8"))["registry"]["endings"]:
        assert shown.ending(f"x.{ending}") == defaults.ending(f"x.{ending}")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_is_in_the_operations_manual(job: ScheduledJob) -> None:
    assert job.name in OPERATIONS


def test_every_event_of_the_log_is_in_the_operations_manual() -> None:
    call = re.compile(r'log\.(?:info|warning|error|exception)\(\s*"(\w+)"')
    events = {
        e for p in (ROOT / "watcher").rglob("*.py") for e in call.findall(p.read_text("utf-8"))
    }
    assert {event for event in events if event not in OPERATIONS} == set()


def test_reasons_the_manual_speaks_of_exist() -> None:
    table = OPERATIONS.partition("## What if")[2]
    named = set(re.findall(r"`([a-z]+_[a-z]+)`", table)) - {"contact_url", "allow_addresses"}
    assert named <= set(Reason)
