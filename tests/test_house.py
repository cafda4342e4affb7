"""The house keeps its sizes, its one-library-one-home rule, and its language clean."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
MODULES = [p for p in (ROOT / "watcher").rglob("*.py") if "versions" not in p.parts]
FILES_WITH_WORDS = [
    path
    for folder in ("watcher", "tests", "docs", "config", "systemd", "reports", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".png", ".xlsx")
]


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions_of(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (f"{path.name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def test_modules_are_small() -> None:
    sizes = {path: lines_of(path) for path in MODULES}
    assert {p: n for p, n in sizes.items() if n > 300} == {}
    assert median(sizes.values()) <= 90


def test_functions_are_small() -> None:
    found = [function for path in MODULES for function in functions_of(path)]
    assert [f for f in found if f[1] > 45] == []
    assert median(size for _, size in found) <= 10


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


#: Library -> the rooms that may import it. Changing an engine is then a change of one room.
HOMES = {
    "aiosmtplib": "notify",
    "alembic": "storage",
    "apscheduler": "schedule",
    "babel": "wording",
    "dns": "net demo",
    "email_validator": "jobs.intake",
    "httpx": "net probes jobs.looks",
    "idna": "wording probes",
    "jinja2": "notify report.html",
    "openpyxl": "jobs",
    "phonenumbers": "jobs.intake",
    "publicsuffixlist": "probes.domain",
    "pyarrow": "report.data",
    "python_calamine": "jobs.officer_file",
    "rich": "cli",
    "selectolax": "probes.page",
    "socket": "net schedule demo",
    "sqlalchemy": "storage",
    "sqlite3": "storage",
    "sqlmodel": "storage",
    "ssl": "net demo",
    "subprocess": "sandbox",
    "typer": "cli",
    "uvloop": "app",
    "weasyprint": "report.html",
    "whois": "probes.domain",
    "xlsxwriter": "report.data",
}


def imported_by(path: Path) -> set[str]:
    """The first names of all modules that a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_every_library_has_one_home() -> None:
    strays = [
        (module, library)
        for path in MODULES
        for module in [".".join(path.relative_to(ROOT / "watcher").with_suffix("").parts)]
        for library in imported_by(path) & HOMES.keys()
        if not any(
            module == home or module.startswith(f"{home}.") for home in HOMES[library].split()
        )
    ]
    assert strays == []


def test_no_machine_path_and_no_address_of_a_package_registry() -> None:
    forbidden = re.compile(r"/(?:work|root|home)/|pypi\.org|pythonhosted|npmjs", re.IGNORECASE)
    locks = ROOT.glob("requirements*.lock")
    named = [
        path
        for path in (*FILES_WITH_WORDS, *locks, ROOT / "README.md", ROOT / "pyproject.toml")
        if path != Path(__file__) and forbidden.search(path.read_text("utf-8", errors="replace"))
    ]
    assert named == []


def test_only_app_names_the_real_clock() -> None:
    clocks = re.compile(r"\b(?:datetime\.now|date\.today|time\.time)\(")
    allowed = {"watcher/app.py"}
    naming = {
        str(path.relative_to(ROOT)) for path in MODULES if clocks.search(path.read_text("utf-8"))
    }
    assert naming - allowed == set()


def test_an_instant_has_a_day_only_where_a_zone_is_named() -> None:
    """`.date()` of an instant is the day of UTC: every day would be wrong for 7 of 24 hours."""
    allowed = {
        "watcher/core/period.py",
        "watcher/jobs/intake/typed_days.py",  # a cell of a workbook: a day without a zone
        "watcher/probes/domain/cross_check.py",  # what python-whois read: likewise
    }
    naming = {
        str(path.relative_to(ROOT)) for path in MODULES if ".date()" in path.read_text("utf-8")
    }
    assert naming - allowed == set()


def test_no_file_name_and_no_class_name_stands_twice() -> None:
    """So that a traceback, an editor's tab and a search tell where one is."""
    shared = {"__init__.py", "render.py", "tables.py"}
    files = Counter(path.name for path in MODULES)
    classes = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, n in files.items() if n > 1} - shared == set()
    assert {name for name, n in classes.items() if n > 1} == set()


def test_no_room_holds_more_than_about_a_dozen_files() -> None:
    rooms = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert {str(room): n for room, n in rooms.items() if n > 14} == {}


def test_every_module_that_is_named_somewhere_exists() -> None:
    """`core/sites/state.py` in a comment or a document leads a reader to a file."""
    named = re.compile(r"(?<![\w/.])(?:[a-z_0-9]+/)+[a-z_0-9]+\.py\b")
    texts = [*MODULES, *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "pyproject.toml"]
    strays = [
        (path.name, name)
        for path in texts
        for name in named.findall(path.read_text("utf-8"))
        if not any(
            (base / name).exists()
            for base in (ROOT, ROOT / "watcher", path.parent, path.parent.parent)
        )
    ]
    assert strays == []


def test_no_test_sleeps_or_patches() -> None:
    lazy = re.compile(
        r"\btime\.sleep\(|mock\.patch|asyncio\.sleep\([^0]|monkeypatch\.setattr\(\W?watcher"
    )
    tests = [p for p in (ROOT / "tests").rglob("*.py") if p != Path(__file__)]
    tests = [p for p in tests if "bench" not in p.parts]
    assert [str(p) for p in tests if lazy.search(p.read_text("utf-8"))] == []
