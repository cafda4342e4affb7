"""docs/operations.md is followed to the letter in an empty root, by a shell that knows no more."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from machine import ROOT

pytestmark = pytest.mark.integration

BOOK = (ROOT / "docs" / "operations.md").read_text("utf-8")
_INSTALL = re.search(r"## Install\n(.*?)\n## ", BOOK, re.DOTALL)
#: Notes down what it is asked, and refuses to start a unit that is not there.
_SYSTEMCTL = """#!/bin/sh
echo "$@" >> {root}/systemctl.log
[ "$1" = enable ] || exit 0
shift 2
for unit in "$@"; do
    case $unit in *.*) ;; *) unit=$unit.service ;; esac
    [ -f {root}/etc/systemd/system/$unit ] || exit 5
done
"""


def blocks(language: str) -> list[str]:
    """The blocks of the chapter, in their order."""
    assert _INSTALL is not None
    return re.findall(rf"```{language}\n(.*?)```", _INSTALL[1], re.DOTALL)


class Machine:
    """An empty root: every path of the book lies below it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("opt", "etc/systemd/system", "var/lib/watcher", "bin"):
            (root / folder).mkdir(parents=True)
        systemctl = root / "bin" / "systemctl"
        systemctl.write_text(_SYSTEMCTL.format(root=root))
        systemctl.chmod(0o755)

    def below(self, text: str) -> str:
        return re.sub(r"(?<![\w.-])/(opt|etc|var)/", rf"{self.root}/\1/", text)

    def shell(self, script: str, folder: Path | None = None) -> str:
        path = f"{self.root}/bin:/usr/local/bin:/usr/bin:/bin"
        done = subprocess.run(
            ["sh", "-euc", script], cwd=folder or self.root, env={"PATH": path, "LANG": "C"},
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The program as the book installs it."""
    made = Machine(tmp_path_factory.mktemp("root"))
    source = made.root / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, tracked):  # as it stands, committed or not
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            (source / name).write_bytes((ROOT / name).read_bytes())
    install, *_ = blocks("sh")
    commands = made.below(install)
    commands = commands.replace("git clone <this repository>", f"cp -r {source}")
    commands = re.sub(r"(?m)^# extras.*\n.*\[pdf\].*\n", "", commands)  # optional, as it says
    made.shell(commands)
    return made


def test_the_units_are_installed_and_enabled(machine: Machine) -> None:
    machine.shell(machine.below(blocks("sh")[1]))
    log = (machine.root / "systemctl.log").read_text()
    assert log == "daemon-reload\nenable --now watcher watcher-backup.timer\n"


def test_the_service_starts_and_its_backup_is_made(machine: Machine) -> None:
    """What systemd would run, with the settings that the book names."""
    config = machine.root / "etc/watcher/watcher.toml"
    wanted = tomllib.loads(machine.below(blocks("toml")[0]))
    text = config.read_text()
    for section, keys in wanted.items():
        for key, value in keys.items():
            text = re.sub(rf"(?m)^(# )?{key} = .*\n", "", text) if key != "folder" else text
            text = text.replace(f"[{section}]\n", f'[{section}]\n{key} = "{value}"\n')
    text = re.sub(r'(?m)^folder = "(?!/).*\n', "", text)
    config.write_text(text)
    state = machine.root / "var/lib/watcher"
    for unit, kinds in (
        ("watcher.service", ("ExecStartPre",)),
        ("watcher-backup.service", ("ExecStartPre", "ExecStart")),
    ):
        lines = machine.below((machine.root / "etc/systemd/system" / unit).read_text()).splitlines()
        for kind in kinds:
            for line in (line for line in lines if line.startswith(f"{kind}=")):
                command = line.partition("=")[2].removeprefix("/bin/").replace("%%", "%")
                machine.shell(f"export WATCHER_CONFIG={config}; {command}", state)
    assert (state / "watcher.db").is_file()
    assert len(list((state / "backup").glob("watcher-?.db"))) == 1
