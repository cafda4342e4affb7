"""What holds for every command: which configuration, which language, how much to tell.

These options may stand anywhere in the line, before or behind the command.
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
        unknown_language: what was typed for one that there is not; it is refused as wrong use.
    """

    config: Path | None = None
    language: str | None = None
    unknown_language: str | None = None
    debug: bool = False

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> tuple["Invocation", list[str]]:
        """Take the common options out of a command line, wherever they stand."""
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
        """The messages of the language in force: typed, set by the office, or the terminal's."""
        from watcher.wording import words

        terminal = "en" if os.environ.get("LANG", "").startswith("en_") else "id"
        return words(self.language or _language_set(self.config) or terminal)

    def settings(self) -> "Settings":
        """Read the configuration; a language that was typed goes before the one in it.

        Raises:
            SettingsError: there is none, or it cannot be used.
        """
        from watcher.settings import find, load

        settings = load(find(self.config))
        if self.language is None:
            return settings
        programme = settings.programme.model_copy(update={"language": self.language})
        return settings.model_copy(update={"programme": programme})


@cache
def _language_set(config: Path | None) -> str | None:
    """What the settings name, without reading them whole: they may be what is wrong."""
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
    """What an option of every command sets."""
    from watcher.wording.catalogue import LANGUAGES

    if option == "--config":
        return {"config": Path(given)}
    return {"language" if given in LANGUAGES else "unknown_language": given}


_current = Invocation()


def use(invocation: Invocation) -> None:
    """Let an invocation hold from now on."""
    global _current
    _current = invocation


def current() -> Invocation:
    """The invocation in force."""
    return _current


class Spoken:
    """The messages of whatever language is in force when they are asked for."""

    @property
    def language(self) -> str:
        """Its code."""
        return current().words.language

    def __call__(self, message: str, **values: object) -> str:
        """Translate a message and fill its places in."""
        return current().words(message, **values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a message that counts something; `{n}` is the number."""
        return current().words.plural(one, many, n, **values)

    def template(self, message: str) -> str:
        """Translate a message and leave its places open."""
        return current().words.template(message)


spoken = Spoken()
