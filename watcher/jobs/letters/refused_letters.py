"""Letters that a mail server turned away: refused for good, or waiting until it is well again.

A letter is given up only where its recipient is at fault (core/mail_reply). What is about us lets
the whole queue wait, longer each time, and the sysadmin hears of it once.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.core.reminders.delivery import retry_delay
from watcher.core.reminders.mail_batch import Turn, judged
from watcher.core.reminders.mail_reply import Blame
from watcher.jobs.letters.mail_backoff import forget, lengthened
from watcher.jobs.letters.mail_trouble import tell_sysadmin
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import sending
from watcher.storage.letters.outbox import StoredLetter

log = logging.getLogger(__name__)
#: How long the queue waits for a server that cannot be reached; and when it refuses our login: an
#: account that is tried every minute with a wrong password is locked by its office.
SERVER_PAUSE, LOGIN_PAUSE = timedelta(minutes=5), timedelta(hours=6)


@dataclass(slots=True)
class LetterBatch:
    """The letters of one emptying of the outbox that were handed over, in their order."""

    letters: list[StoredLetter] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    def add(self, stored: StoredLetter, error: NoticeError | None = None) -> None:
        """Note what became of a letter."""
        said = (error.blame, str(error)) if error else (None, "")
        self.letters.append(stored)
        self.turns.append(Turn(stored.letter.rcpt_to, *said))

    def sort_out(self) -> tuple[list[tuple[StoredLetter, str]], list[tuple[StoredLetter, str]]]:
        """Part the letters that are refused for good from those that were turned away for us.

        Returns:
            Both with the words of the server.
        """
        for_good: list[tuple[StoredLetter, str]] = []
        for_us: list[tuple[StoredLetter, str]] = []
        for stored, turn, is_for_good in zip(
            self.letters, self.turns, judged(self.turns), strict=True
        ):
            if is_for_good:
                for_good.append((stored, turn.words))
            elif turn.blame not in (None, Blame.LATER, Blame.WAY):
                for_us.append((stored, turn.words))
        return for_good, for_us


def put_back(database: Database, stored: StoredLetter, error: NoticeError, now: datetime) -> None:
    """Let a letter wait. Only a fault of its own counts as an attempt."""
    counts = error.blame is Blame.LATER
    delay = retry_delay(stored.attempts) if counts else SERVER_PAUSE
    sending.retry_later(database, stored.id, now + delay, str(error), counts=counts)


def settle(
    database: Database,
    settings: Settings,
    batch: LetterBatch,
    stop: NoticeError | None,
    now: datetime,
) -> tuple[int, str]:
    """Decide on what a batch left behind.

    Args:
        stop: what ended the batch before its end.

    Returns:
        How many letters are refused for good, and why the others wait, in the server's words.
    """
    for_good, for_us = batch.sort_out()
    for stored, words in for_good:
        sending.give_up(database, stored.id, words)
    why = str(stop) if stop else next((words for _, words in for_us), "")
    about_us = bool(for_us) or (stop is not None and stop.blame is Blame.US)
    if about_us:
        pause = lengthened(database, settings.mail, now)
        pause = max(pause, LOGIN_PAUSE) if isinstance(stop, LoginRefusedError) else pause
        sending.hold(database, now + pause, why)
        for stored, words in for_us:  # behind the others: perhaps it is the only one
            sending.retry_later(database, stored.id, now + 2 * pause, words, counts=False)
        tell_sysadmin(database, settings, why, now)
    elif stop is not None:
        sending.hold(database, now + SERVER_PAUSE, why)
    elif any(turn.blame is None for turn in batch.turns):
        forget(database, settings.mail)
    if why:
        log.warning("mail_waits", extra={"why": why})
    return len(for_good), why
