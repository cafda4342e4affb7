"""How much may be written, and when: hours of the office, letters an hour, a day, an owner."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from watcher.settings import MailSection, Settings
from watcher.storage.engine import Database
from watcher.storage.letters import sending
from watcher.storage.letters.outbox import StoredLetter

#: An owner gets one letter a day and two a week, but for the days around the expiry.
OWNER_PER_DAY, OWNER_PER_WEEK = 1, 2
_URGENT_FROM, _URGENT_UNTIL = time(7), time(20)


@dataclass(slots=True)
class Caps:
    """What may still go out now, by what went out before. Kept in the database, so it survives."""

    mail: MailSection
    now: datetime
    hour: int = 0
    day: int = 0
    today: Counter[str] = field(default_factory=Counter)
    week: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, database: Database, mail: MailSection, now: datetime) -> "Caps":
        """Count what went out in the last hour, day and week."""
        caps = cls(mail, now)
        for at, recipient in sending.sent_since(database, now - timedelta(days=7)):
            caps._add(recipient, now - at)
        return caps

    def allow(self, stored: StoredLetter) -> bool:
        """Whether this letter may go out now."""
        if self.hour >= self.mail.per_hour or self.day >= self.mail.per_day:
            return False
        letter = stored.letter
        if letter.urgent or letter.role != "owner":
            return True
        calm = self.today[letter.recipient] < OWNER_PER_DAY
        return calm and self.week[letter.recipient] < OWNER_PER_WEEK

    def count(self, stored: StoredLetter) -> None:
        """Count a letter that went out."""
        self._add(stored.letter.recipient, timedelta())

    def _add(self, recipient: str, ago: timedelta) -> None:
        self.hour += ago < timedelta(hours=1)
        self.day += ago < timedelta(days=1)
        self.today[recipient] += ago < timedelta(hours=20)
        self.week[recipient] += 1


def in_hours(urgent: bool, settings: Settings, now: datetime) -> bool:
    """Whether the office writes now: working days in office hours, urgent ones by daylight."""
    local = now.astimezone(settings.programme.zoneinfo)
    if urgent:
        return _URGENT_FROM <= local.time() < _URGENT_UNTIL
    opens = time.fromisoformat(settings.mail.office_opens)
    closes = time.fromisoformat(settings.mail.office_closes)
    return local.weekday() < 5 and opens <= local.time() < closes
