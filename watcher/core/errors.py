"""The exception tree. Failures of the network are not here: they are findings.

WatcherError
    OutputError       nothing can be printed; exit 74
    SettingsError     the configuration cannot be used; exit 78
    RegisterError     a row of the register cannot be right
    StorageError      the database cannot be used as it is
        StorageBusyError   it is held by another process; exit 75
    MonthError        a month that has not begun; exit 2
    NoticeError       a letter did not go out; `blame` says whose fault it is
        LoginRefusedError   the mail server refuses our name or password
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.core.reminders.mail_reply import Blame


class WatcherError(Exception):
    """Something is wrong, and the message says what to do about it.

    Args:
        message: a message of the catalogue, in English, with named placeholders; cli prints it
            in the reader's language.
        values: placeholder -> value.
    """

    exit_code = 1

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message that has its own entry in the catalogue; the value of a placeholder.

    Attributes:
        values: its own placeholder -> value: a text that is not translated, a clause, or a tuple
            of clauses, which is printed as a list.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class OutputError(WatcherError):
    """Output could not be written, as on a full disk; a broken pipe is not an error."""

    exit_code = 74  # EX_IOERR


class SettingsError(WatcherError):
    """The configuration cannot be used; the message names the file, the key and what it needs."""

    exit_code = 78  # EX_CONFIG of sysexits(3): systemd must not restart on it


class RegisterError(WatcherError):
    """The officer's list cannot be read at all; single rows are rejected, not raised."""


class StorageError(WatcherError):
    """The database cannot be used as it is. Nothing in it was changed."""

    exit_code = 78


class StorageBusyError(StorageError):
    """Another process holds the database."""

    exit_code = 75


class MonthError(WatcherError):
    """The month has not begun, so nothing can be reported of it."""

    exit_code = 2

    def __init__(self, month: object) -> None:
        message = "{month}: this month has not begun; nothing can be told of it yet"
        super().__init__(message, month=month)


class NoticeError(WatcherError):
    """A letter was not sent; `blame` says whose fault it is."""

    exit_code = 75

    def __init__(self, message: str, *, blame: Blame = Blame.LATER, **values: object) -> None:
        super().__init__(message, **values)
        self.blame = blame

    @property
    def permanent(self) -> bool:
        """Whether the address does not exist, so that a retry is useless."""
        return self.blame is Blame.RECIPIENT

    @property
    def ours(self) -> bool:
        """Whether the letter is not at fault (relay unreachable, login refused).

        Such an attempt is not counted against the letter.
        """
        return self.blame in (Blame.US, Blame.WAY)


class LoginRefusedError(NoticeError):
    """The mail server refuses the login; frequent retries would lock the office's account."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, blame=Blame.US, **values)
