"""Check queued letters against today's facts before they are sent.

A letter states what is true when it is sent: one that waited is composed again as of today, or
cancelled (design/behaviour, section 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from watcher.core.period import local_day
from watcher.core.reminders.delivery import is_overtaken, sending_order
from watcher.core.reminders.notice import Notice
from watcher.core.reminders.outage import DownSite
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.letters.outage_digest import DIGEST, sites_down, still_true
from watcher.jobs.letters.remind import due_notices
from watcher.jobs.letters.sending_limits import in_hours
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox, sending
from watcher.storage.letters.outbox import LetterToSend, StoredLetter
from watcher.storage.tables import LetterState


@dataclass(slots=True)
class Sendable:
    """The letters that may be sent now, in order; how many wait, and how many were cancelled."""

    letters: list[StoredLetter] = field(default_factory=list)
    waiting: int = 0
    cancelled: int = 0


def sendable(database: Database, settings: Settings, now: datetime) -> Sendable:
    """Return the letters that are true and may be sent at this hour; cancel untrue ones."""
    result = Sendable()
    waiting = outbox.waiting(database, now)
    if not waiting:
        return result
    due = {notice.occasion: notice for notice in due_notices(database, settings, now)}
    composer, down = LetterComposer.of(database, settings), sites_down(database, settings, now)
    for stored in waiting:
        letter = stored.letter
        notice = due.get(letter.occasion)
        unreachable = notice is not None and not composer.reaches(notice)
        if unreachable or _is_overtaken(letter, notice, down):
            why = "they open again" if letter.kind == DIGEST else "no longer true, or answered"
            sending.cancel(database, stored.id, f"overtaken: {why}")
            result.cancelled += 1
        elif _is_unsure(letter, down) or not in_hours(letter.urgent, settings, now):
            result.waiting += 1
        else:
            result.letters.append(_as_of_today(database, stored, notice, composer, now))
    result.letters.sort(key=_order)
    return result


def _order(stored: StoredLetter) -> tuple[bool, bool, datetime, int]:
    letter = stored.letter
    return sending_order(letter.kind, letter.created_at, stored.id, urgent=letter.urgent)


def _as_of_today(
    database: Database,
    stored: StoredLetter,
    notice: Notice | None,
    composer: LetterComposer,
    now: datetime,
) -> StoredLetter:
    """Compose a letter again if it is of an earlier day or names a site that is no longer due.

    An UNCERTAIN letter stays as it is, since the server may have it: the same bytes, the same
    Message-ID.
    """
    zone, letter = composer.settings.programme.zoneinfo, stored.letter
    if notice is None or stored.state is not LetterState.QUEUED:
        return stored
    still = notice.only(letter.site_ids)
    waited = local_day(letter.created_at, zone) != local_day(now, zone)
    if not waited and len(still.sites) == len(letter.site_ids):
        return stored
    anew = composer.write(still, now)
    anew = replace(
        letter, mime=anew.mime, site_ids=anew.site_ids, rcpt_to=anew.rcpt_to,
        mail_from=anew.mail_from,
    )  # fmt: skip
    is_rewritten = outbox.rewrite(database, stored.id, anew)
    return replace(stored, letter=anew) if is_rewritten else stored


def _is_overtaken(letter: LetterToSend, notice: Notice | None, down: Sequence[DownSite]) -> bool:
    if letter.kind == DIGEST:
        return not still_true(letter, down)
    still_due = [site.id for site in notice.sites] if notice else []
    return is_overtaken(letter.site_ids, still_due)


def _is_unsure(letter: LetterToSend, down: Sequence[DownSite]) -> bool:
    """Return whether too little was seen lately to say if a digest of outages is still true."""
    return letter.kind == DIGEST and not any(site.seen for site in still_true(letter, down))
