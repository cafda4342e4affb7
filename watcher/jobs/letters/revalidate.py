"""Which letters that wait are still true, and what they say today.

A letter states what was found at its sending: it is checked against today's facts, and written
anew as of today or dropped (design/behaviour, section 7).
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
    """The letters that may go out now, the urgent first, and how many do not."""

    letters: list[StoredLetter] = field(default_factory=list)
    waiting: int = 0
    cancelled: int = 0


def sendable(database: Database, settings: Settings, now: datetime) -> Sendable:
    """Letters that are true and may go out at this hour; the others wait or are dropped."""
    found = Sendable()
    waiting = outbox.waiting(database, now)
    if not waiting:
        return found
    due = {notice.occasion: notice for notice in due_notices(database, settings, now)}
    desk, down = LetterComposer.of(database, settings), sites_down(database, settings, now)
    for stored in waiting:
        letter = stored.letter
        notice = due.get(letter.occasion)
        unreachable = notice is not None and not desk.reaches(notice)
        if unreachable or _is_overtaken(letter, notice, down):
            why = "they open again" if letter.kind == DIGEST else "no longer true, or answered"
            sending.cancel(database, stored.id, f"overtaken: {why}")
            found.cancelled += 1
        elif _is_unsure(letter, down) or not in_hours(letter.urgent, settings, now):
            found.waiting += 1
        else:
            found.letters.append(_as_of_today(database, stored, notice, desk, now))
    found.letters.sort(key=_order)
    return found


def _order(stored: StoredLetter) -> tuple[bool, bool, datetime, int]:
    letter = stored.letter
    return sending_order(letter.kind, letter.created_at, stored.id, urgent=letter.urgent)


def _as_of_today(
    database: Database,
    stored: StoredLetter,
    notice: Notice | None,
    desk: LetterComposer,
    now: datetime,
) -> StoredLetter:
    """The letter with what is true now, if it is of an earlier day or names a site too many.

    One that a server may have already stays as it is: the same bytes, one Message-ID.
    """
    zone, letter = desk.settings.programme.zoneinfo, stored.letter
    if notice is None or stored.state is not LetterState.QUEUED:
        return stored
    still = notice.only(letter.site_ids)
    waited = local_day(letter.created_at, zone) != local_day(now, zone)
    if not waited and len(still.sites) == len(letter.site_ids):
        return stored
    anew = desk.write(still, now)
    anew = replace(
        letter, mime=anew.mime, site_ids=anew.site_ids, rcpt_to=anew.rcpt_to,
        mail_from=anew.mail_from,
    )  # fmt: skip
    taken = outbox.rewrite(database, stored.id, anew)
    return replace(stored, letter=anew) if taken else stored


def _is_overtaken(letter: LetterToSend, notice: Notice | None, down: Sequence[DownSite]) -> bool:
    if letter.kind == DIGEST:
        return not still_true(letter, down)
    still_due = [site.id for site in notice.sites] if notice else []
    return is_overtaken(letter.site_ids, still_due)


def _is_unsure(letter: LetterToSend, down: Sequence[DownSite]) -> bool:
    """Whether nobody can say just now if it is true."""
    return letter.kind == DIGEST and not any(one.seen for one in still_true(letter, down))
