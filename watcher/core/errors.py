"""The exception tree. Failures of the network are not here: they are findings.

WatcherError
    OutputError       nothing can be printed; exit 74
    SettingsError     the configuration cannot be used; exit 78
    RegisterError     a row of the register cannot be right
    StorageError      the database cannot be used as it is
        StorageBusyError   it is held by another process; exit 75
    MonthError        a month of which nothing can be told yet; exit 2
    NoticeError       a letter did not go out; `blame` says whose fault it is
        LoginRefusedError   the mail server knows no such name and password
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.core.reminders.mail_reply import Blame


class WatcherError(Exception):
    """Something is wrong, and the message says what to do about it.

    Args:
        message: a message of the catalogue, in English, with named places; cli prints it in the
            reader's language.
        values: what stands in the places.
    """

    exit_code = 1

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message that is a message of the catalogue itself; it stands in a place of one.

    Attributes:
        values: what stands in its own places: texts of others as they are, or clauses; a tuple
            of clauses is a list.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class OutputError(WatcherError):
    """What was to be printed could not be: a full disk behind the terminal, not a broken pipe."""

    exit_code = 74  # EX_IOERR


class SettingsError(WatcherError):
    """The configuration cannot be used: names the file, the key and the wish."""

    exit_code = 78  # EX_CONFIG of sysexits(3): systemd must not restart on it


class RegisterError(WatcherError):
    """The officer's list cannot be read at all; single rows are rejected, not raised."""


class StorageError(WatcherError):
    """The database cannot be used as it is. Nothing was touched."""

    exit_code = 78


class StorageBusyError(StorageError):
    """Another process holds the database."""

    exit_code = 75


class MonthError(WatcherError):
    """The month has not begun: nothing of it was seen."""

    exit_code = 2

    def __init__(self, month: object) -> None:
        message = "{month}: this month has not begun; nothing can be told of it yet"
        super().__init__(message, month=month)


class NoticeError(WatcherError):
    """A letter did not go out; `blame` says whose fault it is."""

    exit_code = 75

    def __init__(self, message: str, *, blame: Blame = Blame.LATER, **values: object) -> None:
        super().__init__(message, **values)
        self.blame = blame

    @property
    def permanent(self) -> bool:
        """Whether there is no such address; a retry would only annoy."""
        return self.blame is Blame.RECIPIENT

    @property
    def ours(self) -> bool:
        """Whether no letter is at fault (relay unreachable, login refused): no attempt counts."""
        return self.blame in (Blame.US, Blame.WAY)


class LoginRefusedError(NoticeError):
    """The mail server refuses the login: to be tried seldom, or it locks the office's account."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, blame=Blame.US, **values)
