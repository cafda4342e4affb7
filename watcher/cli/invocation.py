"""The options of every command: --config, --lang and --debug.

They may stand anywhere in the command line, before or behind the command.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.wording import Words


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options of this run.

    Attributes:
        language: as typed; None leaves it to the settings, then to $LANG, then Indonesian.
        unknown_language: a value of --lang that is no language; refused as an error of use.
    """

    config: Path | None = None
    language: str | None = None
    unknown_language: str | None = None
    debug: bool = False

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> tuple["Invocation", list[str]]:
        """Parse the common options. Return them, and the rest of the command line."""
        found, rest = cls(), list[str]()
        words = iter(arguments)
        for word in words:
            name, equals, value = word.partition("=")
            if name == "--debug":
                found = replace(found, debug=True)
            elif name in ("--config", "--lang"):
                given = value if equals else next(words, "")
                found = replace(found, **_common(name, given))
            else:
                rest.append(word)
        return found, rest

    @property
    def words(self) -> "Words":
        """The messages of the language in force: by --lang, the settings, or $LANG."""
        from watcher.wording import words

        terminal = "en" if os.environ.get("LANG", "").startswith("en_") else "id"
        return words(self.language or _language_set(self.config) or terminal)

    def settings(self) -> "Settings":
        """Read the settings; --lang replaces their language.

        Raises:
            SettingsError: there are none, or they are invalid.
        """
        from watcher.settings import find, load

        settings = load(find(self.config))
        if self.language is None:
            return settings
        programme = settings.programme.model_copy(update={"language": self.language})
        return settings.model_copy(update={"programme": programme})


@cache
def _language_set(config: Path | None) -> str | None:
    """Read only the language from the settings: the error to be printed may be about the rest."""
    from watcher.core.errors import SettingsError
    from watcher.settings.load import document_of, find
    from watcher.wording.catalogue import LANGUAGES

    try:
        programme = document_of(find(config)).get("programme")
    except SettingsError:
        return None
    named = programme.get("language") if isinstance(programme, dict) else None
    return named if named in LANGUAGES else None


def _common(option: str, given: str) -> dict[str, Any]:
    """Return the fields of Invocation that a common option sets."""
    from watcher.wording.catalogue import LANGUAGES

    if option == "--config":
        return {"config": Path(given)}
    return {"language" if given in LANGUAGES else "unknown_language": given}


_current = Invocation()


def use(invocation: Invocation) -> None:
    """Put an invocation in force."""
    global _current
    _current = invocation


def current() -> Invocation:
    """Return the invocation in force."""
    return _current


class Spoken:
    """Translates into the language in force at the time of the call; see wording/catalogue.py."""

    @property
    def language(self) -> str:
        """The code of the language: "id" or "en"."""
        return current().words.language

    def __call__(self, message: str, **values: object) -> str:
        """Translate a message and fill in its placeholders."""
        return current().words(message, **values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a message about a number of things and fill in its placeholders.

        Args:
            one: the message for one thing.
            many: the message for other numbers.
            n: how many; also the value of {n}.
            values: placeholder -> value.
        """
        return current().words.plural(one, many, n, **values)

    def template(self, message: str) -> str:
        """Translate a message and leave its placeholders."""
        return current().words.template(message)


spoken = Spoken()
