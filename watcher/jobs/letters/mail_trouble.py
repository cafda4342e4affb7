"""Tell the sysadmin that the mail server refuses us: once, and not once a letter."""

from datetime import datetime

from watcher.core.reminders.notice import Role
from watcher.jobs.letters.composer import LetterComposer
from watcher.notify.letter import MailTroubleFacts
from watcher.settings import Settings
from watcher.storage.engine import Database
from watcher.storage.letters import outbox
from watcher.storage.letters.outbox import LetterToSend

KIND = "mail_refused"


def tell_sysadmin(database: Database, settings: Settings, why: str, now: datetime) -> None:
    """Write to the sysadmin, where there is one."""
    if settings.mail.sysadmin:
        composer = LetterComposer.of(database, settings)
        outbox.queue(database, [write_refused(composer, why, now)])


def write_refused(composer: LetterComposer, why: str, now: datetime) -> LetterToSend:
    """Write the letter about a server that refuses us: one a week, however often it does."""
    today = composer.formatter.local_day(now)
    year, week, _ = today.isocalendar()
    facts = MailTroubleFacts(
        server=composer.settings.mail.host,
        day_date=composer.formatter.weekday(today),
        server_said=why,
    )
    return composer.write_to_staff(KIND, Role.SYSADMIN, f"{KIND}:{year}-W{week:02}", facts, now)
