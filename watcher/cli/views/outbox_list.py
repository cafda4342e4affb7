"""Print the outbox: a table for officers, JSON for programs."""

from datetime import datetime

from watcher.cli.invocation import current, spoken
from watcher.cli.views.recipients import Names
from watcher.report.data.json_shapes import Json, instant
from watcher.storage.letters.outbox import StoredLetter
from watcher.storage.tables import LetterState
from watcher.wording.formats import Formatter
from watcher.wording.letter_names import letter_name, why
from watcher.wording.terms import LETTER_STATES

_ = spoken
#: How many names of sites a line lists.
_SHOWN = 3


def headings() -> tuple[str, ...]:
    """Return the headings of the table."""
    return ("#", _("Sites"), _("What"), _("To"), _("Day"), _("Stands"), _("Why"))


def row(
    stored: StoredLetter, names: Names, formatter: Formatter, now: datetime
) -> tuple[object, ...]:
    """Return the row of a letter.

    Args:
        names: what ids in letters stand for.
        formatter: for dates.
        now: a letter that is not due before it states when it is tried next.
    """
    letter = stored.letter
    hosts = names.hosts(letter.site_ids)
    more = len(hosts) - _SHOWN
    sites = ", ".join(hosts[:_SHOWN])
    return (
        stored.id,
        _("{sites} and {n} more", sites=sites, n=more) if more > 0 else sites,
        letter_name(letter.kind, current().words),
        names.addressee(letter.role, letter.recipient),
        formatter.short_day(stored.sent_at or letter.created_at),
        _(LETTER_STATES[stored.state.name]),
        _reason(stored, formatter, now),
    )


def _reason(stored: StoredLetter, formatter: Formatter, now: datetime) -> str:
    """Say why a letter is in its state, and when it is tried next."""
    reason = why(stored.state.name, stored.reply, current().words)
    if stored.state is LetterState.QUEUED and stored.letter.not_before > now:
        again = formatter.short_moment(stored.letter.not_before)
        return _("{why}; next try {at}", why=reason, at=again)
    return reason


def as_json(stored: StoredLetter, names: Names) -> Json:
    """Return the JSON of a letter."""
    letter = stored.letter
    return {
        "id": stored.id,
        "kind": letter.kind,
        "state": stored.state.name.lower(),
        "recipient": letter.recipient,
        "sites": list(letter.site_ids),
        "message_id": letter.message_id,
        "attempts": stored.attempts,
        "created_at": instant(letter.created_at),
        "sent_at": instant(stored.sent_at),
        "reply": stored.reply,
        "role": letter.role,
        "to": names.person(letter.role, letter.recipient),
        "hosts": names.hosts(letter.site_ids),
        "not_before": instant(letter.not_before),
    }
