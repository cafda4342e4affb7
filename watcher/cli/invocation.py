"""What holds for every command: which configuration, which language, how much to tell.

These options may stand anywhere in the line, before or behind the command.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.wording import Words

_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options of this run.

    Attributes:
        language: as typed; None leaves it to the settings, then to $LANG, then Indonesian.
    """

    config: Path | None = None
    language: str | None = None
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
                key: dict[str, Any] = (
                    {"config": Path(given)}
                    if name == "--config"
                    else {"language": _language(given)}
                )
                found = replace(found, **key)
            else:
                rest.append(word)
        return found, rest

    @property
    def words(self) -> "Words":
        """The messages of the language in force."""
        from watcher.wording import words

        english = os.environ.get("LANG", "").startswith("en_")
        return words(self.language or ("en" if english else "id"))

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


def _language(text: str) -> str:
    if text not in _LANGUAGES:
        print(f"--lang: wants id or en, not {text!r}", file=sys.stderr)  # noqa: T201 - before typer
        raise SystemExit(2)
    return text


_current = Invocation()


def use(invocation: Invocation) -> None:
    """Let an invocation hold from now on."""
    global _current
    _current = invocation


def current() -> Invocation:
    """The invocation in force."""
    return _current
