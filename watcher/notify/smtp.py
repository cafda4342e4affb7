"""Letters by SMTP: the only home of aiosmtplib, and of it only `sendmail(bytes)`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib

from watcher.core.errors import LoginRefusedError, NoticeError
from watcher.core.reminders.mail_reply import Blame, blame_for
from watcher.notify.outgoing import OutgoingMessage, Send
from watcher.settings import MailSection
from watcher.wording.catalogue import N_


@asynccontextmanager
async def open_smtp(mail: MailSection) -> AsyncIterator[Send]:
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


async def _sign_in(client: aiosmtplib.SMTP, mail: MailSection) -> None:
    try:
        await client.connect()
        if mail.user:
            await client.login(mail.user, _password(mail))
    except aiosmtplib.SMTPAuthenticationError as error:
        raise LoginRefusedError(
            N_("{host} refuses the login: {why}"), host=mail.host, why=error.message
        ) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _of_our_own(error) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NoticeError(
            N_("{server} cannot be used: {why}"),
            blame=Blame.WAY,
            server=f"{mail.host}:{mail.port}",
            why=str(error),
        ) from error


async def _hand_over(client: aiosmtplib.SMTP, parcel: OutgoingMessage) -> str:
    """Send the frozen bytes as they are; `send_message` would fold the headers anew."""
    if not client.is_connected:  # it left after an earlier letter: this one is not at fault
        raise NoticeError(N_("the mail server has closed the connection"), blame=Blame.WAY)
    try:
        _, said = await client.sendmail(parcel.mail_from, [parcel.rcpt_to], parcel.mime)
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused = error.recipients[0]
        raise _refusal(refused.code, refused.message) from error
    except aiosmtplib.SMTPSenderRefused as error:  # [mail] sender is at fault, and no letter
        raise _of_our_own(error) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _refusal(error.code, error.message) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NoticeError(str(error)) from error
    return said


def _refusal(code: int, message: str) -> NoticeError:
    """A no to a recipient or a letter."""
    return NoticeError(f"{code} {message}", blame=blame_for(code, message))


def _of_our_own(error: aiosmtplib.SMTPResponseException) -> NoticeError:
    """A no to us, before any recipient was named; one with a 4 passes by itself."""
    blame = Blame.US if error.code >= 500 else Blame.WAY
    return NoticeError(f"{error.code} {error.message}", blame=blame)


def _password(mail: MailSection) -> str:
    if mail.password_file is None:
        raise NoticeError(N_("[mail] user is set, but password_file is not"), blame=Blame.WAY)
    return mail.password_file.read_text("utf-8").strip()
