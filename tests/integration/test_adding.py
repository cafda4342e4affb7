"""Adding is cheap: one of each is added to a scratch copy, in the files that architecture.md lists.

If an addition needs a further file, the manual and the table below are wrong, or the house is.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "architecture.md").read_text("utf-8")
MOST_FILES = 6

CATALOGUE = "watcher/wording/locale/id.po"
OBSERVATION = "watcher/core/looks/observation.py"
LETTERS = "watcher/notify/templates"

#: Behind which line of a file something is added; None makes a new file.
Addition = tuple[str, str | None, str]


def message(english: str, indonesian: str) -> Addition:
    return CATALOGUE, "", f'\nmsgid "{english}"\nmsgstr "{indonesian}"\n'


ADDITIONS: dict[str, list[Addition]] = {
    "a setting": [
        (
            "watcher/settings/looks_section.py",
            "    keep_days: int = Field(",
            '    rest_days: int = Field(7, ge=1, le=30, description="a number of days, 1 to 30")\n',
        ),
        ("config/watcher.example.toml", "keep_days = ", "rest_days = 7    # days of rest\n"),
        message("a number of days, 1 to 30", "jumlah hari, 1 sampai 30"),
    ],
    "a page kind": [
        (
            "watcher/core/pages/kind.py",
            "    PARKED = ",
            '    AUCTIONED = "auctioned", KindFamily.LOST\n',
        ),
        (OBSERVATION, "    HANDED_OVER = ", '    AUCTIONED = "auctioned"\n'),
        (
            "watcher/core/looks/look_state.py",
            "        Reason.PARKED,",
            "        Reason.AUCTIONED,\n",
        ),
        (
            "watcher/wording/terms.py",
            "    Reason.PARKED: ",
            '    Reason.AUCTIONED: N_("a page that auctions the name"),\n',
        ),
        message("a page that auctions the name", "halaman lelang nama domain"),
        (
            "watcher/probes/page/phrases.toml",
            "# ---- accusations",
            '[[rule]]\nname = "auctioned.text"\nkind = "auctioned"\nwhere = "page"\n'
            "max_words = 60\n"
            'source = "invented"\nadded = 2026-11-30\nphrases = ["bid for this name"]\n',
        ),
    ],
    "a letter": [
        (
            "watcher/core/reminders/domain_events.py",
            '    ASK = "ask"',
            '    TIDY = "tidy"  # nothing is written about it yet\n',
        ),
        (
            "watcher/notify/letter_kinds.py",
            '    "expiry_renewed": ',
            '    "expiry_tidy": LetterKind((_SITE, ("expires", "date"))),\n',
        ),
        (f"{LETTERS}/expiry_tidy.id.j2", None, "Subject: {{ domain }} rapi\n\nTerima kasih.\n"),
        (f"{LETTERS}/expiry_tidy.en.j2", None, "Subject: {{ domain }} is tidy\n\nThank you.\n"),
        ("watcher/wording/letter_names.py", '    "renewed": ', '    "tidy": N_("all is tidy"),\n'),
        message("all is tidy", "semuanya rapi"),
    ],
    "a section of the report": [
        (
            "watcher/report/html/sections.py",
            '    Section("todo", ',
            '    Section("largest", N_("The largest communities"), lambda f: f.communities),\n',
        ),
        (
            "watcher/report/html/templates/sections/largest.html.j2",
            None,
            "<ul>{% for one in rows %}<li>{{ one.name | clean }}</li>{% endfor %}</ul>\n",
        ),
        message("The largest communities", "Komunitas terbesar"),
    ],
    "a probe": [
        (OBSERVATION, "    DELEGATION = 4", "    ROBOTS = 5\n"),
        (
            "watcher/probes/robots.py",
            None,
            '"""Does a site ask robots to stay away?"""\n\n'
            "from datetime import datetime\n\n"
            "from watcher.core.looks.observation import Finding, Outcome\n"
            "from watcher.core.sites.site import Site\n"
            "from watcher.net.client import Client\n\n\n"
            "async def look(site: Site, net: Client, now: datetime) -> Finding:\n"
            '    """Ask nothing yet."""\n'
            "    del site, net, now\n"
            "    return Finding(Outcome.UNKNOWN)\n",
        ),
        (
            "watcher/probes/table.py",
            "DELEGATION = Probe(",
            "ROBOTS = Probe(Kind.ROBOTS, robots.look)\n",
        ),
        (
            "watcher/jobs/intervals.py",
            "        Kind.DOMAIN: ",
            "        Kind.ROBOTS: timedelta(days=30),\n",
        ),
        (
            "watcher/schedule/job_table.py",
            '    ScheduledJob("delegation", ',
            '    ScheduledJob("robots", tasks.sweep(ROBOTS), every=timedelta(seconds=60)),\n',
        ),
        ("docs/operations.md", "| delegation |", "| robots | every 60 s | robots.txt |\n"),
    ],
}
#: What an import gains besides: file, behind which name, which name.
IMPORTED = (
    ("watcher/probes/table.py", "import availability, delegation, domain, home_page", ", robots"),
    ("watcher/schedule/job_table.py", "import AVAILABILITY, DELEGATION, DOMAIN, PAGE", ", ROBOTS"),
)

PROOF = """
from datetime import date
from watcher.core.looks.look_state import look_state
from watcher.core.looks.observation import Kind, Reason
from watcher.core.pages.kind import PageText
from watcher.core.pages.rules import judge_page
from watcher.notify.letter_kinds import KINDS
from watcher.probes.page.phrase_file import load_rules
from watcher.report.html.sections import SECTIONS
from watcher.schedule.job_table import JOBS
from watcher.settings import Settings
from watcher.wording import words
from watcher.wording.letter_names import letter_name
from watcher.wording.terms import REASONS

assert Settings().looks.rest_days == 7
page = PageText("Kopi", "bid for this name", 4)
assert judge_page(page, load_rules(), ()).kind == "auctioned"
assert look_state(Reason.AUCTIONED) == "foreign"
assert words("id")(REASONS[Reason.AUCTIONED]) == "halaman lelang nama domain"
assert "expiry_tidy" in KINDS
assert letter_name("expiry_tidy", words("id")) == "Domain: semuanya rapi"
assert [section.name for section in SECTIONS].index("largest") == 2
assert "robots" in [job.name for job in JOBS]
assert Kind(5).name == "ROBOTS"
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with one of each added."""
    copy = tmp_path_factory.mktemp("scratch") / "watcher"
    leave_out = shutil.ignore_patterns(".git", ".venv", "__pycache__", "demo-*", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=leave_out)
    for additions in ADDITIONS.values():
        for name, anchor, text in additions:
            add(copy / name, anchor, text)
    for name, line, gains in IMPORTED:
        path = copy / name
        path.write_text(path.read_text("utf-8").replace(line, line + gains, 1), "utf-8")
    return copy


def add(path: Path, anchor: str | None, text: str) -> None:
    """Make a file, or put `text` behind the statement that begins with `anchor`."""
    if anchor is None:
        path.write_text(text, "utf-8")
        return
    known = path.read_text("utf-8")
    if not anchor:
        path.write_text(known + text, "utf-8")
        return
    before, found, after = known.partition(anchor)
    assert found, (path.name, anchor)
    if anchor.startswith("#"):
        path.write_text(before + text + "\n" + found + after, "utf-8")
        return
    end = _end_of_statement(found, after)
    path.write_text(before + found + after[:end] + text + after[end:], "utf-8")


def _end_of_statement(begins: str, text: str) -> int:
    """Where in `text` the line ends on which all brackets that were opened are closed again."""
    depth = sum((char in "([{") - (char in ")]}") for char in begins)
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "\n" and depth <= 0:
            return at + 1
    return len(text)


def typed(scratch: Path, *command: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:]],
        cwd=scratch,
        env={"PYTHONPATH": str(scratch), "PATH": "/usr/bin:/bin", "HOME": str(scratch)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize("what", sorted(ADDITIONS))
def test_the_manual_lists_the_files_of_each_addition(what: str) -> None:
    (row,) = re.findall(rf"^\| {what} \| (.*) \|$", MANUAL, re.MULTILINE)
    listed = {path for path in re.findall(r"`([\w./]+)`", row) if "/" in path}
    changed = {name for name, _, _ in ADDITIONS[what]}
    assert len(changed) <= MOST_FILES
    for name in changed:
        assert name in listed or f"{Path(name).parent}/" in listed, name
    for path in listed:
        assert any(name == path or f"{Path(name).parent}/" == path for name in changed), path


def test_what_was_added_works(scratch: Path) -> None:
    typed(scratch, "python", "-c", PROOF)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "watcher"],
        ["ruff", "check", "watcher"],
        ["mypy", "watcher"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_checks_pass(scratch: Path, command: list[str]) -> None:
    typed(scratch, *command)


def test_the_tests_that_walk_the_tables_pass(scratch: Path) -> None:
    """Words of every reason, settings in the example, jobs in the manual, sizes, rooms."""
    tables = ("tests/test_house.py", "tests/test_docs.py", "tests/unit/wording")
    typed(scratch, "pytest", "-q", "-p", "no:cacheprovider", *tables)
