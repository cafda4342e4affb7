"""How a letter leaves. A channel opens once for a batch and hands letters over one by one."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosmtplib

from watcher.core.errors import NoticeError
from watcher.settings import Mail


@dataclass(frozen=True, slots=True)
class Parcel:
    """Frozen bytes, and the two addresses of the envelope."""

    message_id: str
    mail_from: str
    rcpt_to: str
    mime: bytes


Send = Callable[[Parcel], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out.

    Attributes:
        open: gives, for as long as the block lasts, a function that hands one letter over,
            returns what the other side said, and raises NoticeError when it did not take it.
    """

    name: str
    open: Callable[[Mail], AbstractAsyncContextManager[Send]]


@asynccontextmanager
async def open_smtp(mail: Mail) -> AsyncIterator[Send]:
    """Speak to the office's mail server; one connection for the batch.

    Raises:
        NoticeError: the server cannot be reached, offers no TLS, or refuses the login. No
            letter is at fault then.
    """
    client = aiosmtplib.SMTP(
        hostname=mail.host,
        port=mail.port,
        use_tls=mail.security == "tls",
        start_tls=mail.security == "starttls",
        timeout=30,
    )
    try:
        await _sign_in(client, mail)
        yield lambda parcel: _hand_over(client, parcel)
    finally:
        client.close()


async def _sign_in(client: aiosmtplib.SMTP, mail: Mail) -> None:
    try:
        await client.connect()
        if mail.user:
            await client.login(mail.user, _password(mail))
    except aiosmtplib.SMTPAuthenticationError as error:
        raise NoticeError(f"{mail.host} refuses the login: {error.message}", ours=True) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NoticeError(f"{mail.host}:{mail.port} cannot be used: {error}", ours=True) from error


async def _hand_over(client: aiosmtplib.SMTP, parcel: Parcel) -> str:
    """Send the frozen bytes as they are; `send_message` would fold the headers anew."""
    if not client.is_connected:  # it left after an earlier letter: this one is not at fault
        raise NoticeError("the mail server has closed the connection", ours=True)
    try:
        _, said = await client.sendmail(parcel.mail_from, [parcel.rcpt_to], parcel.mime)
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused = error.recipients[0]
        raise _refusal(refused.code, refused.message) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _refusal(error.code, error.message) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NoticeError(str(error)) from error
    return said


def _refusal(code: int, message: str) -> NoticeError:
    return NoticeError(f"{code} {message}", permanent=500 <= code < 600)


def _password(mail: Mail) -> str:
    if mail.password_file is None:
        raise NoticeError("[mail] user is set, but password_file is not", ours=True)
    return mail.password_file.read_text("utf-8").strip()


@asynccontextmanager
async def open_folder(mail: Mail) -> AsyncIterator[Send]:
    """Write letters as .eml files: for an office without a mail server, and for trying out."""
    mail.folder.mkdir(parents=True, exist_ok=True)

    async def write(parcel: Parcel) -> str:
        path = _path(mail.folder, parcel)
        try:
            path.write_bytes(parcel.mime)
        except OSError as error:
            raise NoticeError(f"{path}: {error.strerror}", ours=True) from error
        return f"written to {path.name}"

    yield write


def _path(folder: Path, parcel: Parcel) -> Path:
    """A file name of the Message-ID: the same letter twice is one file."""
    return folder / (re.sub(r"[^\w.-]", "_", parcel.message_id.strip("<>")) + ".eml")


CHANNELS: tuple[Channel, ...] = (Channel("smtp", open_smtp), Channel("folder", open_folder))


def channel(name: str) -> Channel:
    """The channel that the settings name."""
    return next(one for one in CHANNELS if one.name == name)
