"""How long the queue waits for a mail server that refuses us; stored, for all processes."""

from datetime import datetime, timedelta

from watcher.core.domains.registry_backoff import MAIL_PAUSES, refused
from watcher.settings import MailSection
from watcher.storage.engine import Database
from watcher.storage.registries.refusals import read_refusals, write_refusals


def lengthened(database: Database, mail: MailSection, now: datetime) -> timedelta:
    """Count another refusal of the mail server. Return how long to wait, longer each time.

    Args:
        mail: names the server.
    """
    known = read_refusals(database)
    backoff = refused(known.get(_server(mail)), now, pauses=MAIL_PAUSES)
    write_refusals(database, known, known | {_server(mail): backoff})
    return backoff.until - now


def forget(database: Database, mail: MailSection) -> None:
    """Reset the count of refusals, after the server accepted a letter."""
    known = read_refusals(database)
    if _server(mail) in known:
        others = {server: backoff for server, backoff in known.items() if server != _server(mail)}
        write_refusals(database, known, others)


def _server(mail: MailSection) -> str:
    return f"smtp://{mail.host}:{mail.port}"
