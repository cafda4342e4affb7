"""Translate the messages of errors."""

from watcher.core.errors import Clause, WatcherError
from watcher.wording.catalogue import N_, Words

#: Messages of the operating system; always in English, since watcher sets no locale.
_OF_THE_SYSTEM = (
    N_("File exists"),
    N_("Input/output error"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Read-only file system"),
)


def sentence(error: WatcherError, words: Words) -> str:
    """Return the translated message of an error; values that are messages are translated too."""
    if not error.values:
        return words.template(error.message)
    values = {
        name: words.template(value) if isinstance(value, str) else _translated(value, words)
        for name, value in error.values.items()
    }
    return words(error.message, **values)


def _translated(value: object, words: Words) -> object:
    """Translate the clauses within a value."""
    match value:
        case Clause(message, values):
            translated = {name: _translated(part, words) for name, part in values.items()}
            return words(message, **translated)
        case tuple():
            return ", ".join(str(_translated(part, words)) for part in value)
        case _:
            return value
