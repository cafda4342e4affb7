"""Say what an act changed."""

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
    "answer": lambda value, _formatter: _(terms.ANSWERS[OwnerAnswer(value)]),
    "clock": lambda value, _formatter: _(terms.CLOCKS[ExpiryKind(value)]),
    "standing": lambda value, _formatter: _(terms.STANDINGS[MonitoringStatus(value)]),
    "state": lambda value, _formatter: _(terms.STATES[State(value)]),
    "url": lambda value, _formatter: value,
    "on": lambda value, formatter: formatter.short_day(date.fromisoformat(value)),
    "until": lambda value, formatter: _(
        "until {day}", day=formatter.short_day(date.fromisoformat(value))
    ),
}


def changed_by(act: Act, formatter: Formatter) -> str:
    """List what an act set; keys of evidence are left out, only --json has them."""
    changes = [
        _IN_WORDS[name](value, formatter) for name, value in act.after.items() if name in _IN_WORDS
    ]
    return ", ".join(changes)
