"""Decide on letters that a mail server did not accept: refused for good, or queued again.

A letter is given up only if its recipient is at fault (core/reminders/mail_reply.py). If the server
refuses us, the whole queue waits, longer each time, and one letter tells the sysadmin.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.core.reminders.delivery import retry_delay
from watcher.core.reminders.mail_batch import DeliveryAttempt, judged
from watcher.core.reminders.mail_reply import Blame
from watcher.jobs.letters.mail_backoff import forget, lengthened
from watcher.jobs.letters.mail_trouble import tell_sysadmin
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import sending
from watcher.storage.letters.outbox import StoredLetter

log = logging.getLogger(__name__)
#: How long the queue waits for a server that cannot be reached; and for one that refuses our
#: login: frequent attempts with a wrong password would lock the account.
SERVER_PAUSE, LOGIN_PAUSE = timedelta(minutes=5), timedelta(hours=6)


@dataclass(slots=True)
class LetterBatch:
    """The letters that were sent in one run, in their order, each with the server's reply."""

    letters: list[StoredLetter] = field(default_factory=list)
    turns: list[DeliveryAttempt] = field(default_factory=list)

    def add(self, stored: StoredLetter, error: NoticeError | None = None) -> None:
        """Add a letter; `error` is None if the server accepted it."""
        outcome = (error.blame, str(error)) if error else (None, "")
        self.letters.append(stored)
        self.turns.append(DeliveryAttempt(stored.letter.rcpt_to, *outcome))

    def sort_out(self) -> tuple[list[tuple[StoredLetter, str]], list[tuple[StoredLetter, str]]]:
        """Return the letters refused for good, and those refused because of us.

        Each with the server's words.
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
    """Queue a letter again.

    Args:
        stored: the letter.
        error: why it was not accepted; only Blame.LATER, about this letter, counts as an attempt.
    """
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
    """Give up or postpone the letters of a batch that were not accepted.

    Args:
        stop: the error that ended the batch early, if any.

    Returns:
        How many letters are refused for good; and why the others wait, in the server's words.
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
        for stored, words in for_us:  # after all others: these may be accepted
            sending.postpone(database, stored.id, now + 2 * pause, words)
        tell_sysadmin(database, settings, why, now)
    elif stop is not None:
        sending.hold(database, now + SERVER_PAUSE, why)
    elif any(turn.blame is None for turn in batch.turns):
        forget(database, settings.mail)
    if why:
        log.warning("mail_waits", extra={"why": why})
    return len(for_good), why
