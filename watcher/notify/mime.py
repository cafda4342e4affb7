"""A letter and its envelope -> the bytes that are kept and sent, never rebuilt.

Headers follow RFC 5322, 2369 (List-Unsubscribe), 3834 (Auto-Submitted). The bodies are built
under a narrow policy, the whole is written once under a wide one: the narrow one would turn
an unbroken token of 78 characters, such as a List-Unsubscribe link, into an encoded word
that no mail program can follow.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from watcher.core.errors import NoticeError
from watcher.core.printable import LIMIT, one_line
from watcher.core.reminders.mail_reply import Blame
from watcher.notify.letter import Letter

# Shapes of what may stand in a header unquoted. Narrower than the RFCs on purpose.
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9-]+"
_ADDRESS = re.compile(rf"(?=.{{3,254}}$){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MAILTO = re.compile(r"mailto:[!-;=?-~]{1,800}")


class _WirePolicy(EmailPolicy):
    """Writes an ASCII header on one line, and any other in encoded words of its own making.

    The library's encoded words outgrow the 75 characters of RFC 2047 under a wide policy, and
    under a narrow one they double a space at every fold.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Write one header; an address never becomes part of an encoded word."""
        if str(value).isascii():
            return super().fold_binary(name, value)
        for address in getattr(value, "addresses", ()):
            words = _encoded(address.display_name, name)
            return f"{name}: {words}\r\n <{address.addr_spec}>\r\n".encode("ascii")
        return f"{name}: {_encoded(str(value), name)}\r\n".encode("ascii")


_NARROW = EmailPolicy(linesep="\r\n", max_line_length=76)
_WIRE = _WirePolicy(linesep="\r\n", max_line_length=998)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, when, and in which thread.

    Attributes:
        message_id: with its angle brackets; stays the same when a letter is sent again.
        at: aware; the Date header.
        reply_to: address of a person; replies are read.
        unsubscribe: a `mailto:` link.
        thread_root: message id, with brackets, that all letters about one date refer to.
    """

    message_id: str
    at: datetime
    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    reply_to: str | None = None
    unsubscribe: str | None = None
    thread_root: str | None = None


def to_bytes(letter: Letter, envelope: Envelope) -> bytes:
    """Build the message, CRLF line ends, the same bytes for the same arguments.

    Raises:
        NoticeError: permanent; an address, link or message id of the envelope is malformed.
        ValueError: `at` is naive.
    """
    if envelope.at.tzinfo is None:
        raise ValueError("the date of a letter needs a time zone")
    message = EmailMessage(policy=_NARROW)
    for name, value in _headers(letter, envelope).items():
        message[name] = value
    # Quoted-printable always: readable in the outbox, and no boundary can occur inside it.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary(_boundary(envelope.message_id))
    return message.as_bytes(policy=_WIRE)


def _headers(letter: Letter, envelope: Envelope) -> dict[str, str | datetime | Address]:
    """Give the headers in their order; what is not set has none."""
    headers: dict[str, str | datetime | Address] = {
        "Message-ID": _shaped(_MESSAGE_ID, envelope.message_id, "message id"),
        "Date": envelope.at,
        "From": _address(envelope.sender_name, envelope.sender),
        "To": _address(envelope.recipient_name, envelope.recipient),
        "Subject": _unencoded(letter.subject, 200),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if envelope.reply_to:
        headers["Reply-To"] = _address("", envelope.reply_to)
    if envelope.unsubscribe:
        link = _shaped(_MAILTO, envelope.unsubscribe, "unsubscribe link")
        headers["List-Unsubscribe"] = f"<{link}>"
    if envelope.thread_root:
        root = _shaped(_MESSAGE_ID, envelope.thread_root, "thread root")
        headers |= {"In-Reply-To": root, "References": root}
    return headers


def _address(name: str, address: str) -> Address:
    """Join a cleaned name and a checked address."""
    return Address(_unencoded(name, LIMIT), addr_spec=_shaped(_ADDRESS, address, "address"))


def _unencoded(text: str, limit: int) -> str:
    """Clean a text that is decoded at the other end: "=?" would let a name hide line breaks."""
    return re.sub(r"=\?+", "=", one_line(text, limit))


def _encoded(text: str, header: str) -> str:
    """Give a text as encoded words of at most 75 characters, folded."""
    return Header(text, "utf-8", 75, header).encode(linesep="\r\n")


def _shaped(shape: re.Pattern[str], value: str, what: str) -> str:
    """Let a value through unchanged, or refuse the letter: a guess could reach a stranger."""
    if not shape.fullmatch(value):
        raise NoticeError(f"not a usable {what}: {one_line(value)!r}", blame=Blame.RECIPIENT)
    return value


def _boundary(message_id: str) -> str:
    """Derive the boundary; "=_" cannot occur in quoted-printable text."""
    return "=_" + hashlib.sha256(message_id.encode()).hexdigest()[:24]
