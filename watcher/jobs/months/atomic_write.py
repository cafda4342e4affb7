"""Write files atomically: each appears whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from watcher.core.errors import WatcherError


def put(files: Mapping[str, bytes], folder: Path, *, private: bool = False) -> list[Path]:
    """Write files into a folder, which is created where it is missing.

    Args:
        files: name -> content.
        private: they hold personal data; only the owner and group of the file may read them.

    Raises:
        WatcherError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _put(folder / name, content, 0o640 if private else 0o644)
    except OSError as error:
        raise WatcherError(
            "{folder}: cannot be written ({why})", folder=folder, why=error.strerror
        ) from error
    return [folder / name for name in files]


def _put(path: Path, content: bytes, mode: int) -> None:
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".report-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(unfinished).chmod(mode)
        Path(unfinished).replace(path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
