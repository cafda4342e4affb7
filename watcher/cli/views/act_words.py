"""What an act changed, in the words of the office."""

from collections.abc import Callable, Mapping
from datetime import date

from watcher.cli.invocation import spoken
from watcher.core.domains.expiry import ExpiryKind
from watcher.core.sites.act import Act
from watcher.core.sites.site import MonitoringStatus, OwnerAnswer
from watcher.core.sites.state import State
from watcher.wording import terms
from watcher.wording.formats import Formatter

_ = spoken

_IN_WORDS: Mapping[str, Callable[[str, Formatter], str]] = {
    "answer": lambda value, _shapes: _(terms.ANSWERS[OwnerAnswer(value)]),
    "clock": lambda value, _shapes: _(terms.CLOCKS[ExpiryKind(value)]),
    "standing": lambda value, _shapes: _(terms.STANDINGS[MonitoringStatus(value)]),
    "state": lambda value, _shapes: _(terms.STATES[State(value)]),
    "url": lambda value, _shapes: value,
    "on": lambda value, formatter: formatter.short_day(date.fromisoformat(value)),
    "until": lambda value, formatter: _(
        "until {day}", day=formatter.short_day(date.fromisoformat(value))
    ),
}


def changed_by(act: Act, formatter: Formatter) -> str:
    """What is different since; evidence is for the program, and only --json shows it."""
    changes = [
        _IN_WORDS[name](value, formatter) for name, value in act.after.items() if name in _IN_WORDS
    ]
    return ", ".join(changes)
