"""Messages: written in English where they are used, translated in locale/<language>.po.

A message is a whole sentence with named placeholders, never concatenated from pieces.
Placeholders are filled after translation, so that each language may order them as it needs.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message of a table for extraction; it is translated when it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one language."""

    language: str
    _messages: dict[str, tuple[str, ...]]

    def __call__(self, message: str, **values: object) -> str:
        """Translate a message and fill in its placeholders."""
        return self.template(message).format(**values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a message about a number of things and fill in its placeholders.

        Args:
            one: the message for one thing.
            many: the message for other numbers.
            n: how many; also the value of {n}.
            values: placeholder -> value.
        """
        return self.plural_template(one, many, n).format(n=n, **values)

    def template(self, message: str) -> str:
        """Translate a message and leave its placeholders."""
        return self._messages.get(message, (message,))[0]

    def plural_template(self, one: str, many: str, n: int) -> str:
        """Translate a message about a number of things and leave its placeholders.

        Args:
            one: the message for one thing.
            many: the message for other numbers.
            n: how many.
        """
        forms = self._messages.get(one, (one, many))
        return forms[0] if len(forms) == 1 or n == 1 else forms[1]


@cache
def words(language: str) -> Words:
    """Return the messages of a language; those in the code are English.

    Raises:
        KeyError: there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language, {} if language == "en" else _read(language))


def _read(language: str) -> dict[str, tuple[str, ...]]:
    with files(__name__.rpartition(".")[0]).joinpath(f"locale/{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if key and all(strings):
            messages[key] = tuple(map(str, strings))
    return messages
