"""Errors in the language of whoever reads them."""

from watcher.core.errors import Clause, WatcherError
from watcher.wording.catalogue import N_, Words

#: What operating systems say; they say it in English here, for watcher sets no locale.
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
    """Say what is wrong and what to do; values that are messages themselves are translated too."""
    if not error.values:
        return words.template(error.message)
    values = {
        name: words.template(value) if isinstance(value, str) else _told(value, words)
        for name, value in error.values.items()
    }
    return words(error.message, **values)


def _told(value: object, words: Words) -> object:
    """A value with the clauses in it in the reader's language."""
    match value:
        case Clause(message, values):
            return words(message, **{name: _told(one, words) for name, one in values.items()})
        case tuple():
            return ", ".join(str(_told(one, words)) for one in value)
        case _:
            return value
