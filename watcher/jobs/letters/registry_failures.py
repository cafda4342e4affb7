"""Tell the sysadmin when the answers of a whole ending can no longer be read."""

import logging
from datetime import datetime

from watcher.core.reminders.notice import Role
from watcher.jobs.letters.composer import LetterComposer
from watcher.jobs.unreadable_tlds import unreadable
from watcher.notify.letter import SilentRegistryFacts
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend

log = logging.getLogger(__name__)
KIND = "registry_silent"


def report_unreadable(database: Database, settings: Settings, now: datetime) -> None:
    """Name each ending that cannot be read: in the log, and in a letter where one is wanted."""
    endings = unreadable(database, now)
    for ending in endings:
        log.warning("registry_unreadable", extra={"ending": ending})
    if endings and settings.mail.sysadmin:
        composer = LetterComposer.of(database, settings)
        outbox.queue(database, [write_silent(composer, ending, now) for ending in endings])


def write_silent(composer: LetterComposer, ending: str, now: datetime) -> LetterToSend:
    """Write the letter about one ending: one a month for each."""
    occasion = f"{KIND}:.{ending}:{now:%Y-%m}"
    facts = SilentRegistryFacts(f".{ending}")
    return composer.write_to_staff(KIND, Role.SYSADMIN, occasion, facts, now)
