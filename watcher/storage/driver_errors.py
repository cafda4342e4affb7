"""Translate errors of the database driver into one sentence with the file and the remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

from watcher.core.errors import StorageBusyError, StorageError
from watcher.wording.catalogue import N_

#: Part of a driver's message -> what is raised, and its sentence. The first match counts.
_MESSAGES = (
    ("locked", StorageBusyError, N_("{path}: is held by another process; try again in a minute")),
    (
        "readonly",
        StorageError,
        N_("{path}: cannot be written; see that the user of watcher owns it"),
    ),
    (
        "unable to open",
        StorageError,
        N_("{path}: cannot be opened; see that folder and file may be written"),
    ),
    ("disk I/O", StorageError, N_("{path}: cannot be read or written: see the disk")),
    ("full", StorageError, N_("{path}: cannot grow: the disk is full")),
    ("not a database", StorageError, N_("{path}: is not a watcher database")),
    (
        "malformed",
        StorageError,
        N_("{path}: is damaged; put the last copy back: watcher restore FILE"),
    ),
)


@contextmanager
def translate_driver_errors(path: Path) -> Iterator[None]:
    """Raise a StorageError that names file and remedy in place of a known driver error.

    An error whose message matches no entry of `_MESSAGES` is raised as it is.
    """
    try:
        yield
    except (OperationalError, DBAPIError, sqlite3.Error) as error:
        message = str(error.orig if isinstance(error, DBAPIError) else error)
        for mark, kind, sentence in _MESSAGES:
            if mark in message:
                raise kind(sentence, path=path) from error
        raise
