"""Sending limits and office hours, from the settings and from what was sent before."""

from datetime import datetime, time

from watcher.core.reminders.delivery import COUNTED_WITHIN, Caps, OfficeHours
from watcher.settings import MailSection, Settings
from watcher.storage.engine import Database
from watcher.storage.letters import sending


def caps_of(database: Database, mail: MailSection, now: datetime) -> Caps:
    """Return the sending limits, less what any process has sent within their windows.

    Args:
        mail: states the limits.
    """
    sent = sending.sent_since(database, now - COUNTED_WITHIN)
    return Caps(mail.per_hour, mail.per_day).count_sent(sent, now)


def in_hours(urgent: bool, settings: Settings, now: datetime) -> bool:
    """Return whether a letter may be sent at this hour.

    Args:
        urgent: it is an urgent letter.
        settings: state the office hours and their time zone.
    """
    opens, closes = map(
        time.fromisoformat, (settings.mail.office_opens, settings.mail.office_closes)
    )
    local = now.astimezone(settings.programme.zoneinfo)
    return OfficeHours(opens, closes).allow(local, urgent=urgent)
