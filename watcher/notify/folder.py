"""Letters as .eml files: for an office without a mail server, and for trying out."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from watcher.core.errors import NoticeError
from watcher.core.reminders.mail_reply import Blame
from watcher.notify.outgoing import OutgoingMessage, Send
from watcher.settings import MailSection


@asynccontextmanager
async def open_folder(mail: MailSection) -> AsyncIterator[Send]:
    """Write letters as .eml files: for an office without a mail server, and for trying out.

    Raises:
        NoticeError: the folder cannot be made. No letter is at fault then.
    """
    try:
        mail.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoticeError(f"{mail.folder}: {error.strerror}", blame=Blame.WAY) from error

    async def write(parcel: OutgoingMessage) -> str:
        path = _path(mail.folder, parcel)
        try:
            path.write_bytes(parcel.mime)
        except OSError as error:
            raise NoticeError(f"{path}: {error.strerror}", blame=Blame.WAY) from error
        return f"written to {path.name}"

    yield write


def _path(folder: Path, parcel: OutgoingMessage) -> Path:
    """A file name of the Message-ID: the same letter twice is one file."""
    return folder / (re.sub(r"[^\w.-]", "_", parcel.message_id.strip("<>")) + ".eml")
