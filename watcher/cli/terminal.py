"""Prepare standard output and error, whatever terminal, pipe or file they are."""

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator

from watcher.core.errors import OutputError

_DAY_SECONDS = 86_400


class _Output(io.TextIOWrapper):
    """Standard output that raises OutputError where it cannot be written."""

    def write(self, text: str) -> int:
        with _as_output_error():
            return super().write(text)

    def flush(self) -> None:
        with _as_output_error():
            super().flush()


def prepare() -> None:
    """Replace characters that the terminal cannot encode by "?", and an impossible TZ by UTC."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding, buffered = sys.stdout.encoding, sys.stdout.line_buffering
        raw = sys.stdout.detach()
        sys.stdout = _Output(raw, encoding, errors="replace", line_buffering=buffered)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")
    if abs(time.timezone) >= _DAY_SECONDS:  # TZ=UTC+25: Python's datetime raises on it
        os.environ["TZ"] = "UTC"
        time.tzset()


def give_up() -> None:
    """Discard unwritten output: Python would try to write it again at exit, and print an error."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _as_output_error() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader has closed the pipe, as head(1) does: no error
        raise
    except OSError as error:
        raise OutputError(
            "The output cannot be written ({why}).", why=error.strerror or ""
        ) from error
