"""The states of a letter while it is sent: leased, sent, requeued, refused or cancelled.

Each change is a transaction of its own.
"""

from datetime import datetime

from sqlalchemy import select, update

from watcher.storage.engine import Database
from watcher.storage.letters.outbox import MAY_GO
from watcher.storage.row import table_of
from watcher.storage.tables import LetterState, OutboxRow

_OUTBOX = table_of(OutboxRow)


def lease(database: Database, letter_id: int, until: datetime) -> bool:
    """Mark a letter as being sent. Committed before a byte of it goes to a mail server.

    Args:
        until: end of the lease.

    Returns:
        False if another process has leased or settled the letter since it was read.
    """
    with database.write() as connection:
        leased = connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.SENDING), lease_until=until)
        )
    return leased.rowcount == 1


def mark_sent(database: Database, letter_id: int, at: datetime, reply: str) -> None:
    """Record that the mail server accepted a letter.

    Args:
        at: when it was accepted.
        reply: the server's last reply, as text.
    """
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id)
            .values(state=int(LetterState.SENT), sent_at=at, reply=reply, lease_until=None)
        )


def retry_later(
    database: Database, letter_id: int, not_before: datetime, reply: str, *, counts: bool
) -> None:
    """Queue a letter again that is being sent, after a failed attempt.

    Args:
        not_before: when it is tried again.
        reply: the server's reply, or why no server was reached.
        counts: the attempt counts: the failure lay in the letter, not in our network or server.
    """
    attempts = _OUTBOX.c.attempts + 1 if counts else _OUTBOX.c.attempts
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state == int(LetterState.SENDING))
            .values(
                state=int(LetterState.QUEUED),
                not_before=not_before,
                attempts=attempts,
                reply=reply,
                lease_until=None,
            )
        )


def postpone(database: Database, letter_id: int, until: datetime, why: str) -> None:
    """Let an unsent letter wait; one that another process took up meanwhile stays with it.

    Args:
        until: it is not tried before this instant.
        why: stored as its reply.
    """
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(not_before=until, reply=why)
        )


def hold(database: Database, until: datetime, why: str) -> None:
    """Postpone every unsent letter: the mail server is unreachable, and no attempt is counted.

    Args:
        until: no letter is tried before this instant.
        why: stored as the reply of each letter.
    """
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state.in_(MAY_GO), _OUTBOX.c.not_before < until)
            .values(not_before=until, reply=why)
        )


def release(database: Database, now: datetime) -> None:
    """Make every postponed letter due now, on a person's request."""
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state.in_(MAY_GO), _OUTBOX.c.not_before > now)
            .values(not_before=now)
        )


def give_up(database: Database, letter_id: int, reply: str) -> None:
    """Mark a queued letter as refused for good; one that is being sent is left as it is.

    Args:
        reply: the server's reply that was decisive.
    """
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.REFUSED), reply=reply, lease_until=None)
        )


def cancel(database: Database, letter_id: int, why: str) -> None:
    """Cancel a letter that events have overtaken, and free its dedup key for another letter.

    A letter that another process is sending is left as it is.

    Args:
        why: stored as the reply of the letter.
    """
    key = _OUTBOX.c.dedup_key + f"#{letter_id}"
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.CANCELLED), dedup_key=key, reply=why, lease_until=None)
        )


def settle_after_crash(database: Database) -> int:
    """Mark letters that were being sent when the program died as UNCERTAIN. Return how many."""
    with database.write() as connection:
        return connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state == int(LetterState.SENDING))
            .values(state=int(LetterState.UNCERTAIN), lease_until=None)
        ).rowcount


def sent_since(database: Database, at: datetime) -> list[tuple[datetime, str]]:
    """Read time and recipient of each letter sent since an instant; sending limits count these."""
    with database.read() as connection:
        rows = connection.execute(
            select(_OUTBOX.c.sent_at, _OUTBOX.c.recipient).where(_OUTBOX.c.sent_at > at)
        )
        return [(sent_at, recipient) for sent_at, recipient in rows]
