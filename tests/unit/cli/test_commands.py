"""The surface: a table of contents, JSON alone on stdout, and exit codes that mean something."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import an_office, spawned, typed
from office import a_database, an_entry, grant

from watcher import __version__
from watcher.storage.upkeep.daemon_lock import sole_daemon

HEAVY = ("sqlalchemy", "sqlmodel", "httpx", "jinja2", "openpyxl", "apscheduler", "alembic", "babel")
GROUPS = ("", "notices", "db", "config", "explain")
LISTED = "Nama Usaha;Website;Komunitas;Email\r\nKopi;kopi.example;Melati;siti@kopi.example\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return an_office(tmp_path)


def loaded_by(*words: str) -> set[str]:
    """The top-level modules that a command has loaded by its end."""
    program = (
        "import sys\nfrom watcher.cli import main\n"
        f"sys.argv = ['watcher', *{list(words)}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(' '.join({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"LANG": "en_GB.UTF-8", "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [("--help",), ("notices", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    assert loaded_by(*words) & (set(HEAVY) - {"babel"}) == set()


def test_the_configuration_is_checked_without_database_and_network() -> None:
    assert loaded_by("config", "check") & {"sqlalchemy", "httpx", "apscheduler"} == set()


def test_help_reads_as_a_table_of_contents() -> None:
    said = spawned("--help", LANG="en_GB.UTF-8")
    assert said.code == 0
    contents = said.out.partition("Commands:")[2].split()
    order = ["demo", "init", "import", "look", "run", "status", "report", "notices"]
    found = [word for word in contents if word in order]
    assert [name for n, name in enumerate(found) if name not in found[:n]] == order


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_explains_itself(group: str) -> None:
    said = typed(*filter(None, [group]), "--help")
    assert said.code == 0
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize("language", ["id", "en"])
def test_help_speaks_the_language_that_was_asked_for(language: str) -> None:
    said = spawned("--lang", language, "--help")
    word = {"id": "Basis data", "en": "The database"}[language]
    assert word in said.out


def test_the_version_is_printed() -> None:
    assert typed("--version").out.strip() == __version__


def test_common_options_stand_anywhere(office: Path) -> None:
    for words in (
        ("--config", office, "config", "check"), ("config", "--config", office, "check"),
        ("config", "check", "--config", office), ("config", "check", f"--config={office}"),
    ):  # fmt: skip
        assert typed(*words).code == 0


def test_a_new_office_can_begin(tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    answers = ("--office", 'Dinas "Kop\\UKM"', "--zone", "Asia/Jakarta", "--sender", "a@b.example")
    assert typed("init", folder, *answers).code == 0
    config = folder / "config" / "watcher.toml"
    assert typed("--config", config, "status").code == 0
    assert 'Dinas "Kop' in typed("--config", config, "config", "check", "--json").out.replace(
        '\\"', '"'
    )
    before = config.read_bytes()
    said = typed("init", folder, *answers)
    assert (said.code, "sudah ada" in said.err) == (78, True)
    assert config.read_bytes() == before
    for name in ("daftar.xlsx", "daftar.csv"):  # an empty list is a list
        assert typed("--config", config, "import", folder / name).code == 0


def test_config_check_tells_origins_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("rahasia-sekali")
    more = f"[mail]\nuser = 'u'\npassword_file = '{tmp_path / 'password'}'\n"
    config = an_office(tmp_path, more)
    said = typed("--config", config, "config", "check", "--json")
    values = {(v["section"], v["key"]): v for v in json.loads(said.out)}
    assert values["mail", "user"]["origin"] == str(config)
    assert values["mail", "port"]["origin"] != str(config)
    assert "rahasia-sekali" not in said.out + typed("--config", config, "config", "check").out


def imported(folder: Path, config: Path, *words: str, body: str = LISTED) -> dict[str, object]:
    path = folder / "daftar.csv"
    path.write_text(body, "utf-8")
    said = typed("--config", config, "import", path, "--create-communities", "--json", *words)
    found: dict[str, object] = json.loads(said.out)
    return found


def test_an_import_is_one_json_document(tmp_path: Path, office: Path) -> None:
    tried = imported(tmp_path, office, "--dry-run")
    assert (tried["added"], tried["stored"]) == (1, False)
    done = imported(tmp_path, office)
    assert (done["added"], done["changed"], done["unchanged"], done["stored"]) == (1, 0, 0, True)
    again = imported(tmp_path, office)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)


@pytest.mark.parametrize(
    "line", ["status --json", "notices plan --json", "notices outbox --json",
             "config check --json", "report 2026-10 --json"],
)  # fmt: skip
def test_json_stands_alone_on_stdout(tmp_path: Path, office: Path, line: str) -> None:
    imported(tmp_path, office)
    said = typed("--config", office, *line.split())
    assert said.code == 0
    json.loads(said.out)
    assert said.err == ""


@pytest.mark.parametrize("wanted", ["1", "kopi.example", "https://www.kopi.example/"])
def test_the_status_of_one_site_has_its_three_clocks(
    tmp_path: Path, office: Path, wanted: str
) -> None:
    imported(tmp_path, office)
    told = json.loads(typed("--config", office, "status", wanted, "--json").out)
    assert (told["name"], told["state"]) == ("Kopi", "unknown")
    assert set(told["clocks"]) == {"domain", "hosting", "certificate"}


def test_a_plan_at_a_time_sends_nothing(tmp_path: Path, office: Path) -> None:
    ends = datetime.now(UTC).date() + timedelta(days=40)
    with a_database(tmp_path) as database:
        grant(database, an_entry(1, domain_expires=ends))
    at = (ends - timedelta(days=14)).isoformat()
    (planned,) = json.loads(
        typed("--config", office, "notices", "plan", "--at", f"{at}T09:00", "--json").out
    )
    assert (planned["kind"], planned["expires_on"]) == ("expiry_h14", ends.isoformat())
    assert json.loads(typed("--config", office, "notices", "outbox", "--json").out) == []


def test_a_refused_look_is_exit_status_0_and_one_json_line_each(office: Path) -> None:
    addresses = ("http://127.0.0.1/", "file:///etc/passwd", "http://[::1]/", "http://a:b@c.example")
    said = typed("--config", office, "look", "--json", *addresses)
    told = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 0
    assert {one["url"] for one in told} == set(addresses)
    assert {one["state"] for one in told} == {"refused"}


def test_a_business_name_cannot_move_the_cursor(tmp_path: Path, office: Path) -> None:
    name = "Toko \x1b[2J\x07[red]merah[/red]"
    body = f"Nama Usaha;Website;Komunitas\r\n{name};kopi.example;Melati\r\n"
    imported(tmp_path, office, body=body)
    said = typed("--config", office, "status", "1")
    assert "\x1b" not in said.out
    assert "[red]merah[/red]" in said.out


def test_p09_a_second_daemon_stops_and_names_the_first(tmp_path: Path, office: Path) -> None:
    import os

    with a_database(tmp_path) as database, sole_daemon(database, "1", datetime.now(UTC)):
        said = spawned("run", "--once", "--config", office)
    assert said.code == 75
    assert f"pid {os.getpid()}" in said.err
    assert "Traceback" not in said.err
