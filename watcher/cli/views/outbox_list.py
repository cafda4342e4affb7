"""The outbox as an officer reads it, and as a program does."""

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
#: Names of sites in one line.
_SHOWN = 3


def headings() -> tuple[str, ...]:
    """What stands above the columns."""
    return ("#", _("Sites"), _("What"), _("To"), _("Day"), _("Stands"), _("Why"))


def row(one: StoredLetter, names: Names, formatter: Formatter, now: datetime) -> tuple[object, ...]:
    """One letter in words."""
    letter = one.letter
    hosts = names.hosts(letter.site_ids)
    more = len(hosts) - _SHOWN
    sites = ", ".join(hosts[:_SHOWN])
    return (
        one.id,
        _("{sites} and {n} more", sites=sites, n=more) if more > 0 else sites,
        letter_name(letter.kind, current().words),
        names.addressee(letter.role, letter.recipient),
        formatter.short_day(one.sent_at or letter.created_at),
        _(LETTER_STATES[one.state.name]),
        _reason(one, formatter, now),
    )


def _reason(one: StoredLetter, formatter: Formatter, now: datetime) -> str:
    """Why a letter stands where it does, and when that may change."""
    said = why(one.state.name, one.reply, current().words)
    if one.state is LetterState.QUEUED and one.letter.not_before > now:
        again = formatter.short_moment(one.letter.not_before)
        return _("{why}; next try {at}", why=said, at=again)
    return said


def as_json(one: StoredLetter, names: Names) -> Json:
    """One letter for programs."""
    letter = one.letter
    return {
        "id": one.id,
        "kind": letter.kind,
        "state": one.state.name.lower(),
        "recipient": letter.recipient,
        "sites": list(letter.site_ids),
        "message_id": letter.message_id,
        "attempts": one.attempts,
        "created_at": instant(letter.created_at),
        "sent_at": instant(one.sent_at),
        "reply": one.reply,
        "role": letter.role,
        "to": names.person(letter.role, letter.recipient),
        "hosts": names.hosts(letter.site_ids),
        "not_before": instant(letter.not_before),
    }
