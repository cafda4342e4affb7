"""The terminal, the pipe or the file that a command prints to, whatever it can bear."""

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator

from watcher.core.errors import OutputError

_DAY_SECONDS = 86_400


class _Output(io.TextIOWrapper):
    """Standard output that names its own failure: no other OSError is about it."""

    def write(self, text: str) -> int:
        with _named():
            return super().write(text)

    def flush(self) -> None:
        with _named():
            super().flush()


def prepare() -> None:
    """Print a question mark for what a terminal cannot show, and bear a zone that cannot be."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding, buffered = sys.stdout.encoding, sys.stdout.line_buffering
        raw = sys.stdout.detach()
        sys.stdout = _Output(raw, encoding, errors="replace", line_buffering=buffered)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    if abs(time.timezone) >= _DAY_SECONDS:  # TZ=UTC+25: Python's dates break on it
        os.environ["TZ"] = "UTC"
        time.tzset()


def give_up() -> None:
    """Let go of what was not printed, or Python would try again when it ends, and complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever read has enough
        raise
    except OSError as error:
        raise OutputError(
            "The output cannot be written ({why}).", why=error.strerror or ""
        ) from error
