"""Send the letters of the outbox, within office hours and sending limits, one after another.

A letter that waited is composed again as of today, or cancelled if it is no longer true. Its lease
is committed before a byte of it is sent, its mark after. A letter whose sending was interrupted by
a crash is sent again at the next start: the same bytes, the same Message-ID. What a server refuses
is decided when the batch is over (refused_letters.py).
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from watcher.core.errors import NoticeError
from watcher.core.period import Clock
from watcher.core.reminders.delivery import Caps
from watcher.core.reminders.mail_batch import is_hopeless
from watcher.core.reminders.mail_reply import Blame
from watcher.jobs.letters.refused_letters import LetterBatch, put_back, settle
from watcher.jobs.letters.revalidate import sendable
from watcher.jobs.letters.sending_limits import caps_of
from watcher.notify.channels import channel
from watcher.notify.outgoing import OutgoingMessage, Send
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import sending
from watcher.storage.letters.outbox import StoredLetter

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)


@dataclass(slots=True)
class Dispatched:
    """What one run of `dispatch` did: how many letters ended in each way.

    Attributes:
        deferred: tried, and queued again.
        waiting: not tried: outside office hours or limits, or the server refuses us.
        why: the server's words, where letters wait because of it.
    """

    sent: int = 0
    deferred: int = 0
    refused: int = 0
    cancelled: int = 0
    waiting: int = 0
    why: str = field(default="", compare=False)


async def dispatch(
    database: Database, settings: Settings, clock: Clock, *, at_once: bool = False
) -> Dispatched:
    """Send the letters that may be sent now.

    While the server is unreachable or refuses us, the queue waits and no attempt is counted.

    Args:
        clock: the current time.
        at_once: try letters that were postponed, even if a server's pause is not over.
    """
    done = Dispatched()
    now = clock()
    if at_once:
        await asyncio.to_thread(sending.release, database, now)
    queue = await asyncio.to_thread(sendable, database, settings, now)
    done.cancelled, letters = queue.cancelled, queue.letters
    if letters:
        caps = await asyncio.to_thread(caps_of, database, settings.mail, now)
        await _send_all(_Office(database, settings, clock), letters, caps, done)
    done.waiting = queue.waiting + len(letters) - done.sent - done.refused - done.deferred
    return done


@dataclass(frozen=True, slots=True)
class _Office:
    database: Database
    settings: Settings
    clock: Clock


async def _send_all(
    office: _Office, letters: Sequence[StoredLetter], caps: Caps, done: Dispatched
) -> None:
    """Send letter by letter, then settle those that were refused."""
    batch, stop = LetterBatch(), None
    mail = office.settings.mail
    try:
        async with channel(mail.channel).open(mail) as send:
            for stored in letters:
                if is_hopeless(batch.turns):
                    break
                letter = stored.letter
                may_go = caps.allow(letter.role, letter.recipient, urgent=letter.urgent)
                if may_go and await _send(office, stored, send, batch):
                    caps.count(letter.recipient)
    except NoticeError as error:
        stop = error
    done.sent = sum(turn.blame is None for turn in batch.turns)
    done.deferred = sum(turn.blame is Blame.LATER for turn in batch.turns)
    done.refused, done.why = await asyncio.to_thread(
        settle, office.database, office.settings, batch, stop, office.clock()
    )


async def _send(office: _Office, stored: StoredLetter, send: Send, batch: LetterBatch) -> bool:
    """Send one letter. Return whether the server accepted it."""
    letter, database, clock = stored.letter, office.database, office.clock
    message = OutgoingMessage(letter.message_id, letter.mail_from, letter.rcpt_to, letter.mime)
    if not await asyncio.to_thread(sending.lease, database, stored.id, clock() + LEASE):
        return False  # another process has it: `notices send` and the daemon may run together
    extra = {"letter": stored.id, "kind": letter.kind}
    try:
        reply = await send(message)
    except NoticeError as error:
        await asyncio.to_thread(put_back, database, stored, error, clock())
        log.warning("letter_not_taken", extra=extra | {"why": str(error)})
        batch.add(stored, error)
        if error.ours:
            raise
        return False
    await asyncio.to_thread(sending.mark_sent, database, stored.id, clock(), reply)
    log.info("letter_sent", extra=extra)
    batch.add(stored)
    return True
