"""Empty the outbox, politely: office hours, caps, one try after another.

A letter that waited is written anew as of today, or dropped if it is no longer true. It is leased
and committed before a byte of it is sent, and marked and committed after. What dies in between
goes out once more at the next start: the same bytes, one Message-ID.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.jobs.caps import Caps
from watcher.jobs.sendable import sendable
from watcher.notify.channels import channel
from watcher.notify.parcel import Parcel, Send
from watcher.settings import Settings
from watcher.storage import sending
from watcher.storage.engine import Database
from watcher.storage.outbox import StoredLetter

log = logging.getLogger(__name__)
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
    found = await asyncio.to_thread(sendable, database, settings, now)
    done.waiting, done.cancelled, letters = found.waiting, found.cancelled, found.letters
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
