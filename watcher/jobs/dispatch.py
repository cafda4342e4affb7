"""Empty the outbox, politely: office hours, caps, one try after another.

A letter that waited is written anew as of today, or dropped if it is no longer true. It is leased
and committed before a byte of it is sent, and marked and committed after. What dies in between
goes out once more at the next start: the same bytes, one Message-ID.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.core.notice import Notice
from watcher.core.outage import DownSite
from watcher.core.period import local_day
from watcher.jobs.caps import Caps, in_hours
from watcher.jobs.outages import DIGEST, sites_down, still_true
from watcher.jobs.remind import due_notices
from watcher.jobs.write import Desk
from watcher.notify.channels import channel
from watcher.notify.parcel import Parcel, Send
from watcher.settings import Settings
from watcher.storage import outbox, sending
from watcher.storage.engine import Database
from watcher.storage.outbox import LetterToSend, StoredLetter
from watcher.storage.tables import LetterState

log = logging.getLogger(__name__)
#: Kinds of letters that lose nothing by a day.
CAN_WAIT = frozenset({"hosting_ask"})
LEASE = timedelta(minutes=10)
#: How long the queue waits when the server, and no letter, is at fault; and when it refuses our
#: login: an account that is tried every minute with a wrong password is locked by its office.
SERVER_PAUSE, LOGIN_PAUSE = timedelta(minutes=5), timedelta(hours=6)


@dataclass(slots=True)
class Dispatched:
    """What one emptying of the outbox came to."""

    sent: int = 0
    deferred: int = 0
    refused: int = 0
    cancelled: int = 0
    waiting: int = 0


async def dispatch(
    database: Database, settings: Settings, clock: Callable[[], datetime]
) -> Dispatched:
    """Send what may go out now.

    A server that cannot be used burns no attempt of any letter: the queue waits.
    """
    done = Dispatched()
    now = clock()
    letters = await asyncio.to_thread(_sendable, database, settings, now, done)
    if not letters:
        return done
    caps = await asyncio.to_thread(Caps.of, database, settings.mail, now)
    try:
        async with channel(settings.mail.channel).open(settings.mail) as send:
            for stored in letters:
                if not caps.allow(stored):
                    done.waiting += 1
                elif await _send(database, stored, send, clock, done):
                    caps.count(stored)
    except NoticeError as error:
        log.warning("mail_waits", extra={"why": str(error)})
        pause = LOGIN_PAUSE if isinstance(error, LoginRefusedError) else SERVER_PAUSE
        await asyncio.to_thread(sending.hold, database, clock() + pause, str(error))
        done.waiting = len(letters) - done.sent - done.refused - done.deferred
    return done


def _sendable(
    database: Database, settings: Settings, now: datetime, done: Dispatched
) -> list[StoredLetter]:
    """Letters that are true and may go out at this hour; the others wait or are dropped."""
    waiting = outbox.waiting(database, now)
    if not waiting:
        return []
    due = {notice.occasion: notice for notice in due_notices(database, settings, now)}
    desk, down = Desk.of(database, settings), sites_down(database, settings, now)
    kept = []
    for stored in waiting:
        letter = stored.letter
        notice = due.get(letter.occasion)
        unreachable = notice is not None and not desk.reaches(notice)
        if unreachable or _is_overtaken(letter, notice, down):
            why = "they open again" if letter.kind == DIGEST else "no longer true, or answered"
            sending.cancel(database, stored.id, f"overtaken: {why}")
            done.cancelled += 1
        elif _is_unsure(letter, down) or not in_hours(letter.urgent, settings, now):
            done.waiting += 1
        else:
            kept.append(_as_of_today(database, stored, notice, desk, now))
    return sorted(kept, key=_rank)


def _rank(stored: StoredLetter) -> tuple[bool, bool, datetime, int]:
    """The urgent first; a question that can wait uses up nobody's letter of the day."""
    letter = stored.letter
    return not letter.urgent, letter.kind in CAN_WAIT, letter.created_at, stored.id


def _as_of_today(
    database: Database, stored: StoredLetter, notice: Notice | None, desk: Desk, now: datetime
) -> StoredLetter:
    """The letter with what is true now, if it is of an earlier day or names a site too many.

    One that a server may have already stays as it is: the same bytes, one Message-ID.
    """
    zone, letter = desk.settings.programme.zoneinfo, stored.letter
    if notice is None or stored.state is not LetterState.QUEUED:
        return stored
    still = tuple(site for site in notice.sites if site.id in letter.site_ids)
    waited = local_day(letter.created_at, zone) != local_day(now, zone)
    if not waited and len(still) == len(letter.site_ids):
        return stored
    anew = desk.write(replace(notice, sites=still), now)
    anew = replace(
        letter, mime=anew.mime, site_ids=anew.site_ids, rcpt_to=anew.rcpt_to,
        mail_from=anew.mail_from,
    )  # fmt: skip
    taken = outbox.rewrite(database, stored.id, anew)
    return replace(stored, letter=anew) if taken else stored


def _is_overtaken(letter: LetterToSend, notice: Notice | None, down: Sequence[DownSite]) -> bool:
    """Whether it is true of no site any more; one about no site is about the watcher itself."""
    if letter.kind == DIGEST:
        return not still_true(letter, down)
    current = {site.id for site in notice.sites} if notice else set()
    return bool(letter.site_ids) and current.isdisjoint(letter.site_ids)


def _is_unsure(letter: LetterToSend, down: Sequence[DownSite]) -> bool:
    """Whether nobody can say just now if it is true."""
    return letter.kind == DIGEST and not any(one.seen for one in still_true(letter, down))


async def _send(
    database: Database,
    stored: StoredLetter,
    send: Send,
    clock: Callable[[], datetime],
    done: Dispatched,
) -> bool:
    """Hand one letter over. Return whether it was taken."""
    letter = stored.letter
    parcel = Parcel(letter.message_id, letter.mail_from, letter.rcpt_to, letter.mime)
    if not await asyncio.to_thread(sending.lease, database, stored.id, clock() + LEASE):
        return False  # `notices send` and the daemon may empty the outbox at one time
    extra = {"letter": stored.id, "kind": letter.kind}
    try:
        reply = await send(parcel)
    except NoticeError as error:
        await asyncio.to_thread(_put_back, database, stored, error, clock())
        log.warning("letter_not_taken", extra=extra | {"why": str(error)})
        if error.ours:
            raise
        done.refused += error.permanent
        done.deferred += not error.permanent
        return False
    await asyncio.to_thread(sending.mark_sent, database, stored.id, clock(), reply)
    log.info("letter_sent", extra=extra)
    done.sent += 1
    return True


def _put_back(database: Database, stored: StoredLetter, error: NoticeError, now: datetime) -> None:
    if error.permanent:
        sending.give_up(database, stored.id, str(error))
        return
    delay = SERVER_PAUSE if error.ours else sending.retry_delay(stored.attempts)
    sending.retry_later(database, stored.id, now + delay, str(error), counts=not error.ours)
