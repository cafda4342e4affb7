"""The outbox: letters that were decided on, each stored once and sent at least once.

A row is inserted in the transaction that decided on it. Sending is: lease (committed), SMTP,
mark (committed). A crash in between leaves the row SENDING; at the next start it becomes
UNCERTAIN and is sent again, the same bytes under the same Message-ID.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from watcher.core.period import Period
from watcher.core.reminders.notice import Role
from watcher.core.sites.letter_tally import LetterTally, SettledLetter, tally_letters
from watcher.storage.engine import Database
from watcher.storage.row import table_of
from watcher.storage.tables import LetterState, OutboxRow

_OUTBOX = table_of(OutboxRow)
MAY_GO = (int(LetterState.QUEUED), int(LetterState.UNCERTAIN))


@dataclass(frozen=True, slots=True)
class LetterToSend:
    """A letter that was decided on, with its frozen bytes."""

    dedup_key: str
    occasion: str
    kind: str
    role: str
    recipient: str
    site_ids: tuple[int, ...]
    urgent: bool
    message_id: str
    mail_from: str
    rcpt_to: str
    mime: bytes
    created_at: datetime
    not_before: datetime


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter in the outbox."""

    id: int
    letter: LetterToSend
    state: LetterState
    attempts: int
    sent_at: datetime | None
    reply: str


def queue_letters(connection: Connection, letters: Sequence[LetterToSend]) -> None:
    """Insert letters, except those that repeat what an earlier letter of their occasion said.

    A letter repeats if it names a site that one of the same occasion named. A letter about no
    site is about the watcher itself: it repeats as soon as its occasion has any letter.
    """
    for letter in letters:
        sites_written_about = _sites_written_about_in(connection, [letter.occasion]).get(
            letter.occasion
        )
        if sites_written_about is None or (
            letter.site_ids and sites_written_about.isdisjoint(letter.site_ids)
        ):
            values = {f: getattr(letter, f) for f in LetterToSend.__dataclass_fields__}
            values["site_ids"] = json.dumps(letter.site_ids)
            connection.execute(insert(_OUTBOX).values(state=int(LetterState.QUEUED), **values))


def queue(database: Database, letters: Sequence[LetterToSend]) -> int:
    """Insert letters in a transaction of their own. Return how many were new."""
    with database.write() as connection:
        before = _count(connection)
        queue_letters(connection, letters)
        return _count(connection) - before


def rewrite(database: Database, letter_id: int, letter: LetterToSend) -> bool:
    """Replace sites, bytes and addresses of a letter that was never handed to a mail server.

    Args:
        letter: the same letter, composed from what is known today.

    Returns:
        False if it is no longer QUEUED: another process may have leased it meanwhile.
    """
    values = {
        "site_ids": json.dumps(letter.site_ids),
        "mime": letter.mime,
        "rcpt_to": letter.rcpt_to,
        "mail_from": letter.mail_from,
    }
    with database.write() as connection:
        return (
            connection.execute(
                update(_OUTBOX)
                .where(_OUTBOX.c.id == letter_id, _OUTBOX.c.state == int(LetterState.QUEUED))
                .values(**values)
            ).rowcount
            == 1
        )


def sites_written_about(database: Database, occasions: Sequence[str]) -> dict[str, set[int]]:
    """Read the ids of the sites that letters of each occasion named, cancelled letters excluded."""
    with database.read() as connection:
        return _sites_written_about_in(connection, occasions)


def last_letter_about(database: Database, kind: str, within: Period) -> dict[int, datetime]:
    """Read when each site was last named by a letter of one kind.

    Args:
        kind: a kind of letter, as stored in the outbox.
        within: only letters created within this period count, its end included.

    Returns:
        Site id -> creation of the newest such letter.
    """
    with database.read() as connection:
        rows = connection.execute(
            select(_OUTBOX.c.site_ids, _OUTBOX.c.created_at)
            .where(
                _OUTBOX.c.kind == kind,
                _OUTBOX.c.created_at >= within.start,
                _OUTBOX.c.created_at <= within.end,  # later ones: the clock was set back since
                _OUTBOX.c.state != int(LetterState.CANCELLED),
            )
            .order_by(_OUTBOX.c.created_at)
        ).all()
    return {site: row.created_at for row in rows for site in json.loads(row.site_ids)}


def _sites_written_about_in(
    connection: Connection, occasions: Sequence[str]
) -> dict[str, set[int]]:
    rows = connection.execute(
        select(_OUTBOX.c.occasion, _OUTBOX.c.site_ids).where(
            _OUTBOX.c.occasion.in_(occasions), _OUTBOX.c.state != int(LetterState.CANCELLED)
        )
    )
    by_occasion: dict[str, set[int]] = {}
    for occasion, site_ids in rows:
        by_occasion.setdefault(occasion, set()).update(json.loads(site_ids))
    return by_occasion


def waiting(database: Database, now: datetime) -> list[StoredLetter]:
    """Read the letters that may be sent now: urgent ones first, then the oldest."""
    return _letters(
        database,
        _OUTBOX.c.state.in_(MAY_GO),
        _OUTBOX.c.not_before <= now,
        or_(_OUTBOX.c.lease_until.is_(None), _OUTBOX.c.lease_until <= now),
    )


def unsent(database: Database) -> int:
    """Count the letters that are still to be sent, now or later."""
    with database.read() as connection:
        query = select(func.count()).select_from(_OUTBOX).where(_OUTBOX.c.state.in_(MAY_GO))
        return connection.execute(query).scalar_one()


def all_letters(database: Database) -> list[StoredLetter]:
    """Read every letter, in the order they were decided on."""
    return sorted(_letters(database), key=lambda stored: stored.id)


def post_of(connection: Connection, period: Period) -> LetterTally:
    """Count the letters of a period that were accepted, and those refused for good."""
    rows = connection.execute(
        select(_OUTBOX.c.site_ids, _OUTBOX.c.role, _OUTBOX.c.recipient, _OUTBOX.c.state).where(
            func.coalesce(_OUTBOX.c.sent_at, _OUTBOX.c.created_at) >= period.start,
            func.coalesce(_OUTBOX.c.sent_at, _OUTBOX.c.created_at) < period.end,
            _OUTBOX.c.state.in_((int(LetterState.SENT), int(LetterState.REFUSED))),
        )
    ).all()
    return tally_letters(
        SettledLetter(
            recipient=row.recipient,
            site_ids=tuple(json.loads(row.site_ids)),
            to_owner=row.role == Role.OWNER,
            accepted=row.state == LetterState.SENT,
        )
        for row in rows
    )


def forget_bodies(database: Database, before: datetime) -> int:
    """Erase the bytes of settled letters created before an instant. Return how many."""
    settled = [int(s) for s in (LetterState.SENT, LetterState.REFUSED, LetterState.CANCELLED)]
    with database.write() as connection:
        return connection.execute(
            update(_OUTBOX)
            .where(
                _OUTBOX.c.state.in_(settled),
                _OUTBOX.c.created_at < before,
                func.length(_OUTBOX.c.mime) > 0,
            )
            .values(mime=b"", rcpt_to="")
        ).rowcount


def _letters(database: Database, *conditions: ColumnElement[bool]) -> list[StoredLetter]:
    query = select(_OUTBOX).order_by(_OUTBOX.c.urgent.desc(), _OUTBOX.c.created_at, _OUTBOX.c.id)
    with database.read() as connection:
        rows = connection.execute(query.where(*conditions)).mappings()
        return [_stored(row) for row in rows]


def _stored(row: RowMapping) -> StoredLetter:
    values = {field: row[field] for field in LetterToSend.__dataclass_fields__}
    values["site_ids"] = tuple(json.loads(values["site_ids"]))
    state = LetterState(row["state"])
    return StoredLetter(
        row["id"], LetterToSend(**values), state, row["attempts"], row["sent_at"], row["reply"]
    )


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_OUTBOX)).scalar_one()
