"""A letter on its way: leased, sent, put back, refused or overtaken; committed at each step."""

from datetime import datetime

from sqlalchemy import select, update

from watcher.storage.engine import Database
from watcher.storage.letters.outbox import MAY_GO
from watcher.storage.row import table_of
from watcher.storage.tables import LetterState, OutboxRow

_OUTBOX = table_of(OutboxRow)


def lease(database: Database, letter_id: int, until: datetime) -> bool:
    """Say that a letter is being handed over. Committed before a byte of it is sent.

    Returns whether it is ours: another process may have taken it since we read it.
    """
    with database.write() as connection:
        taken = connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.SENDING), lease_until=until)
        )
    return taken.rowcount == 1


def mark_sent(database: Database, letter_id: int, at: datetime, reply: str) -> None:
    """Write down that the server took the letter."""
    _set(
        database, letter_id, state=int(LetterState.SENT), sent_at=at, reply=reply, lease_until=None
    )


def retry_later(
    database: Database, letter_id: int, not_before: datetime, reply: str, *, counts: bool
) -> None:
    """Put a letter back. `counts`: the letter was at fault, not we or the way."""
    attempts = _OUTBOX.c.attempts + 1 if counts else _OUTBOX.c.attempts
    _set(
        database,
        letter_id,
        state=int(LetterState.QUEUED),
        not_before=not_before,
        attempts=attempts,
        reply=reply,
        lease_until=None,
    )


def hold(database: Database, until: datetime, why: str) -> None:
    """Let every letter that waits wait on: the way is closed, and no letter is at fault."""
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state.in_(MAY_GO), _OUTBOX.c.not_before < until)
            .values(not_before=until, reply=why)
        )


def release(database: Database, now: datetime) -> None:
    """Let every letter that was put back or held be tried now: somebody asked for it."""
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state.in_(MAY_GO), _OUTBOX.c.not_before > now)
            .values(not_before=now)
        )


def give_up(database: Database, letter_id: int, reply: str) -> None:
    """The letter, put back since, is refused for good; another process may have it by now."""
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.REFUSED), reply=reply, lease_until=None)
        )


def cancel(database: Database, letter_id: int, why: str) -> None:
    """A letter was overtaken by events before it went out; its key is free for another.

    One that another process has taken up meanwhile is left to it.
    """
    key = _OUTBOX.c.dedup_key + f"#{letter_id}"
    with database.write() as connection:
        connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state.in_(MAY_GO))
            .values(state=int(LetterState.CANCELLED), dedup_key=key, reply=why, lease_until=None)
        )


def settle_after_crash(database: Database) -> int:
    """Mark letters that were being handed over when the program died. Return how many."""
    with database.write() as connection:
        return connection.execute(
            update(_OUTBOX)
            .where(_OUTBOX.c.state == int(LetterState.SENDING))
            .values(state=int(LetterState.UNCERTAIN), lease_until=None)
        ).rowcount


def sent_since(database: Database, at: datetime) -> list[tuple[datetime, str]]:
    """When letters went out since an instant, and to whom: what the caps are counted from."""
    with database.read() as connection:
        rows = connection.execute(
            select(_OUTBOX.c.sent_at, _OUTBOX.c.recipient).where(_OUTBOX.c.sent_at > at)
        )
        return [(sent_at, recipient) for sent_at, recipient in rows]


def _set(database: Database, letter_id: int, **values: object) -> None:
    with database.write() as connection:
        connection.execute(update(_OUTBOX).where(_OUTBOX.c.id == letter_id).values(**values))
