"""Type a command as a user does, in this process or in one of its own."""

import logging
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import IO

from office import migrated, url_of

from watcher.cli import main
from watcher.cli.invocation import Invocation, use

LOGGERS = (None, "watcher", "apscheduler.scheduler")


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def typed(*words: str | Path) -> Said:
    """Run a command in this process; what escapes it is what a user would see as a traceback."""
    before, sys.argv = sys.argv, ["watcher", *map(str, words)]
    loggers = [(log, log.level, log.handlers[:]) for log in map(logging.getLogger, LOGGERS)]
    out, err = StringIO(), StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
        code: object = 0
    except SystemExit as ended:
        code = ended.code
        if isinstance(code, str):
            err.write(code)
            code = 1
    finally:
        sys.argv = before
        for log, level, handlers in loggers:
            log.setLevel(level)
            log.handlers[:] = handlers
        use(Invocation())
    return Said(int(str(code or 0)), out.getvalue(), err.getvalue())


def spawned(
    *words: str | Path,
    folder: Path | None = None,
    stdin: IO[bytes] | None = None,
    **environment: str,
) -> Said:
    """Run a command in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "watcher", *map(str, words)],
        capture_output=True, text=True, timeout=60, check=False, cwd=folder, stdin=stdin,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[3])} | environment,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def an_office(folder: Path, more: str = "", *, database: bool = True) -> Path:
    """Write the settings of an office, and its empty database. Return the settings' path."""
    config = folder / "watcher.toml"
    data = folder / "watcher.db"
    config.write_text(
        f'[database]\nurl = "{url_of(data)}"\n[reports]\nfolder = "{folder / "reports"}"\n{more}',
        "utf-8",
    )
    if database:
        data.write_bytes(migrated())
    return config
