"""How long a mail server that refuses us is left alone: known to every later process."""

from datetime import datetime, timedelta

from watcher.core.domains.registry_backoff import MAIL_PAUSES, refused
from watcher.settings import MailSection
from watcher.storage.engine import Database
from watcher.storage.registries.refusals import read_refusals, write_refusals


def lengthened(database: Database, mail: MailSection, now: datetime) -> timedelta:
    """How long to leave the server alone, after the refusals in a row that there were."""
    known = read_refusals(database)
    one = refused(known.get(_server(mail)), now, pauses=MAIL_PAUSES)
    write_refusals(database, known, known | {_server(mail): one})
    return one.until - now


def forget(database: Database, mail: MailSection) -> None:
    """The server has taken a letter: the next refusal is the first one."""
    known = read_refusals(database)
    if _server(mail) in known:
        left = {server: one for server, one in known.items() if server != _server(mail)}
        write_refusals(database, known, left)


def _server(mail: MailSection) -> str:
    return f"smtp://{mail.host}:{mail.port}"
