"""Errors in the language of whoever reads them."""

from watcher.core.errors import WatcherError
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
        name: words.template(value) if isinstance(value, str) else value
        for name, value in error.values.items()
    }
    return words(error.message, **values)
